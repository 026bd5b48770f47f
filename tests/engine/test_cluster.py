"""Many identical processes: ticks come once for all, one sends, and nobody's death holds up the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import Engine as Database
from sqlmodel import select

from bot.clock import SystemClock
from bot.engine.cluster import Engine
from bot.rules.messages import Kind
from bot.timetable import Every, Row
from storage.database import address, connect
from storage.migrations.jobs import SCHEMA
from storage.models import OutboxMessage
from storage.store import Store
from storage.work import Work
from tests.builders import a_person
from tests.databases import PostgreSQL

PATIENCE = 60  # seconds: a job that died with its connection is rescued within half a minute


@pytest.fixture
def tables(server: PostgreSQL):
    with server.tables() as database:
        yield database


@dataclass(frozen=True, slots=True)
class EverySecond(Row):
    def period(self, now: datetime) -> str:
        return now.strftime("%H:%M:%S")


def greet(work: Work) -> None:
    work.outbox.owe(Kind.THANKS, f"greeting:{work.now:%H:%M:%S}:{work.new_id()}", person="ADA")


def seconds_greeted(work: Work) -> list[str]:
    keys = work.session.exec(select(OutboxMessage.key).order_by(OutboxMessage.key))
    return [key.rpartition(":")[0] for key in keys]


@asynccontextmanager
async def replicas(tables: Database, count: int = 3, *rows: Row) -> AsyncIterator[list[Engine]]:
    """Yield engines as so many processes have them, each with a store of its own."""
    stores = [Store(connect(address(tables)), SystemClock()) for _ in range(count)]
    await stores[0].run(a_person, "ADA")
    engines = [Engine(store, rows, stalled=2) for store in stores]
    try:
        yield engines
    finally:
        await asyncio.gather(*(engine.stop() for engine in engines))
        for store in stores:
            store.close()


async def until(holds: Callable[[], object], what: str) -> None:
    for _ in range(PATIENCE * 20):
        if holds():
            return
        await asyncio.sleep(0.05)
    pytest.fail(f"never: {what}")


class Sender:
    """Somebody who would send, and notes who does."""

    def __init__(self, name: str, engine: Engine, sending: list[str]) -> None:
        self.name, self.sending = name, sending
        self.task = asyncio.create_task(engine.send(self.deliver))

    async def deliver(self) -> None:
        self.sending.append(self.name)
        try:
            await asyncio.Event().wait()
        finally:
            self.sending.remove(self.name)

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_a_period_is_served_once_by_many(tables: Database):
    async with replicas(tables, 3, EverySecond("greeting", Every.HOUR, greet)) as engines:
        for engine in engines:
            engine.start(seconds=1)
        await asyncio.sleep(4)
        greeted = await engines[0]._store.run(seconds_greeted)

    assert len(greeted) == len(set(greeted))
    assert len(greeted) >= 2


async def test_one_sends_and_the_next_takes_over(tables: Database):
    sending: list[str] = []
    async with replicas(tables) as engines:
        senders = [Sender(f"replica {n}", engine, sending) for n, engine in enumerate(engines)]
        await until(lambda: sending, "somebody sends")
        for _ in range(2):
            [name] = sending
            await next(sender for sender in senders if sender.name == name).leave()
            await until(lambda: sending, "the next one sends")
            assert len(sending) == 1

        await asyncio.gather(*(sender.leave() for sender in senders))
    assert sending == []


async def test_whose_connection_dies_stops_sending_and_stands_in_line_again(tables: Database):
    sending: list[str] = []
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'flipside sender'"
    async with replicas(tables, 1) as [engine]:
        sender = Sender("replica", engine, sending)
        await until(lambda: sending, "it sends")
        with tables.connect() as connection:
            connection.exec_driver_sql(kill).all()

        await until(lambda: not sending, "it stops")
        await until(lambda: sending, "it sends again")
        await sender.leave()


async def test_what_any_process_owes_wakes_who_sends(tables: Database):
    sending: list[str] = []
    async with replicas(tables, 2) as [one, other]:
        sender = Sender("one", one, sending)
        await until(lambda: sending, "it sends")
        assert not one._store.owed.is_set()

        await other._store.run(greet)

        await until(one._store.owed.is_set, "it hears of it")
        await sender.leave()


async def test_what_a_dead_process_was_at_is_taken_over(tables: Database):
    """A process that died in mid-tick holds the lock of the tick; nobody would ever tick again."""
    died = (
        "WITH w AS (INSERT INTO procrastinate.procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '1 hour') RETURNING id)"
        " INSERT INTO procrastinate.procrastinate_jobs"
        " (queue_name, task_name, lock, args, status, worker_id, attempts)"
        " SELECT 'default', 'tick', 'tick', '{\"timestamp\": 0}', 'doing', id, 1 FROM w"
    )
    with tables.begin() as connection:
        connection.exec_driver_sql("SET LOCAL search_path TO procrastinate")
        connection.exec_driver_sql(died)
    async with replicas(tables, 1, Row("greeting", Every.HOUR, greet)) as [engine]:
        engine.start(seconds=1)

        await until(lambda: engine.ticked_at, "a tick")


async def test_a_tick_that_is_under_way_is_finished_by_a_stop(tables: Database):
    def dawdle(work: Work) -> None:
        work.session.connection().exec_driver_sql("SELECT pg_sleep(0.5)")
        greet(work)

    async with replicas(tables, 1, Row("slow", Every.HOUR, dawdle)) as [engine]:
        engine.start(seconds=1)
        await until(engine.ticks.at_work.locked, "a tick")
        await engine.stop()

        assert len(await engine._store.run(seconds_greeted)) == 1


async def test_a_tick_whose_end_could_not_be_noted_holds_up_no_other(tables: Database):
    refuse = f"""
        CREATE FUNCTION {SCHEMA}.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''not now''; END';
        CREATE TRIGGER refusing BEFORE DELETE ON {SCHEMA}.procrastinate_jobs
        FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.refuse()
    """
    greeted: list[datetime] = []

    def once(work: Work) -> None:
        if not greeted:
            work.session.connection().exec_driver_sql(refuse)
        greeted.append(work.now)

    async with replicas(tables, 1, EverySecond("greeting", Every.HOUR, once)) as [engine]:
        engine.start(seconds=1)
        await until(lambda: greeted, "a tick")
        await asyncio.sleep(1)
        other = connect(address(tables))
        with other.begin() as connection:
            connection.exec_driver_sql(f"DROP FUNCTION {SCHEMA}.refuse CASCADE")
        other.dispose()

        await until(lambda: len(greeted) > 1, "another tick")


async def test_the_engine_goes_on_when_the_database_comes_back(tables: Database):
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'flipside%%'"
    async with replicas(tables, 1, EverySecond("greeting", Every.HOUR, greet)) as [engine]:
        engine.start(seconds=1)
        await until(lambda: engine.ticked_at, "a tick")
        other = connect(address(tables))
        with other.connect() as connection:
            connection.exec_driver_sql(kill + " AND pid <> pg_backend_pid()").all()
        other.dispose()
        before = engine.ticked_at

        await until(lambda: engine.ticked_at != before, "another tick")
        assert len(await engine._store.run(seconds_greeted)) >= 2
