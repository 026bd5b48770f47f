"""The only place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the demo, the rehearsal and the tests bring one that they move."""

    def now(self) -> datetime:
        """Return the time as an aware datetime in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)


class MovingClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the time that it was last moved to."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Move forward (or back, as clocks do in autumn) by a span."""
        self._now += by

    def move_to(self, then: datetime) -> None:
        """Move to a moment."""
        self._now = then.astimezone(UTC)
