"""How fast Slack lets us speak."""

from __future__ import annotations

import asyncio
from time import monotonic


class Pace:
    """Lets ``per_minute`` messages through on average (0: all); a pause holds everybody."""

    def __init__(self, per_minute: int) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._next = 0.0

    async def wait(self) -> None:
        """Wait for a turn."""
        turn = max(self._next, monotonic())
        self._next = turn + self._gap
        if (delay := turn - monotonic()) > 0:
            await asyncio.sleep(delay)

    def pause(self, seconds: float) -> None:
        """Let nobody through for a while."""
        self._next = max(self._next, monotonic() + seconds)
