"""The engine of one process: APScheduler ticks, the store remembers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.engine.ticks import Job, Ticks
from bot.timetable import Row
from storage.store import Store


class Engine:
    """Ticks and sends in this process, which is the only one."""

    def __init__(self, store: Store, rows: Sequence[Row] | None = None) -> None:
        self.ticks = Ticks(store, rows)
        self._store = store
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    @property
    def ticked_at(self) -> datetime | None:
        """When this process ticked last."""
        return self.ticks.ticked_at

    def start(self, seconds: int = 30) -> None:
        """Tick now and then every so many seconds; ticks that were missed come as one."""
        options = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        now = self._store.clock.now()
        self._scheduler.add_job(self.tick, "interval", seconds=seconds, next_run_time=now, **options)
        self._scheduler.start()

    def nightly(self, job: Job, hour: int = 2) -> None:
        """Do something besides the timetable once a night; hour in UTC."""
        self._scheduler.add_job(
            job, "cron", hour=hour, coalesce=True, misfire_grace_time=None, max_instances=1
        )

    async def send(self, delivery: Job) -> None:
        """Run the delivery until canceled."""
        await delivery()

    async def tick(self) -> list[str]:
        """Run every row whose beat has come; return their names. Raises what went wrong, together."""
        return await self.ticks.tick()

    async def stop(self) -> None:
        """Stop ticking; a tick that is under way is finished first."""
        if self._scheduler.running:
            self._scheduler.pause()
            await asyncio.sleep(0)  # one that was just called takes the lock
            async with self.ticks.at_work:
                self._scheduler.shutdown(wait=False)  # cancels what has not ended
