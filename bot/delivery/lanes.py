"""Messages that share a recipient or a channel keep their order; all others travel side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.flows.parcels import Parcel


class Lanes:
    """The parcels that are under way. At most ``wide`` calls are in flight at a time."""

    def __init__(self, wide: int) -> None:
        self.under_way: set[asyncio.Task[None]] = set()
        self._wide = asyncio.Semaphore(wide)
        self._last: dict[str, asyncio.Task[None]] = {}

    def start(self, parcel: Parcel, work: Callable[[Parcel], Awaitable[None]]) -> None:
        """Let a parcel go as soon as those before it at the same places have arrived."""
        places = parcel.recipients or (parcel.channel or "",)
        before = {self._last[place] for place in places if place in self._last}
        task = asyncio.create_task(self._go(parcel, work, before))
        self.under_way.add(task)
        self._last |= dict.fromkeys(places, task)
        task.add_done_callback(lambda done: self._leave(done, places))

    async def until(self, most: int) -> None:
        """Wait until at most so many parcels are under way."""
        while len(self.under_way) > most:
            await asyncio.wait(self.under_way, return_when=asyncio.FIRST_COMPLETED)

    async def _go(
        self,
        parcel: Parcel,
        work: Callable[[Parcel], Awaitable[None]],
        before: set[asyncio.Task[None]],
    ) -> None:
        if before:
            await asyncio.wait(before)
        async with self._wide:
            await work(parcel)

    def _leave(self, task: asyncio.Task[None], places: tuple[str, ...]) -> None:
        self.under_way.discard(task)
        for place in places:
            if self._last.get(place) is task:
                del self._last[place]
