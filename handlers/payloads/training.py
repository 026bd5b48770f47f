"""What the buttons of training say."""

from __future__ import annotations

from typing import Any, NamedTuple

from handlers.payloads import fields


class Reflection(NamedTuple):
    """A tap on one of a lesson's answers, 0 to 2."""

    lesson: str
    choice: int


def reflection(body: dict[str, Any]) -> Reflection:
    """Read a tap on an answer: its place stands at the end of the action's id."""
    return Reflection(fields.value(body), fields.whole(fields.variant(body)))
