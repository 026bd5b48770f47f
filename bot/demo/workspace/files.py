"""Uploaded files: announced, filled, shared."""

import mimetypes
from dataclasses import replace

from bot.demo.workspace.values import File


class Files:
    """Files by id. An announced one is nobody's to see until it is completed."""

    def __init__(self) -> None:
        self._done: dict[str, File] = {}
        self._waiting: dict[str, tuple[File, int]] = {}

    def announce(self, file_id: str, name: str, length: int, owner: str, now: int) -> None:
        """Expect an upload of this length."""
        self._waiting[file_id] = (new_file(file_id, name, b"", owner, now), length)

    def fill(self, file_id: str, data: bytes) -> bool:
        """Take the upload's content; False when nobody announced it or the length differs."""
        if file_id not in self._waiting:
            return False
        file, length = self._waiting[file_id]
        if len(data) != length:
            return False
        self._waiting[file_id] = (replace(file, data=data), length)
        return True

    def complete(self, file_id: str, title: str | None, channels: tuple[str, ...]) -> File | None:
        """Make an uploaded file real and shared; None when it was not uploaded."""
        file, length = self._waiting.get(file_id, (None, 0))
        if file is None or len(file.data) != length:
            return None
        del self._waiting[file_id]
        return self.add(replace(file, title=title or file.name, channels=channels))

    def add(self, file: File) -> File:
        """Keep a file."""
        self._done[file.id] = file
        return file

    def get(self, file_id: str) -> File | None:
        """Return the completed file of this id."""
        return self._done.get(file_id)


def new_file(file_id: str, name: str, data: bytes, owner: str, now: int) -> File:
    """Describe a file, its type by its name."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(file_id, name, name, kind, owner, now, data)
