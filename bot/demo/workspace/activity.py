"""Knows whether the app is still busy: it is while calls are under way, and shortly after."""

import asyncio
import time

QUIET = 0.03


class Activity:
    """Counts calls under way and remembers when the newest ended."""

    def __init__(self) -> None:
        self._under_way = 0
        self._newest = 0.0
        self._idle = asyncio.Event()
        self._idle.set()

    def begins(self) -> None:
        """Note the start of a call."""
        self._under_way += 1
        self._idle.clear()

    def ends(self) -> None:
        """Note the end of a call."""
        self._under_way -= 1
        self._newest = time.monotonic()
        if not self._under_way:
            self._idle.set()

    async def settle(self, quiet: float = QUIET) -> None:
        """Wait until no call has come or been under way for `quiet` seconds."""
        start = time.monotonic()
        while True:
            await self._idle.wait()
            rest = max(start, self._newest) + quiet - time.monotonic()
            if rest <= 0:
                return
            await asyncio.sleep(rest)
