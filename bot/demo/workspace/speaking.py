"""People write, type commands, open the app, share files."""

import re
import uuid

from bot.demo.workspace import payloads, posting, replies, scopes, shapes
from bot.demo.workspace.acting import Stage
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.courier import Receipt
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.tickets import Reply
from bot.demo.workspace.values import Json, Outcome

_HANDLE = re.compile(r"(?<![\w<])@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<![\w<&])#([\w-]+)")


async def command(stage: Stage, user_id: str, channel_id: str, typed: str) -> Outcome:
    """Type a slash command; one that the manifest does not declare stays in the client."""
    core, room = stage.core, stage.room(user_id, channel_id)
    name, _, text = typed.strip().partition(" ")
    declared = core.manifest.commands.get(name)
    if declared is None or "commands" not in core.manifest.scopes:
        core.record.undelivered[name] += 1
        return await stage.end(user_id, Outcome(ok=False, error="unknown_command"), "")
    said = _escaped(stage, text.strip()) if declared.should_escape else text.strip()
    payload = payloads.slash_command(core, user_id, room, declared, said)
    receipt = await stage.send("slash_commands", "slash_command", payload)
    _show_answer(stage, Reply(room.id, user_id, None, False), receipt)
    return await stage.end(user_id, _outcome(receipt), payload["trigger_id"])


async def message(stage: Stage, user_id: str, channel_id: str, text: str) -> Outcome:
    """Write a message, which the app hears where it is a member and subscribed."""
    core, room = stage.core, stage.room(user_id, channel_id)
    with_app = room.kind == "im" and core.bot in room.members
    if with_app and (core.manifest.messages_read_only or not core.manifest.messages_tab):
        raise PermissionError("the app takes no messages")
    said = _escaped(stage, text)
    body = {
        "type": "message",
        "client_msg_id": str(uuid.UUID(hex=core.ids.secret())),
        "user": user_id,
        "text": said,
        "team": core.identity.team_id,
        "blocks": [_rich_text(stage, text)],
    }
    stored = posting.post(core, room, body)
    if core.bot not in room.members:
        return await stage.end(user_id, Outcome(), "")
    heard = stored | {"channel": room.id, "event_ts": stored["ts"]}
    if f"<@{core.bot}>" in said:
        core.emit("app_mention", heard | {"type": "app_mention"})
    return await stage.happen(
        user_id, scopes.MESSAGE_EVENTS[room.kind], heard | {"channel_type": _type(room)}
    )


async def shortcut(stage: Stage, user_id: str, callback_id: str, on: tuple[str, str] | None) -> Outcome:
    """Press a shortcut: a global one, or one on the message `on` (channel, ts)."""
    core = stage.core
    declared = core.manifest.shortcuts.get(callback_id)
    if declared is None or "commands" not in core.manifest.scopes or not core.manifest.interactive:
        core.record.undelivered[callback_id] += 1
        return await stage.end(user_id, Outcome(ok=False, error="unknown_shortcut"), "")
    if on is None:
        payload = payloads.shortcut(core, user_id, declared)
    else:
        room = stage.room(user_id, on[0])
        payload = payloads.message_action(core, user_id, declared, room, stage.message(user_id, room, on[1]))
    receipt = await stage.send("interactive", payload["type"], payload)
    return await stage.end(user_id, _outcome(receipt), payload["trigger_id"])


async def open_app(stage: Stage, user_id: str, tab: str) -> Outcome:
    """Look at the app's Home or at its messages."""
    core = stage.core
    event: Json = {"type": "app_home_opened", "user": user_id, "channel": core.dm(user_id).id, "tab": tab}
    home = core.views.home(user_id)
    if tab == "home" and not core.manifest.home_tab:
        raise LookupError("the app has no Home")
    if tab == "home" and home is not None:
        event["view"] = shapes.view(core.identity, home)
    return await stage.happen(user_id, "app_home_opened", event)


def upload(stage: Stage, user_id: str, name: str, data: bytes) -> str:
    """Choose a file for a modal; returns its id."""
    core = stage.core
    return core.files.add(core.ids.make("F"), name, data, user_id, core.ids.seconds()).id


async def react(stage: Stage, user_id: str, channel_id: str, ts: str, name: str) -> Outcome:
    """React to a message."""
    core, room = stage.core, stage.room(user_id, channel_id)
    author = stage.message(user_id, room, ts).get("user", "")
    if not posting.react(core, room, ts, user_id, name):
        return await stage.end(user_id, Outcome(), "")
    item = {"type": "message", "channel": room.id, "ts": ts}
    event = {"type": "reaction_added", "user": user_id, "item": item, "reaction": name, "item_user": author}
    return await stage.happen(user_id, "reaction_added", event)


async def join(stage: Stage, user_id: str, channel_id: str) -> Outcome:
    """Join a public channel."""
    core = stage.core
    room = core.conversations.by_id.get(channel_id) or core.conversations.named(channel_id)
    if room is None or room.kind != "public":
        raise LookupError(f"no public channel {channel_id!r}")
    if core.conversations.join(room, user_id):
        core.joined(room, user_id, None)
        core.tell_channel(room)
    return await stage.end(user_id, Outcome(), "")


def _show_answer(stage: Stage, reply: Reply, receipt: Receipt) -> None:
    """Show what a command's ack carries; what Slack would not show is a problem of the app."""
    if not receipt.answer or not any(receipt.answer.get(name) for name in ("text", "blocks", "attachments")):
        return
    try:
        replies.respond(stage.core, reply, receipt.answer, "ack")
    except Refused as refused:
        stage.core.record.problem("ack", refused.error)


def _outcome(receipt: Receipt) -> Outcome:
    return Outcome(ok=receipt.error is None, error=receipt.error, response=receipt.answer)


def _escaped(stage: Stage, text: str) -> str:
    """Write & < > as entities, and known @names and #channels as Slack's links."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = re.sub(r"&lt;([@#][UWC][A-Z0-9]+(?:\|[^&]*)?)&gt;", r"<\1>", plain)  # typed as a link already

    def person(match: re.Match[str]) -> str:
        user_id = stage.core.handles.get(match[1].lower())
        return f"<@{user_id}|{match[1]}>" if user_id else match[0]

    def channel(match: re.Match[str]) -> str:
        room = stage.core.conversations.named(match[1])
        return f"<#{room.id}|{room.name}>" if room and room.kind == "public" else match[0]

    return _CHANNEL.sub(channel, _HANDLE.sub(person, plain))


def _rich_text(stage: Stage, text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "block_id": stage.core.ids.block(), "elements": [section]}


def _type(room: Channel) -> str:
    return {"public": "channel", "private": "group"}.get(room.kind, room.kind)
