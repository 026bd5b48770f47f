"""What tests share: a store on a real SQLite in memory, and a stage with the bot on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from sqlmodel import Session

from bot.clock import MovingClock
from storage import migrations
from storage.database import connect
from storage.store import Store
from storage.work import Work
from tests.builders import NOW


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


@pytest.fixture
def store(clock: MovingClock) -> Iterator[Store]:
    numbers = count(1)
    engine = connect("sqlite://")
    migrations.upgrade(engine)
    store = Store(engine, clock, lambda: f"id-{next(numbers)}")
    yield store
    store.close()


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    """Yield one unit of work for a test of flows; move time by setting ``work.now``."""
    numbers = count(1)
    with Session(store.engine, expire_on_commit=False) as session:
        yield Work(session, NOW, lambda: f"id-{next(numbers)}")
        session.rollback()
