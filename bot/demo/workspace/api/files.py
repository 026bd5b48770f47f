"""Files: announce, upload, complete."""

from bot.demo.workspace import posting, shapes
from bot.demo.workspace.api.args import Call, missing
from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import File, Json


def get_upload_url(call: Call) -> Json:
    """Announce a file; answers where to upload it."""
    core = call.core
    name, length = call.need("filename"), call.number("length", 0, 1 << 30)
    if length <= 0:
        raise Refused("invalid_arguments", response_metadata={"messages": ["[ERROR] must be greater than 0"]})
    file_id = core.ids.make("F")
    core.files.announce(file_id, name, length, core.bot, core.ids.seconds())
    return {"upload_url": f"{core.identity.origin}/upload/v1/{file_id}", "file_id": file_id}


def complete(call: Call) -> Json:
    """Make uploaded files real and share them."""
    core, rows = call.core, call.json("files")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise missing("files")
    rooms = [_shareable(call, channel_id) for channel_id in _targets(call)]
    channels = tuple(room.id for room in rooms)
    files: list[File] = []
    for row in rows:
        file = core.files.complete(row.get("id", ""), row.get("title"), channels)
        if file is None:
            raise Refused("file_not_found")
        files.append(file)
    shown = [shapes.file(core.identity, file) for file in files]
    for room in rooms:
        _share(call, room, shown)
    return {"files": shown}


def info(call: Call) -> Json:
    """Describe a file."""
    file = call.core.files.get(call.need("file"))
    if file is None:
        raise Refused("file_not_found")
    return {
        "file": shapes.file(call.core.identity, file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


def _targets(call: Call) -> list[str]:
    return call.names("channels") or call.names("channel_id")


def _shareable(call: Call, channel_id: str) -> Channel:
    room = call.core.conversations.by_id.get(channel_id)
    if room is None or (room.kind != "public" and call.core.bot not in room.members):
        raise Refused("channel_not_found")
    if call.core.bot not in room.members:
        raise Refused("not_in_channel")
    return room


def _share(call: Call, room: Channel, files: list[Json]) -> None:
    parts: Json = {
        "text": call.text("initial_comment"),
        "files": files,
        "upload": True,
        "display_as_bot": False,
    }
    if "blocks" in call:
        parts |= posting.checked(call.core, call.method, {"text": parts["text"], "blocks": call.blocks()})
    if "thread_ts" in call:
        parts["thread_ts"] = call.text("thread_ts")
    posting.post(call.core, room, posting.from_app(call.core, parts))


METHODS = {
    "files.completeUploadExternal": complete,
    "files.getUploadURLExternal": get_upload_url,
    "files.info": info,
}
