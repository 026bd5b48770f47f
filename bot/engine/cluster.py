"""The engine of many identical processes on one PostgreSQL: Procrastinate ticks, once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.engine.ticks import Job, Ticks
from bot.timetable import Row
from storage.database import address
from storage.migrations.jobs import SCHEMA
from storage.store import Store

if TYPE_CHECKING:  # it comes with the extra, and only who needs it has it
    from procrastinate import App, JobContext

log = structlog.get_logger()

STALLED = 10  # seconds without a sign of life from a process, and another takes over what it was at
REST = 1.0  # seconds before a lost database is asked for again
DRAIN = 10.0  # seconds for a tick that is under way when we stop


class Engine:
    """Ticks once per period and sends in one process at a time, however many there are.

    Jobs only wake somebody: the beats and the outbox hold what is to be done, so one that is lost, stalled
    or done twice is harmless.
    """

    def __init__(self, store: Store, rows: Sequence[Row] | None = None, *, stalled: int = STALLED) -> None:
        self.ticks = Ticks(store, rows)
        self._store, self._stalled = store, stalled
        self._nightly: list[tuple[Job, int]] = []
        self._done: set[int] = set()  # jobs whose end Procrastinate is about to note
        self._working: asyncio.Task[None] | None = None

    @property
    def ticked_at(self) -> datetime | None:
        """When this process ticked last."""
        return self.ticks.ticked_at

    def start(self, seconds: int = 30) -> None:
        """Tick now, and then every so many seconds (a divisor of 60) in one of the processes."""
        self._working = asyncio.create_task(self._work(seconds), name="engine")

    def nightly(self, job: Job, hour: int = 2) -> None:
        """Do something besides the timetable once a night, in one of the processes; hour in UTC."""
        self._nightly.append((job, hour))

    async def send(self, delivery: Job) -> None:
        """Run the delivery until canceled, while no other process does."""
        from bot.engine.turn import Turn

        turn = Turn(address(self._store.engine))
        while True:
            await turn.take(delivery, self._store.owed)
            await asyncio.sleep(REST)

    async def tick(self) -> list[str]:
        """Run every row whose beat has come; return their names. Raises what went wrong, together."""
        return await self.ticks.tick()

    async def stop(self) -> None:
        """Stop ticking; a tick that is under way is finished first."""
        if self._working:
            self._working.cancel()
            with suppress(asyncio.CancelledError):
                await self._working

    async def _work(self, seconds: int) -> None:
        """Work off jobs until canceled, whatever becomes of the database meanwhile."""
        while True:
            try:
                await self._work_once(seconds)
            except Exception as lost:  # noqa: BLE001  whatever it is, the next round asks again
                log.error("engine.interrupted", problem=str(lost))  # noqa: TRY400  nothing of ours failed
            await asyncio.sleep(REST)

    async def _work_once(self, seconds: int) -> None:
        from procrastinate.exceptions import AlreadyEnqueued

        app = self._app(seconds)
        async with app.open_async():
            with suppress(AlreadyEnqueued):
                await app.tasks["tick"].defer_async(timestamp=0)
            clearing = asyncio.create_task(self._clear(app), name="clearing")
            try:
                await app.run_worker_async(
                    concurrency=2 + len(self._nightly),
                    install_signal_handlers=False,
                    update_heartbeat_interval=self._stalled / 5,
                    stalled_worker_timeout=self._stalled,
                    shutdown_graceful_timeout=DRAIN,
                    delete_jobs="always",
                )
            finally:
                clearing.cancel()

    def _app(self, seconds: int) -> App:
        from procrastinate import App, PsycopgConnector

        connector = PsycopgConnector(
            conninfo=address(self._store.engine),
            kwargs={"options": f"-c search_path={SCHEMA}", "application_name": "flipside engine"},
            min_size=1,
            max_size=4,
        )
        app = App(connector=connector)
        self._every(app, f"* * * * * */{seconds}", "tick", self._tick)
        self._every(app, f"* * * * * */{self._stalled}", "rescue", partial(self._rescue, app))
        for number, (job, hour) in enumerate(self._nightly):
            self._every(app, f"0 {hour} * * *", f"nightly {number}", job)
        return app

    def _every(self, app: App, cron: str, name: str, job: Job) -> None:
        """Do a job in one process at a time, once for each moment of the rhythm."""

        async def once(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  Procrastinate tells the moment
            try:
                await job()
            finally:
                self._done.add(int(context.job.id or 0))

        lock = None if name == "rescue" else name
        task = app.task(name=name, lock=lock, queueing_lock=name, pass_context=True)(once)
        app.periodic(cron=cron)(task)

    async def _tick(self) -> None:
        await self.ticks.tick()

    async def _clear(self, app: App) -> None:
        """Delete what was done when the database could not be told: it would hold up all that comes after."""
        from procrastinate.exceptions import ConnectorException
        from procrastinate.jobs import Status

        overdue: set[int] = set()
        while True:
            await asyncio.sleep(self._stalled)
            with suppress(ConnectorException):  # told next time
                for job in await app.job_manager.list_jobs_async(status=Status.DOING.value):
                    if job.id in overdue:
                        log.warning("engine.cleared", job=job.task_name)
                        await app.job_manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
                overdue, self._done = self._done, set()

    async def _rescue(self, app: App) -> None:
        """Give what a process was at when it died to the others."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self._stalled):
            log.warning("engine.rescued", job=job.task_name)
            await app.job_manager.retry_job(job)
