"""Messages of the app."""

from bot.demo.workspace import posting, shapes
from bot.demo.workspace.api.args import Call, missing
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json


def post_message(call: Call) -> Json:
    """Post to a conversation, or to a person's DM by their id."""
    room = _writable(call)
    parts = _parts(call)
    thread_ts = call.text("thread_ts")
    if thread_ts and room.log.get(thread_ts) is None:
        raise Refused("thread_not_found")
    if thread_ts:
        parts["thread_ts"] = thread_ts
    if "username" in call or "icon_emoji" in call or "icon_url" in call:
        call.scope("chat:write.customize")
    stored = posting.post(call.core, room, posting.from_app(call.core, parts))
    message = shapes.message(call.core.identity, stored, metadata=True)
    return {"channel": room.id, "ts": stored["ts"], "message": message}


def post_ephemeral(call: Call) -> Json:
    """Post for one person's eyes."""
    room = _writable(call)
    user = call.user()
    if user.id not in room.members:
        raise Refused("user_not_in_channel")
    stored = posting.whisper(call.core, room, user.id, posting.from_app(call.core, _parts(call)))
    return {"message_ts": stored["ts"]}


def update(call: Call) -> Json:
    """Change one of the app's messages."""
    room, message = _own_message(call, "cant_update_message")
    if "text" not in call and "blocks" not in call and "metadata" not in call:
        raise Refused("no_text")
    given = _given(call)
    # Blocks stay when neither they nor a text are sent, and go when only a text is.
    kept = {name: message[name] for name in ("text", "blocks") if name in message and "text" not in call}
    parts = posting.checked(call.core, call.method, kept | given)
    stored = posting.change(call.core, room, message["ts"], parts)
    shown = {key: value for key, value in stored.items() if key not in {"ts", "metadata"}}
    return {"channel": room.id, "ts": stored["ts"], "text": stored["text"], "message": shown}


def delete(call: Call) -> Json:
    """Delete one of the app's messages."""
    room, message = _own_message(call, "cant_delete_message")
    posting.remove(call.core, room, message["ts"])
    return {"channel": room.id, "ts": message["ts"]}


def permalink(call: Call) -> Json:
    """Return a message's address."""
    room, ts = call.room(), call.need("message_ts")
    if room.log.get(ts) is None:
        raise Refused("message_not_found")
    domain = call.core.identity.domain
    return {
        "channel": room.id,
        "permalink": f"https://{domain}.slack.com/archives/{room.id}/p{ts.replace('.', '')}",
    }


def _writable(call: Call) -> Channel:
    target = call.text("channel")
    if not target:
        raise missing("channel")
    if target[0] in "UW":
        return _dm(call, target)
    named = call.core.conversations.named(target)
    room = named if named is not None and named.kind == "public" else call.room()
    if room.is_archived:
        raise Refused("is_archived")
    may_post = call.core.bot in room.members or (
        room.kind == "public"
        and call.method == "chat.postMessage"
        and "chat:write.public" in call.core.manifest.scopes
    )
    if not may_post:
        raise Refused("not_in_channel")
    return _reachable(call, room) if room.kind == "im" else room


def _dm(call: Call, user_id: str) -> Channel:
    user = call.core.users.get(user_id)
    if user_id == "USLACKBOT":
        raise Refused("cannot_dm_bot")
    if user is None:
        raise Refused("user_not_found" if call.method == "chat.postEphemeral" else "channel_not_found")
    if user.is_bot:
        raise Refused("cannot_dm_bot")
    return _reachable(call, call.core.dm(user_id))


def _reachable(call: Call, room: Channel) -> Channel:
    """Return the DM unless its person or its tab cannot take a message."""
    others = (call.core.users[user_id] for user_id in room.members if user_id != call.core.bot)
    if any(user.deleted for user in others):
        raise Refused("user_disabled")
    if not call.core.manifest.messages_tab:
        raise Refused("messages_tab_disabled")
    return room


def _given(call: Call) -> Json:
    given: Json = {"text": call.text("text")} if "text" in call else {}
    if "blocks" in call:
        given["blocks"] = call.blocks()
    for name in ("metadata", "attachments"):
        if name in call:
            given[name] = call.json(name)
    return given


def _parts(call: Call) -> Json:
    return posting.checked(call.core, call.method, _given(call))


def _own_message(call: Call, refusal: str) -> tuple[Channel, Json]:
    room = call.room()
    message = room.log.get(call.need("ts"))
    if message is None:
        raise Refused("message_not_found")
    if message.get("bot_id") != call.core.identity.bot_id:
        raise Refused(refusal)
    return room, message


METHODS = {
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.update": update,
}
