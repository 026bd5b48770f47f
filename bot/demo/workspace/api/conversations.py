"""Channels, DMs and group DMs."""

from bot.demo.workspace import scopes, shapes
from bot.demo.workspace.api.args import Call
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json

_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
_MOST_IN_A_GROUP = 8


def opening(call: Call) -> Json:
    """Open the DM with one person or the group DM with two to eight; opens the known one again."""
    if "channel" in call:
        room = call.scoped_room(scopes.MANAGE)
    else:
        room = _between(call, list(dict.fromkeys(call.names("users"))))
    if not call.flag("return_im"):
        return {"channel": {"id": room.id}}
    return {"channel": shapes.channel(call.core.identity, room, call.core.bot)}


def _between(call: Call, people: list[str]) -> Channel:
    core = call.core
    if not people:
        raise Refused("users_list_not_supplied")
    if len(people) > _MOST_IN_A_GROUP:
        raise Refused("too_many_users")
    call.scope("im:write" if len(people) == 1 else "mpim:write")
    for user_id in people:
        user = core.users.get(user_id)
        if user_id == "USLACKBOT":
            raise Refused("cannot_dm_bot")
        if user is None:
            raise Refused("user_not_found")
        if user.deleted:
            raise Refused("user_disabled")
        if user.is_bot:
            raise Refused("cannot_dm_bot")
    return core.dm(people[0]) if len(people) == 1 else core.group_dm({core.bot, *people}, core.bot)


def listing(call: Call) -> Json:
    """List the conversations that the app may know of, page by page."""
    core = call.core
    kinds = {_kind(name) for name in call.names("types") or ["public_channel"]}
    for kind in kinds:
        call.scope(*scopes.READ[kind])
    hide = call.flag("exclude_archived")
    rooms = [
        room
        for room in core.conversations.by_id.values()
        if room.kind in kinds
        and (room.kind == "public" or core.bot in room.members)
        and not (hide and room.is_archived)
    ]
    page, metadata = call.page(rooms)
    shown = [
        shapes.channel(core.identity, room, core.bot, count=room.kind not in {"im", "mpim"}) for room in page
    ]
    return {"channels": shown, "response_metadata": metadata}


def _kind(name: str) -> str:
    if name not in _KINDS:
        raise Refused("invalid_types")
    return _KINDS[name]


def info(call: Call) -> Json:
    """Describe a conversation."""
    room = call.scoped_room(scopes.READ)
    count = call.flag("include_num_members")
    return {"channel": shapes.channel(call.core.identity, room, call.core.bot, count=count)}


def members(call: Call) -> Json:
    """List the people in a conversation, page by page."""
    room = call.scoped_room(scopes.READ)
    people, metadata = call.page(sorted(room.members))
    return {"members": people, "response_metadata": metadata}


def create(call: Call) -> Json:
    """Create a channel with the app in it."""
    private = call.flag("is_private")
    call.scope(*scopes.MANAGE["private" if private else "public"])
    name = call.text("name")
    if not name:
        raise Refused("invalid_name_required")
    if len(name) > 80:
        raise Refused("invalid_name_maxlength")
    if not all(letter.isalnum() or letter in "-_" for letter in name) or name != name.lower():
        raise Refused("invalid_name_specials")
    if call.core.conversations.named(name):
        raise Refused("name_taken")
    room = call.core.new_channel("private" if private else "public", name, {call.core.bot}, call.core.bot)
    return _described(call, room)


def join(call: Call) -> Json:
    """Join a public channel."""
    room = call.room()
    if room.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if room.is_archived:
        raise Refused("is_archived")
    core = call.core
    if core.conversations.join(room, core.bot):
        core.tell_channel(room)
        core.joined(room, core.bot, None)
        return _described(call, room)
    return _described(call, room) | {
        "warning": "already_in_channel",
        "response_metadata": {"warnings": ["already_in_channel"]},
    }


def invite(call: Call) -> Json:
    """Bring people into a channel."""
    core, room = call.core, call.scoped_room(scopes.INVITE)
    if room.kind in {"im", "mpim"}:
        raise Refused("method_not_supported_for_channel_type")
    if core.bot not in room.members:
        raise Refused("not_in_channel")
    if room.is_archived:
        raise Refused("is_archived")
    people = call.names("users")
    if not people:
        raise Refused("no_user")
    errors = [(user_id, error) for user_id in people if (error := _uninvitable(call, room, user_id))]
    if errors:
        listed = [{"ok": False, "error": error, "user": user_id} for user_id, error in errors]
        raise Refused(errors[0][1], errors=listed)
    for user_id in people:
        core.conversations.join(room, user_id)
        core.joined(room, user_id, core.bot)
    core.tell_channel(room)
    return _described(call, room)


def _uninvitable(call: Call, room: Channel, user_id: str) -> str | None:
    user = call.core.users.get(user_id)
    if user is None or user.deleted:
        return "user_not_found"
    if user_id == call.core.bot:
        return "cant_invite_self"
    if user_id in room.members:
        return "already_in_channel"
    return "ura_max_channels" if user.is_restricted and room.is_general else None


def set_topic(call: Call) -> Json:
    """Set the topic of a conversation."""
    room = call.scoped_room(scopes.TOPIC)
    if call.core.bot not in room.members:
        raise Refused("not_in_channel")
    if len(call.text("topic")) > 250:
        raise Refused("too_long")
    room.topic, room.topic_by = call.text("topic"), call.core.bot
    call.core.tell_channel(room)
    return _described(call, room)


def _described(call: Call, room: Channel) -> Json:
    return {"channel": shapes.channel(call.core.identity, room, call.core.bot)}


METHODS = {
    "conversations.create": create,
    "conversations.info": info,
    "conversations.invite": invite,
    "conversations.join": join,
    "conversations.list": listing,
    "conversations.members": members,
    "conversations.open": opening,
    "conversations.setTopic": set_topic,
}
