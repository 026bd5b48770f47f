"""What tests share: a store on a real SQLite in memory, and a stage with the bot on it.

Where FLIPSIDE_TRAFFIC names a folder, what went over the wire on each stage is kept there as JSON lines, so
that it can be held against what the real Slack sends.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlmodel import Session

from bot.clock import MovingClock
from bot.demo.stage import Stage
from bot.demo.workspace import Workspace
from storage import migrations
from storage.database import connect
from storage.models import Program
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, a_program
from tests.stories import cast

KeepTraffic = Callable[[Workspace], object]

settings.register_profile("house", deadline=None)  # speed is measured by the benchmarks
settings.load_profile("house")


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


@pytest.fixture(scope="session")
def keep_traffic() -> KeepTraffic:
    """Return what keeps a workspace's record in the folder of recorded traffic, where one is wanted."""
    folder = os.environ.get("FLIPSIDE_TRAFFIC")
    if not folder:
        return lambda _workspace: None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return lambda workspace: workspace.record.export(Path(folder, f"{uuid4()}.jsonl"))


@pytest.fixture
async def stage(keep_traffic: KeepTraffic) -> AsyncIterator[Stage]:
    """Yield the embedded workspace with a small cast and the bot in it."""
    async with Stage(cast.USERS, admins=[cast.ADA]) as stage:
        await stage.flipside.store.run(cast.found)
        yield stage
        keep_traffic(stage.workspace)


@pytest.fixture
async def program(stage: Stage) -> Program:
    """A program that runs since today."""
    return await stage.flipside.store.run(a_program)
