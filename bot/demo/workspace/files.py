"""Uploaded files: announced, filled, shared."""

import mimetypes
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.demo.workspace.values import File


class Contents:
    """What files hold, one after the other in a file without a name, which goes when we go."""

    def __init__(self) -> None:
        self._disk = tempfile.TemporaryFile()  # noqa: SIM115  closed with us
        weakref.finalize(self, self._disk.close)

    def keep(self, data: bytes) -> Callable[[], bytes]:
        """Write a content; return what reads it."""
        start = self._disk.seek(0, 2)
        self._disk.write(data)
        return partial(self._read, start, len(data))

    def _read(self, start: int, size: int) -> bytes:
        self._disk.seek(start)
        return self._disk.read(size)


class Files:
    """Files by id. An announced one is nobody's to see until it is completed."""

    def __init__(self) -> None:
        self._contents = Contents()
        self._done: dict[str, File] = {}
        self._waiting: dict[str, tuple[File, int]] = {}

    def announce(self, file_id: str, name: str, length: int, owner: str, now: int) -> None:
        """Expect an upload of this length."""
        self._waiting[file_id] = (_described(file_id, name, owner, now), length)

    def fill(self, file_id: str, data: bytes) -> bool:
        """Take the upload's content; False when nobody announced it or the length differs."""
        if file_id not in self._waiting:
            return False
        file, length = self._waiting[file_id]
        if len(data) != length:
            return False
        self._waiting[file_id] = (self._filled(file, data), length)
        return True

    def complete(self, file_id: str, title: str | None, channels: tuple[str, ...]) -> File | None:
        """Make an uploaded file real and shared; None when it was not uploaded."""
        file, length = self._waiting.get(file_id, (None, 0))
        if file is None or file.size != length:
            return None
        del self._waiting[file_id]
        return self._add(replace(file, title=title or file.name, channels=channels))

    def add(self, file_id: str, name: str, data: bytes, owner: str, now: int) -> File:
        """Keep a file that somebody attaches themselves."""
        return self._add(self._filled(_described(file_id, name, owner, now), data))

    def get(self, file_id: str) -> File | None:
        """Return the completed file of this id."""
        return self._done.get(file_id)

    def _filled(self, file: File, data: bytes) -> File:
        return replace(file, size=len(data), read=self._contents.keep(data))

    def _add(self, file: File) -> File:
        self._done[file.id] = file
        return file


def _described(file_id: str, name: str, owner: str, now: int) -> File:
    """Describe a file, its type by its name."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(file_id, name, name, kind, owner, now)
