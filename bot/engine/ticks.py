"""What a tick does, whoever drives it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from bot import timetable
from bot.timetable import Beat, Row
from storage.faults import OutOfReach
from storage.store import Store

log = structlog.get_logger()

Job = Callable[[], Awaitable[None]]


class Engine(Protocol):
    """What drives ticks, the night's work and sending: ``local`` in one process, ``cluster`` in many."""

    @property
    def ticked_at(self) -> datetime | None:
        """When this process ticked last."""

    def start(self, seconds: int = 30) -> None:
        """Tick now and then every so many seconds."""

    def nightly(self, job: Job, hour: int = 2) -> None:
        """Do something besides the timetable once a night; hour in UTC."""

    async def send(self, delivery: Job) -> None:
        """Run the delivery until canceled, in one process at a time."""

    async def tick(self) -> list[str]:
        """Run every row whose beat has come; return their names."""

    async def stop(self) -> None:
        """Stop ticking; a tick that is under way is finished first."""


class Ticks:
    """Turns the timetable into owed messages.

    A tick holds no state: one that comes twice or late is harmless.
    """

    def __init__(self, store: Store, rows: Sequence[Row] | None = None) -> None:
        self._store = store
        self._rows = timetable.TIMETABLE if rows is None else tuple(rows)
        self.at_work = asyncio.Lock()
        self.ticked_at: datetime | None = None

    async def tick(self) -> list[str]:
        """Run every row whose beat has come; return their names.

        A row that fails does not hold up the others: what went wrong is raised together, at the end.
        """
        async with self.at_work:
            ran, failures = await self._run_due()
            self.ticked_at = self._store.clock.now()
        if failures:
            raise ExceptionGroup("rows of the timetable failed", failures)
        return ran

    async def _run_due(self) -> tuple[list[str], list[Exception]]:
        ran: list[str] = []
        failures: list[Exception] = []
        for finish in await self._strike():
            try:
                if beat := await finish():
                    ran.append(beat.row.name)
            except Exception as failure:  # noqa: BLE001  raised together, above
                failures.append(failure)
        return ran, failures

    async def _strike(self) -> list[Callable[[], Awaitable[Beat | None]]]:
        """Run what shares a transaction, unless one of it fails; return what is left to do, row by row."""
        try:
            beats, rows = await self._store.run(timetable.strike, self._rows)
        except OutOfReach:
            raise
        except Exception:  # noqa: BLE001  whichever row it was fails alone below, and is told there
            beats, rows = [], list(await self._store.run(timetable.due, self._rows))
        return [*(partial(self._finish, beat) for beat in beats), *(partial(self._beat, row) for row in rows)]

    async def _beat(self, row: Row) -> Beat | None:
        beat = await self._store.run(timetable.beat, row)
        return await self._finish(beat) if beat else None

    async def _finish(self, beat: Beat) -> Beat:
        """Run a row's further portions, and do its thinking."""
        row, rest = beat.row, beat.rest
        while rest:
            portion = await self._store.run(timetable.beat, row, rest)
            rest = portion.rest if portion else None
        if row.thought and beat.answer is not None:
            answer = await asyncio.to_thread(row.thought.solve, beat.answer)
            await self._store.run(row.thought.keep, beat.answer, answer)
        log.debug("engine.beat", row=row.name)
        return beat
