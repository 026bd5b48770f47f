"""Notes that come up together are written together, and one that fails fails alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.clock import SystemClock
from bot.ledger import Ledger
from bot.rules.refusals import Stale
from storage.database import connect
from storage.faults import OutOfReach
from storage.models import Person
from storage.store import Store
from storage.work import Work


class Register:
    """A flow that answers many, and remembers with whom it was asked."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []

    def __call__(self, work: Work, names: Sequence[str]) -> list[str]:
        self.runs.append(list(names))
        if "nobody" in names:
            raise Stale
        work.session.add_all(Person(id=name, name=name) for name in names)
        return [name.upper() for name in names]


def everybody(work: Work) -> set[str]:
    return set(work.people.among(["ana", "ben", "cam", "nobody"]))


async def test_who_comes_together_is_written_in_one_run_and_gets_their_own_answer(store: Store) -> None:
    ledger, register = Ledger(store), Register()
    answers = await asyncio.gather(
        ledger.share(register, "ana"), ledger.note(everybody), ledger.share(register, "ben")
    )

    assert register.runs == [["ana", "ben"]]
    assert answers == ["ANA", {"ana", "ben"}, "BEN"]


async def test_one_that_fails_fails_alone(store: Store) -> None:
    ledger, register = Ledger(store), Register()
    answers = await asyncio.gather(
        *(ledger.share(register, name) for name in ("ana", "nobody", "ben")), return_exceptions=True
    )

    assert (answers[0], answers[2]) == ("ANA", "BEN")
    assert isinstance(answers[1], Stale)
    assert register.runs == [["ana", "nobody", "ben"], ["ana"], ["nobody"], ["ben"]]
    assert await store.run(everybody) == {"ana", "ben"}


async def test_a_flow_that_tells_nothing_answers_nothing(store: Store) -> None:
    ledger, told = Ledger(store), list[str]()

    def tell(_work: Work, names: Sequence[str]) -> None:
        told.extend(names)

    answers = await asyncio.gather(ledger.share(tell, "ana"), ledger.share(tell, "ben"))

    assert (answers, told) == ([None, None], ["ana", "ben"])


async def test_where_the_database_is_away_everybody_hears_so_at_once(tmp_path: Path) -> None:
    store = Store(connect(f"sqlite:///{tmp_path}/nowhere/flipside.db"), SystemClock())
    ledger, register = Ledger(store), Register()
    answers = await asyncio.gather(
        *(ledger.share(register, name) for name in ("ana", "ben")), return_exceptions=True
    )
    store.close()

    assert [type(one) for one in answers] == [OutOfReach, OutOfReach]
    assert register.runs == []


async def test_what_comes_later_is_in_the_next_run(store: Store) -> None:
    ledger, register = Ledger(store), Register()
    commits: list[int] = []
    event.listen(store.engine, "commit", lambda _: commits.append(1))
    first = ledger.share(register, "ana")
    await first
    await ledger.share(register, "ben")

    assert register.runs == [["ana"], ["ben"]]
    assert len(commits) == 2


async def test_who_goes_away_is_written_all_the_same(store: Store) -> None:
    ledger, register = Ledger(store), Register()
    gone, stays = ledger.share(register, "ana"), ledger.share(register, "ben")
    gone.cancel()

    assert await stays == "BEN"
    assert await store.run(everybody) == {"ana", "ben"}


async def test_nobody_waits_for_a_store_that_is_closed(tmp_path: Path) -> None:
    store = Store(connect(f"sqlite:///{tmp_path}/flipside.db"), SystemClock())
    ledger = Ledger(store)
    busy = store.run(lambda _: time.sleep(0.2))
    waiting = [asyncio.ensure_future(busy), asyncio.ensure_future(ledger.note(everybody))]
    await asyncio.sleep(0.05)
    late = ledger.share(Register(), "ana")
    await asyncio.to_thread(store.close)

    for one in (waiting[1], late):
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(one, 1)
    await waiting[0]
