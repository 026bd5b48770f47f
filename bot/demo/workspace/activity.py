"""Knows whether the app is still busy: it is while calls are under way, and shortly after."""

import asyncio
import time

QUIET = 0.03
_STEP = 0.005


class Activity:
    """Counts calls under way and remembers when the newest ended."""

    def __init__(self) -> None:
        self._under_way = 0
        self._newest = 0.0

    def begins(self) -> None:
        """Note the start of a call."""
        self._under_way += 1
        self._newest = time.monotonic()

    def ends(self) -> None:
        """Note the end of a call."""
        self._under_way -= 1
        self._newest = time.monotonic()

    async def settle(self, quiet: float = QUIET) -> None:
        """Wait until no call has come or been under way for `quiet` seconds."""
        start = time.monotonic()
        while self._under_way or time.monotonic() - max(start, self._newest) < quiet:
            await asyncio.sleep(_STEP)
