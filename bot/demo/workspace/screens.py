"""What people may see: their conversations, messages, views and files."""

from heapq import merge
from itertools import islice

from bot.demo.workspace import shapes
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.core import Core
from bot.demo.workspace.ids import micros_of
from bot.demo.workspace.values import Json


def messages(core: Core, room: Channel, user_id: str, before: str | None, limit: int) -> list[Json]:
    """Return the newest messages that the person may see, the oldest first, their ephemerals among them."""
    if not may_read(core, room, user_id):
        raise PermissionError(f"{user_id} may not read {room.name or room.id}")
    end = None if before is None else micros_of(before)
    whispers = [
        body
        for body in reversed(core.conversations.whispers(room, user_id))
        if end is None or micros_of(body["ts"]) < end
    ]
    newest_first = merge(
        room.log.backward(end), whispers, key=lambda body: micros_of(body["ts"]), reverse=True
    )
    shown = [shapes.message(core.identity, body) for body in islice(newest_first, limit)]
    shown.reverse()
    return shown


def may_read(core: Core, room: Channel, user_id: str) -> bool:
    """Say whether the person may look: members may, and everybody but guests in public channels."""
    return user_id in room.members or (room.kind == "public" and not core.users[user_id].is_restricted)


def home(core: Core, user_id: str) -> Json | None:
    """Return the person's Home."""
    view = core.views.home(user_id)
    return None if view is None else shapes.view(core.identity, view)


def modals(core: Core, user_id: str) -> list[Json]:
    """Return the person's open modals, the one on top last."""
    return [shapes.view(core.identity, view) for view in core.views.stack(user_id)]


def may_see_file(core: Core, user_id: str, file_id: str) -> bool:
    """Say whether the file is the person's, or shared where they may read."""
    file = core.files.get(file_id)
    if file is None:
        return False
    rooms = (core.conversations.by_id[channel_id] for channel_id in file.channels)
    return file.owner == user_id or any(may_read(core, room, user_id) for room in rooms)
