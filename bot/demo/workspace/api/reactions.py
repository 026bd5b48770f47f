"""Reactions."""

from bot.demo.workspace import posting
from bot.demo.workspace.api.args import Call
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json


def add(call: Call) -> Json:
    """React to a message."""
    room, ts = call.room(), call.need("timestamp")
    if call.core.bot not in room.members:
        raise Refused("not_in_channel")
    if room.log.get(ts) is None:
        raise Refused("message_not_found")
    if not posting.react(call.core, room, ts, call.core.bot, call.need("name").strip(":")):
        raise Refused("already_reacted")
    return {}


METHODS = {"reactions.add": add}
