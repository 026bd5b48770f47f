"""Flows that wait at the same time share a commit, and nothing else."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from bot.rules.refusals import Stale
from storage.database import CONNECTIONS
from storage.faults import Unsure
from storage.models import Person
from storage.store import Store
from storage.transactions import Transactions
from storage.work import Work
from tests import databases


@pytest.fixture
def engine(
    kind_of_database: str, template: sqlite3.Connection, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    if kind_of_database == "postgresql":
        with request.getfixturevalue("server").tables() as engine:
            yield engine
        return
    engine = databases.in_a_file(template, tmp_path)
    yield engine
    engine.dispose()


def add(work: Work, person_id: str) -> str:
    work.session.add(Person(id=person_id, name=person_id))
    return person_id


def refuse(work: Work, person_id: str) -> None:
    add(work, person_id)
    work.session.flush()
    raise Stale


def everybody(work: Work) -> set[str]:
    return {one.id for one in work.people.among(["ANA", "BEN", "CAM", "DOT"]).values()}


async def while_it_is_busy(store: Store, *asked: tuple[Callable[..., Any], str]) -> list[Any]:
    """Ask for flows while others are under way, so that they wait together."""
    go_on = threading.Event()
    busy = asyncio.gather(*(store.run(lambda _work: go_on.wait()) for _ in range(CONNECTIONS)))
    await asyncio.sleep(0.05)
    waiting = [asyncio.create_task(store.run(flow, person)) for flow, person in asked]
    await asyncio.sleep(0.05)
    go_on.set()
    await busy
    return await asyncio.gather(*waiting, return_exceptions=True)


def commits(store: Store) -> list[int]:
    seen: list[int] = []
    event.listen(store.engine, "commit", lambda _connection: seen.append(1))
    return seen


async def test_one_that_fails_takes_nobody_along(store: Store) -> None:
    answers = await while_it_is_busy(store, (add, "ANA"), (refuse, "BEN"), (add, "CAM"))

    assert (answers[0], answers[2]) == ("ANA", "CAM")
    assert isinstance(answers[1], Stale)
    assert await store.run(everybody) == {"ANA", "CAM"}


async def test_where_the_database_refuses_one_the_others_are_kept(store: Store) -> None:
    await store.run(add, "BEN")
    answers = await while_it_is_busy(store, (add, "ANA"), (add, "BEN"), (add, "CAM"))

    assert (answers[0], answers[2]) == ("ANA", "CAM")
    assert isinstance(answers[1], IntegrityError)
    assert await store.run(everybody) == {"ANA", "BEN", "CAM"}


async def test_each_sees_what_came_before_it(store: Store) -> None:
    answers = await while_it_is_busy(store, (add, "ANA"), (lambda work, _: everybody(work), ""))

    if store.engine.dialect.name == "sqlite":  # elsewhere they run side by side
        assert answers == ["ANA", {"ANA"}]


async def test_those_who_wait_together_share_a_commit(store: Store) -> None:
    many = [f"PERSON{number}" for number in range(40)]
    seen = commits(store)
    answers = await while_it_is_busy(store, *((add, one) for one in many))

    assert answers == many
    assert len(seen) <= CONNECTIONS + len(many) / 2  # those that were busy are among them
    assert await store.run(lambda work: set(work.people.among(many))) == set(many)


def test_where_nobody_knows_whether_it_was_committed_it_is_not_done_again(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return  # it has no connection that could break
    transactions = Transactions(sessionmaker(engine, class_=Session))

    answers = transactions.run_together(lambda session: session.add(Person(id="ANA", name="Ana")), [cut_off])

    assert [type(answer) for answer in answers] == [Unsure, Unsure]
    assert isinstance(transactions.outcome(cut_off), Unsure)
    assert transactions.run(lambda session: session.get(Person, "ANA")) is None


def cut_off(session: Session) -> None:
    """Lose the connection when nothing is left to do but the commit."""
    pid = session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with session.connection().engine.connect() as other:
        other.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")


async def test_who_has_gone_away_is_passed_over(store: Store) -> None:
    go_on = threading.Event()
    busy = [asyncio.create_task(store.run(lambda _work: go_on.wait())) for _ in range(CONNECTIONS)]
    await asyncio.sleep(0.05)
    gone, stays = asyncio.create_task(store.run(add, "DOT")), asyncio.create_task(store.run(add, "ANA"))
    await asyncio.sleep(0.05)
    gone.cancel()
    await asyncio.wait([gone])
    go_on.set()
    await asyncio.gather(stays, *busy)

    assert await store.run(everybody) == {"ANA"}
    with pytest.raises(asyncio.CancelledError):
        await gone
