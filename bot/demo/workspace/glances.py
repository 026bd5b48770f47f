"""A person's messages as they look through them: newest first, no further back than needed."""

from collections.abc import Iterator
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from bot.demo.workspace.conversations import Channel

if TYPE_CHECKING:
    from bot.demo.workspace import Workspace

Json = dict[str, Any]
# How far back somebody scrolls in one conversation, and by how much at a time: mostly the newest will do.
FAR = 50
_STEPS = (1, 4, 15, 50)


def newest_first(workspace: "Workspace", user_id: str, far: int = FAR) -> Iterator[tuple[Channel, Json]]:
    """Yield the newest messages of all the person's conversations, `far` of each at most."""
    rooms = [_stamped(workspace, room, user_id, far) for room in workspace.conversations_of(user_id)]
    return ((room, message) for _, room, message in merge(*rooms, key=lambda row: row[0], reverse=True))


def back(workspace: "Workspace", channel_id: str, user_id: str) -> Iterator[Json]:
    """Yield the messages of one conversation, the newest first, all of them."""
    before, step = None, 0
    while True:
        limit = _STEPS[min(step, len(_STEPS) - 1)]
        page = workspace.messages(channel_id, user_id, before=before, limit=limit)
        yield from reversed(page)
        if len(page) < limit:
            return
        before, step = page[0]["ts"], step + 1


def is_personal(workspace: "Workspace", room: Channel, message: Json) -> bool:
    """Tell whether the app said this to the person: in a DM, a group DM, or for their eyes only."""
    private = room.kind in ("im", "mpim") or bool(message.get("is_ephemeral"))
    return private and message.get("bot_id") == workspace.bot_id


def _stamped(
    workspace: "Workspace", room: Channel, user_id: str, far: int
) -> Iterator[tuple[str, Channel, Json]]:
    return ((message["ts"], room, message) for message in islice(back(workspace, room.id, user_id), far))
