"""What Slack sends, before anybody reads it: how to tell it from another, and what of it may be kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

Json = dict[str, Any]

# All that listeners read of events: no text, no view, no file ever waits in the database.
_AROUND = (
    "type",
    "team_id",
    "api_app_id",
    "event_id",
    "event_time",
    "enterprise_id",
    "is_enterprise_install",
)
_EVENT = ("type", "subtype", "user", "bot_id", "channel", "channel_type", "tab", "ts", "event_ts")
_USER = (
    *("id", "name", "real_name", "tz", "locale", "deleted", "is_bot", "is_app_user"),
    *("is_restricted", "is_ultra_restricted", "is_stranger"),
)
_PROFILE = ("real_name", "display_name", "email", "title")

# What makes two submissions the same.
_VIEW = ("id", "hash", "callback_id", "private_metadata", "state")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Something from Slack: its kind, our id of what was used or the event's type, and when it was meant.

    ``key`` is the same for the same click, however often and wherever it arrives; empty: it changes nothing.
    """

    kind: str
    name: str
    key: str
    stamp: float = 0.0


def is_event(body: Json) -> bool:
    """Tell whether this is of the Events API, which is acked before it is worked on."""
    return body.get("type") == "event_callback"


def is_our_own(body: Json) -> bool:
    """Tell whether an event is about what a bot did, such as our own messages."""
    event = body.get("event")
    return isinstance(event, dict) and bool(event.get("bot_id"))


def kept(body: Json) -> Json:
    """Return what of an event is needed to run it, now or after a restart."""
    event = _only(body["event"], _EVENT)
    if isinstance(user := event.get("user"), dict):
        event["user"] = _only(user, _USER) | {"profile": _only(user.get("profile") or {}, _PROFILE)}
    return _only(body, _AROUND) | {"event": event}


def read(body: Json, secret: str) -> Envelope:
    """Tell what an envelope is; keys are digests that only those who know the secret could guess."""
    kind = str(body.get("type") or ("slash_command" if "command" in body else "unknown"))
    if is_event(body):
        return Envelope(kind, str(body["event"].get("type")), str(body["event_id"]))
    action = _action(body)
    parts, stamp = _identity(body, action)
    key = _digest([kind, _user(body), *parts], secret) if any(parts) else ""
    return Envelope(kind, _name(body, action), key, stamp)


def _identity(body: Json, action: Json) -> tuple[Sequence[Any], float]:
    """Return what makes an interaction this one: a view as shown, an element in its place, or a trigger."""
    view = body.get("view") or {}
    match body.get("type"):
        case "view_submission":
            return [view.get(name) for name in _VIEW], 0.0
        case "block_actions":
            place = body.get("container") or {}
            seen = [place.get("channel_id"), place.get("message_ts"), view.get("id"), view.get("hash")]
            meant = {name: value for name, value in action.items() if name != "action_ts"}
            return [*seen, meant], _seconds(action.get("action_ts"))
        case None | "shortcut" | "message_action":
            return [body.get("trigger_id")], 0.0
    return [], 0.0  # a search for options, a window closed: nothing is changed


def _name(body: Json, action: Json) -> str:
    """Return our name of what was used; what follows its dot may be an answer."""
    given = action.get("action_id") or body.get("callback_id") or (body.get("view") or {}).get("callback_id")
    return str(given or body.get("command") or "").partition(".")[0]


def _action(body: Json) -> Json:
    actions = body.get("actions")
    return actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}


def _user(body: Json) -> str:
    user = body.get("user")
    return str(user.get("id") if isinstance(user, dict) else body.get("user_id"))


def _seconds(stamp: object) -> float:
    try:
        return float(str(stamp))
    except ValueError:
        return 0.0


def _digest(parts: Sequence[Any], secret: str) -> str:
    key = blake2b(secret.encode(), digest_size=32).digest()
    text = json.dumps(parts, sort_keys=True, default=str)
    return blake2b(text.encode(), key=key, digest_size=16).hexdigest()


def _only(values: Json, names: Sequence[str]) -> Json:
    return {name: values[name] for name in names if name in values}
