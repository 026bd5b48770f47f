"""What to do when Slack lets us not in, or does not answer."""

from __future__ import annotations

_COPY = (
    "Copy SLACK_APP_TOKEN again from api.slack.com/apps under Basic Information > App-Level Tokens"
    " (scope connections:write), and start Flipside anew."
)
REMEDIES = {
    "invalid_auth": _COPY,
    "not_authed": _COPY,
    "token_revoked": _COPY,
    "not_allowed_token_type": _COPY,
    "account_inactive": "The app was removed or its installer left: install it again at api.slack.com/apps.",
    "missing_scope": "Give the app-level token the scope connections:write at api.slack.com/apps.",
    "too_many_websockets": (
        "Slack holds at most 10 connections for an app, and each process takes two: stop processes, or other"
        " bots with the same SLACK_APP_TOKEN. I go on asking."
    ),
    "ratelimited": "I ask again when Slack allows it.",
    "link_disabled": (
        "Socket Mode is switched off at api.slack.com/apps: switch it on, or use FLIPSIDE_TRANSPORT=http."
    ),
}
_SILENCE = "Look at the network, its proxy and at slack-status.com. I go on asking."


def remedy_for(problem: str) -> str:
    """Return what an operator can do about a refusal of Slack's, or about its silence."""
    return REMEDIES.get(problem, _SILENCE)
