"""The store runs a flow in one transaction, and tells when something is owed."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.clock import MovingClock
from bot.rules.messages import Kind
from bot.rules.refusals import Refusal
from storage import migrations
from storage.database import connect
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, a_person

PRAGMAS = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 2000}


class NotToday(Refusal):
    """Not today."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "flipside.db"


def open_store(path: Path) -> Store:
    store = Store(connect(f"sqlite:///{path}"), MovingClock(NOW))
    migrations.upgrade(store.engine)
    return store


def names(work: Work) -> list[str]:
    return [person.id for person in (work.people.get("ADA"), work.people.get("BEN")) if person]


def hire_and_refuse(work: Work) -> None:
    a_person(work, "ADA")
    work.outbox.owe(Kind.THANKS, "thanks:1", person="ADA")
    raise NotToday


async def test_a_refusal_rolls_everything_back(store: Store):
    with pytest.raises(NotToday):
        await store.run(hire_and_refuse)

    assert await store.run(names) == []
    assert not store.owed.is_set()


async def test_any_failure_rolls_everything_back(store: Store):
    def hire_and_divide(work: Work) -> float:
        a_person(work, "ADA")
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        await store.run(hire_and_divide)

    assert await store.run(names) == []


async def test_rows_are_values_that_outlive_their_transaction(store: Store):
    ada = await store.run(a_person, "ADA")

    assert ada.name == "Ada"


async def test_what_is_owed_wakes_the_delivery_once_it_is_kept(store: Store):
    await store.run(a_person, "ADA")
    await store.run(a_person, "BEN")
    assert not store.owed.is_set()

    await store.run(lambda work: work.outbox.owe(Kind.THANKS, "thanks:1", person="BEN"))

    assert store.owed.is_set()


async def test_two_writers_in_one_process_take_turns(store: Store):
    await asyncio.gather(*(store.run(a_person, f"P{n}") for n in range(50)))

    assert len(await store.run(lambda work: work.people.named(f"P{n}" for n in range(50)))) == 50


async def test_two_files_are_two_programs(tmp_path: Path):
    one, other = open_store(tmp_path / "one.db"), open_store(tmp_path / "other.db")
    await one.run(a_person, "ADA")
    await other.run(a_person, "BEN")

    assert await one.run(names) == ["ADA"]
    assert await other.run(names) == ["BEN"]
    one.close()
    other.close()


async def test_what_was_kept_is_there_after_a_restart(path: Path):
    store = open_store(path)
    await store.run(a_person, "ADA")
    store.close()

    store = open_store(path)

    assert await store.run(names) == ["ADA"]
    store.close()


async def test_a_second_process_that_writes_is_waited_for(path: Path):
    store = open_store(path)
    neighbor = sqlite3.connect(path, isolation_level=None)
    neighbor.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(store.run(a_person, "ADA"))
    await asyncio.sleep(0.1)
    assert not writing.done()

    neighbor.execute("COMMIT")
    neighbor.close()

    await writing
    assert await store.run(names) == ["ADA"]
    store.close()


async def test_what_is_kept_survives_a_power_cut_and_refers_to_what_exists(path: Path):
    store = open_store(path)
    with store.engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}

    assert pragmas == PRAGMAS
    store.close()


def test_the_command_line_runs_flows_without_a_loop(path: Path):
    store = open_store(path)

    assert store.run_now(names) == []
    store.close()
