"""Which lesson comes next, and when: one a week, and never a pile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, zip_longest

RHYTHM = timedelta(days=7)
PATIENCE = timedelta(days=14)  # how long a lesson that waits to be done holds back the next one


@dataclass(frozen=True, slots=True)
class Sent:
    """A lesson that a member was sent, and whether they did it."""

    lesson: str
    owed_at: datetime
    is_done: bool


def alternate(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Return both tracks as one, a lesson of each in turn; what one has more of follows at the end."""
    return [lesson for lesson in chain.from_iterable(zip_longest(first, second)) if lesson is not None]


def next_lesson(track: Sequence[str], sent: Sequence[Sent], now: datetime) -> str | None:
    """Return the lesson to send now, if it is time for one."""
    if sent:
        last = max(sent, key=lambda one: one.owed_at)
        if now - last.owed_at < (RHYTHM if last.is_done else PATIENCE):
            return None
    known = {one.lesson for one in sent}
    return next((lesson for lesson in track if lesson not in known), None)
