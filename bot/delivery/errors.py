"""What Slack's refusals mean for a message."""

from __future__ import annotations

# The person cannot be reached any more; see docs of chat.postMessage.
CLOSED_DOORS = frozenset(
    {"user_disabled", "user_not_found", "user_not_visible", "messages_tab_disabled", "cannot_dm_bot"}
)

# The message itself or its place is refused for good.
FINAL = CLOSED_DOORS | frozenset(
    {
        "channel_not_found",
        "restricted_action",
        "is_archived",
        "not_in_channel",
        "invalid_blocks",
        "msg_too_long",
        "no_text",
    }
)

# Our own access is gone: nothing can be sent until an operator mends it.
DEAD_TOKEN = frozenset({"account_inactive", "invalid_auth", "token_revoked", "not_authed", "missing_scope"})

# It may have been posted all the same.
AMBIGUOUS = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
