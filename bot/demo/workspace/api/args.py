"""A call's arguments, wherever they came from: query, form or JSON."""

import json
from collections.abc import Mapping
from typing import Any

from bot.demo.workspace.conversations import Channel
from bot.demo.workspace.core import Core
from bot.demo.workspace.refused import Refused
from bot.demo.workspace.values import Json, User

MOST_ON_A_PAGE = 1000


class Call:
    """One call of a Web API method: the workspace's parts and the arguments."""

    __slots__ = ("_values", "core", "method")

    def __init__(self, core: Core, method: str, values: Json) -> None:
        self.core = core
        self.method = method
        self._values = values

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text."""
        value = self._values.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """Return an argument that must be there."""
        value = self.text(name)
        if not value:
            raise missing(name)
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a truth value; forms write "1" and "true"."""
        value = self._values.get(name)
        return default if value is None else value is True or str(value).lower() in {"1", "true"}

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number, at most `most`."""
        try:
            return max(0, min(most, int(self._values.get(name) or default)))
        except ValueError:
            raise Refused("invalid_arguments", **_messages(f"[ERROR] must be an integer: {name}")) from None

    def names(self, name: str) -> list[str]:
        """Return a list; forms write it with commas."""
        value = self._values.get(name)
        if value is None:
            return []
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def json(self, name: str) -> Any:
        """Return a structure; forms carry it as JSON text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            error = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
            raise Refused(error.get(name, "invalid_arguments")) from None

    def blocks(self) -> list[Json]:
        """Return the blocks."""
        blocks = self.json("blocks") or []
        if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
            raise Refused("invalid_blocks_format")
        return blocks

    def user(self, name: str = "user") -> User:
        """Return the person named by an id; user_not_found."""
        user = self.core.users.get(self.need(name))
        if user is None:
            raise Refused("user_not_found")
        return user

    def room(self, name: str = "channel") -> Channel:
        """Return a conversation that the app may know of; channel_not_found."""
        room = self.core.conversations.by_id.get(self.need(name))
        if room is None or (room.kind != "public" and self.core.bot not in room.members):
            raise Refused("channel_not_found")
        return room

    def scoped_room(self, table: Mapping[str, tuple[str, ...]], name: str = "channel") -> Channel:
        """Return a conversation for whose kind the table's scope is granted."""
        room = self.room(name)
        self.scope(*table[room.kind])
        return room

    def scope(self, *any_of: str) -> None:
        """Raise missing_scope unless one of these is granted."""
        granted = self.core.manifest.scopes
        if not granted.intersection(any_of):
            raise Refused("missing_scope", needed=",".join(any_of), provided=",".join(sorted(granted)))

    def page(self, rows: list[Any], default: int = 100) -> tuple[list[Any], Json]:
        """Return a page of the rows and the `response_metadata` that leads to the next."""
        start = self._cursor()
        end = start + max(1, self.number("limit", default, MOST_ON_A_PAGE))
        return rows[start:end], {"next_cursor": f"bmV4dDo{end:06d}=" if end < len(rows) else ""}

    def _cursor(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        digits = cursor.removeprefix("bmV4dDo").removesuffix("=")
        if not digits.isdigit():
            raise Refused("invalid_cursor")
        return int(digits)


def missing(name: str) -> Refused:
    """Return the refusal for an argument that is not there."""
    return Refused("invalid_arguments", **_messages(f"[ERROR] missing required field: {name}"))


def _messages(*lines: str) -> Json:
    return {"response_metadata": {"messages": list(lines)}}
