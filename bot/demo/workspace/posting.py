"""Messages come, change and go, by whoever's hand: the Web API, a response URL, a person."""

from typing import Any

from bot.demo.workspace import blockkit, elements, scopes, shapes
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.core import Core
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json

_MOST_TEXT = 40_000


def checked(core: Core, source: str, body: Json) -> Json:
    """Return the parts of a message that Slack keeps; raises Refused when it would not take them."""
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not text and not blocks and not body.get("attachments"):
        raise Refused("no_text")
    if len(text) > _MOST_TEXT:
        raise Refused("msg_too_long")
    _check_blocks(core, source, text, blocks)
    parts: Json = {"text": text, "blocks": elements.with_ids(blocks, core.ids)} if blocks else {"text": text}
    if body.get("attachments"):
        parts["attachments"] = body["attachments"]
    if body.get("metadata"):
        parts["metadata"] = _metadata(body["metadata"])
    return parts


def from_app(core: Core, parts: Json) -> Json:
    """Return a message of the app's bot."""
    who = core.identity
    return {
        "type": "message",
        "user": who.bot_user_id,
        "bot_id": who.bot_id,
        "app_id": who.app_id,
        "team": who.team_id,
    } | parts


def post(core: Core, room: Channel, body: Json) -> Json:
    """Put a message into a conversation; returns it with its ts."""
    micros = core.ids.micros()
    stored = body | {"ts": room.next_ts(micros)}
    room.log.add(room.last_ts, stored)
    if core.echo and "bot_id" in body and core.bot in room.members:
        core.emit(scopes.MESSAGE_EVENTS[room.kind], _heard(core, room, stored))
    if core.changes:
        core.changes.tell("message", core.audience(room), room.id, shapes.message(core.identity, stored))
    return stored


def whisper(core: Core, room: Channel, user_id: str, body: Json) -> Json:
    """Show a message to one person in a conversation."""
    stored = body | {"ts": room.next_ts(core.ids.micros()), "is_ephemeral": True}
    core.conversations.whisper(room, user_id, stored)
    core.changes.tell("ephemeral", {user_id}, room.id, stored)
    return stored


def change(core: Core, room: Channel, ts: str, parts: Json) -> Json:
    """Replace a message's parts; KeyError when it is gone."""
    old = room.log.get(ts)
    if old is None:
        raise KeyError(ts)
    kept = {key: value for key, value in old.items() if key not in {"blocks", "attachments"}}
    stored = kept | parts
    if "blocks" not in parts:  # Slack marks only the change of a text
        stored["edited"] = {"user": core.bot, "ts": core.ids.stamp()}
    room.log.replace(ts, stored)
    if core.changes:
        core.changes.tell(
            "message_changed", core.audience(room), room.id, shapes.message(core.identity, stored)
        )
    return stored


def remove(core: Core, room: Channel, ts: str) -> None:
    """Delete a message; KeyError when it is gone."""
    room.log.remove(ts)
    core.changes.tell("message_deleted", core.audience(room), room.id, {"ts": ts})


def remove_whisper(core: Core, room: Channel, user_id: str, ts: str) -> None:
    """Take an ephemeral message off the person's screen."""
    if core.conversations.change_whisper(room, user_id, ts, None):
        core.changes.tell("message_deleted", {user_id}, room.id, {"ts": ts})


def _heard(core: Core, room: Channel, stored: Json) -> Json:
    kind = {"public": "channel", "private": "group"}.get(room.kind, room.kind)
    return shapes.message(core.identity, stored) | {
        "channel": room.id,
        "event_ts": stored["ts"],
        "channel_type": kind,
    }


def _check_blocks(core: Core, source: str, text: str, blocks: list[Json]) -> None:
    if not text:
        core.record.problem(source, "no top-level text: notifications and screen readers have nothing to say")
    found = blockkit.problems(blocks, "message") if blocks else []
    if found:
        for line in found:
            core.record.problem(source, line)
        raise Refused("invalid_blocks", response_metadata={"messages": [f"[ERROR] {line}" for line in found]})


def _metadata(metadata: Any) -> Json:
    given = metadata if isinstance(metadata, dict) else {}
    kind, payload = given.get("event_type"), given.get("event_payload")
    if not isinstance(kind, str) or not isinstance(payload, dict):
        raise Refused("invalid_metadata_format")
    return {"event_type": kind, "event_payload": payload}


def react(core: Core, room: Channel, ts: str, user_id: str, name: str) -> bool:
    """Add a person's reaction to a message; False when they had it. KeyError when the message is gone."""
    message = room.log.get(ts)
    if message is None:
        raise KeyError(ts)
    reactions = message.setdefault("reactions", [])
    row = next((row for row in reactions if row["name"] == name), None)
    if row is None:
        row = {"name": name, "users": [], "count": 0}
        reactions.append(row)
    if user_id in row["users"]:
        return False
    row["users"].append(user_id)
    row["count"] += 1
    room.log.replace(ts, message)
    if core.changes:
        core.changes.tell(
            "message_changed", core.audience(room), room.id, shapes.message(core.identity, message)
        )
    return True


def change_whisper(core: Core, room: Channel, user_id: str, ts: str, body: Json) -> None:
    """Replace an ephemeral message on the person's screen."""
    stored = body | {"ts": ts, "is_ephemeral": True}
    if core.conversations.change_whisper(room, user_id, ts, stored):
        core.changes.tell("ephemeral", {user_id}, room.id, stored)
