"""What Slack's refusals mean for a message."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from slack_sdk.errors import SlackApiError

from storage.models import Step


class Meaning(Enum):
    """What is to be done about a refusal."""

    LIMITED = auto()  # too many calls: the method rests for a while
    NO_ACCESS = auto()  # our own access is gone: nothing can be sent until an operator mends it
    DOOR_CLOSED = auto()  # nothing reaches this person any more
    CHANNEL_LOST = auto()  # nothing reaches this channel any more
    FINAL = auto()  # this message is refused for good
    DOUBTFUL = auto()  # it may have been done all the same
    BLIND = auto()  # we may not look there
    UNKNOWN = auto()  # certainly not done, for a reason that may pass


class Refusal(NamedTuple):
    """A refusal as Slack words it; ``retry_after`` in seconds."""

    problem: str
    status: int = 200
    retry_after: float = 30.0


# See Slack's reference of chat.postMessage and conversations.open.
DOOR_CLOSED = frozenset(
    {
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "ekm_access_denied",
    }
)
CHANNEL_LOST = frozenset(
    {
        "is_archived",
        "channel_not_found",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_non_threadable_channel",
    }
)
FINAL = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_arguments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "msg_too_long",
        "msg_blocks_too_long",
        "no_text",
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "block_mismatch",
        "user_not_in_channel",
        "missing_scope",
        "too_many_users",
    }
)
NO_ACCESS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "org_login_required",
        "team_access_not_granted",
        "access_denied",
        "messages_tab_disabled",  # a switch of the app: it shuts every DM at once
    }
)
DOUBTFUL = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


def of(error: SlackApiError) -> Refusal:
    """Return a refusal from the library's error, whose response is of one kind or another."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    body = getattr(response, "data", None)
    word = str(body.get("error") or "") if isinstance(body, dict) else ""
    seconds = str((getattr(response, "headers", None) or {}).get("Retry-After", ""))
    retry_after = float(seconds) if seconds.isdecimal() else 30.0
    return Refusal(word or f"status {status}", int(status), retry_after)


def meaning(refusal: Refusal, step: Step, *, is_dm: bool) -> Meaning:  # noqa: PLR0911  a table of cases
    """Return what a refusal of a step means."""
    word = refusal.problem
    if refusal.status == 429 or word in {"ratelimited", "rate_limited", "message_limit_exceeded"}:
        return Meaning.LIMITED
    if word in NO_ACCESS or (word == "missing_scope" and step is Step.POST):
        return Meaning.NO_ACCESS
    if refusal.status != 200 or word in DOUBTFUL:
        return Meaning.DOUBTFUL
    if step is Step.LOOK:
        return Meaning.BLIND
    if is_dm and step is Step.POST and word in DOOR_CLOSED:
        return Meaning.DOOR_CLOSED
    if word in CHANNEL_LOST:
        return Meaning.CHANNEL_LOST
    return Meaning.FINAL if word in FINAL else Meaning.UNKNOWN
