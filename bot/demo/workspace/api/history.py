"""Reading back what was said."""

from collections.abc import Callable
from itertools import islice

from bot.demo.workspace import scopes, shapes
from bot.demo.workspace.api.args import Call
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.ids import micros_of
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json

_MOST = 999
_CURSOR = "bmV4dF90czo"  # "next_ts:" as Slack writes it, before the time in microseconds


def history(call: Call) -> Json:
    """Return messages, the newest first, between `oldest` and `latest`; answers in threads are left out."""
    return _page(
        call, _readable(call), lambda message: message.get("thread_ts", message["ts"]) == message["ts"]
    )


def replies(call: Call) -> Json:
    """Return a thread, its first message first."""
    room, ts = _readable(call), call.need("ts")
    if room.log.get(ts) is None:
        raise Refused("thread_not_found")
    answer = _page(call, room, lambda message: ts in {message["ts"], message.get("thread_ts")})
    answer["messages"].reverse()
    return answer


def _readable(call: Call) -> Channel:
    room = call.scoped_room(scopes.HISTORY)
    if call.core.bot not in room.members:
        raise Refused("not_in_channel")
    return room


def _page(call: Call, room: Channel, wanted: Callable[[Json], bool]) -> Json:
    limit, whole = max(1, call.number("limit", 100, _MOST)), call.flag("include_all_metadata")
    found = list(islice(filter(wanted, room.log.backward(*_bounds(call))), limit + 1))
    shown = [shapes.message(call.core.identity, message, metadata=whole) for message in found[:limit]]
    answer: Json = {"messages": shown, "has_more": len(found) > limit, "pin_count": 0}
    if answer["has_more"]:
        answer["response_metadata"] = {"next_cursor": f"{_CURSOR}{micros_of(shown[-1]['ts'])}"}
    return answer


def _bounds(call: Call) -> tuple[int | None, int]:
    """Return (older than, newer than) in microseconds; `inclusive` takes in the given ends."""
    wider = int(call.flag("inclusive"))
    older = _micros(call, "latest") + wider if "latest" in call else None
    newer = _micros(call, "oldest") - wider if "oldest" in call else -1
    cursor = call.text("cursor")
    if not cursor:
        return older, newer
    if not cursor.removeprefix(_CURSOR).isdigit():
        raise Refused("invalid_cursor")
    return int(cursor.removeprefix(_CURSOR)), newer


def _micros(call: Call, name: str) -> int:
    try:
        return micros_of(call.text(name))
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


METHODS = {"conversations.history": history, "conversations.replies": replies}
