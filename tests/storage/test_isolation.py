"""Flows that meet at the same rows behave as if they had come one after the other, on whatever replica."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import func, select

from bot.clock import MovingClock
from bot.flows import outbox, recognition
from bot.rules.messages import Kind
from storage.database import connect
from storage.models import Badge, Goal, OutboxMessage, Thanks
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, TERMS, a_pair, a_person, a_program


@pytest.fixture
def replicas(engine: Engine, clock: MovingClock) -> Iterator[list[Store]]:
    """Three stores on one database, as three processes have them; SQLite in memory has room for one."""
    is_server = engine.dialect.name == "postgresql"
    engines = [
        engine,
        *(connect(engine.url.render_as_string(hide_password=False)) for _ in range(2 * is_server)),
    ]
    numbers = count(1)
    stores = [Store(one, clock, lambda: f"id-{next(numbers)}") for one in engines]
    yield stores
    for store in stores:
        store.close()


def owed(work: Work) -> int:
    return work.session.exec(select(func.count()).select_from(OutboxMessage)).one()


def take_the_last_place(work: Work, person: str) -> bool:
    """Read how many there are, then write: the shape of every double booking."""
    if work.session.exec(select(func.count()).select_from(Badge)).one():
        return False
    work.session.add(Badge(person_id=person, program_id="program", badge_id="place", earned_at=work.now))
    return True


async def everywhere(replicas: list[Store], times: int, flow, *args) -> list[object]:
    """Run a flow many times at once, in turns on every replica."""
    runs = (replicas[n % len(replicas)].run(flow, *args) for n in range(times))
    return await asyncio.gather(*runs, return_exceptions=True)


async def test_one_place_is_taken_once(replicas: list[Store]):
    taken = await asyncio.gather(
        *(replicas[n % len(replicas)].run(take_the_last_place, f"P{n}") for n in range(12))
    )

    assert sorted(taken) == [False] * 11 + [True]


async def test_what_is_counted_up_at_once_loses_no_count(replicas: list[Store]):
    def begin(work: Work) -> None:
        work.session.add(Goal(id="goal", pair_id="pair", title="Count", made_at=NOW))

    def count_up(work: Work) -> None:
        goal = work.sessions.goal("goal")
        assert goal
        goal.progress += 1

    await replicas[0].run(begin)
    ends = await everywhere(replicas, 30, count_up)
    goal = await replicas[0].run(lambda work: work.sessions.goal("goal"))

    assert set(ends) == {None}
    assert goal.progress == 30


async def test_a_key_is_owed_once(replicas: list[Store]):
    await replicas[0].run(a_person, "ADA")

    ends = await everywhere(replicas, 12, lambda work: work.outbox.owe(Kind.THANKS, "thanks:1", person="ADA"))

    assert sorted(ends) == [False] * 11 + [True]
    assert await replicas[0].run(owed) == 1


async def test_a_message_is_claimed_once(replicas: list[Store]):
    def owe(work: Work) -> None:
        a_person(work, "ADA")
        for n in range(40):
            work.outbox.owe(Kind.THANKS, f"thanks:{n}", person="ADA")

    await replicas[0].run(owe)
    claims = await everywhere(replicas, 12, outbox.claim, replace(TERMS, room=5))
    keys = [parcel.message.key for claimed in claims for parcel in claimed.parcels]

    assert len(keys) == len(set(keys)) == 40


async def test_a_thank_you_that_is_sent_twice_at_once_arrives_once(replicas: list[Store]):
    def begin(work: Work) -> None:
        a_program(work)
        a_pair(work)

    await replicas[0].run(begin)
    await everywhere(replicas, 6, recognition.thank, "MENTEE", ["MENTOR"], "Thank you!")
    said = await replicas[0].run(lambda work: work.session.exec(select(Thanks)).all())

    assert len(said) == 1


async def test_a_flow_that_always_meets_another_one_ends(replicas: list[Store]):
    """Everybody reads all and writes all: at the latest, one that runs alone gets through."""

    def read_and_write(work: Work, key: str) -> int:
        known = owed(work)
        work.outbox.owe(Kind.THANKS, key, person="ADA")
        return known

    await replicas[0].run(a_person, "ADA")
    seen = await asyncio.gather(
        *(replicas[n % len(replicas)].run(read_and_write, f"thanks:{n}") for n in range(40))
    )

    assert sorted(seen) == list(range(40))


async def test_who_is_frozen_in_mid_flow_holds_up_nobody_and_begins_anew(replicas: list[Store]):
    if len(replicas) == 1:
        return  # SQLite has one process
    tries: list[int] = []

    def freeze(work: Work) -> None:
        tries.append(1)
        connection = work.session.connection()
        assert connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one() == "20s"
        work.session.add(Goal(id="goal", pair_id="pair", title="Thaw", made_at=NOW))
        work.session.flush()
        if len(tries) == 1:
            connection.exec_driver_sql("SET idle_in_transaction_session_timeout = '200ms'")
            time.sleep(0.5)
            connection.exec_driver_sql("SELECT 1")

    def take_it(work: Work) -> None:
        work.session.add(Goal(id="goal", pair_id="pair", title="Mine", made_at=NOW))

    frozen = asyncio.create_task(replicas[0].run(freeze))
    await asyncio.sleep(0.1)
    await replicas[1].run(take_it)
    failure = (await asyncio.gather(frozen, return_exceptions=True))[0]

    assert isinstance(failure, IntegrityError)  # it began anew, and found that the other was first
    assert len(tries) > 1
