"""What tests share: a store on a real database, and a stage with the bot on it.

In the folders of BOTH, whatever asks for a store or a unit of work runs twice: on SQLite in memory and on a
PostgreSQL of its own. FLIPSIDE_DATABASES=sqlite leaves the second out; FLIPSIDE_DATABASES=postgresql puts the
stage on PostgreSQL as well.

Where FLIPSIDE_TRAFFIC names a folder, what went over the wire on each stage is kept there as JSON lines, so
that it can be held against what the real Slack sends.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from sqlmodel import Session

from bot import logs
from bot.clock import MovingClock
from bot.demo.stage import Stage
from bot.demo.workspace import Workspace
from storage import migrations
from storage.database import connect
from storage.models import Program
from storage.store import Store
from storage.work import Work
from tests import databases
from tests.builders import NOW, a_program
from tests.databases import PostgreSQL, postgresql
from tests.stories import cast

KeepTraffic = Callable[[Workspace], object]

BOTH = ("flows", "storage", "engine")
DATABASES = tuple(os.environ.get("FLIPSIDE_DATABASES", "sqlite,postgresql").split(","))

settings.register_profile("house", deadline=None)  # speed is measured by the benchmarks
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """Log as the bot does when it runs."""
    logs.configure("INFO")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock(NOW)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind_of_database" in metafunc.fixturenames:
        room = metafunc.definition.path.parent.name
        metafunc.parametrize("kind_of_database", DATABASES if room in BOTH else DATABASES[:1])


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQL]:
    """A PostgreSQL for the tests of one process."""
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def template() -> Iterator[sqlite3.Connection]:
    """An SQLite in memory with the tables, to be copied."""
    engine = connect("sqlite://")
    migrations.upgrade(engine)
    connection = engine.raw_connection()
    yield connection.driver_connection
    connection.close()
    engine.dispose()


@pytest.fixture
def engine(
    kind_of_database: str, template: sqlite3.Connection, request: pytest.FixtureRequest
) -> Iterator[Engine]:
    """An engine on a database with its tables, empty."""
    if kind_of_database == "postgresql":
        with request.getfixturevalue("server").tables() as engine:
            yield engine
        return
    engine = databases.in_memory(template)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, clock: MovingClock) -> Iterator[Store]:
    numbers = count(1)
    store = Store(engine, clock, lambda: f"id-{next(numbers)}")
    yield store
    store.close()


@pytest.fixture
def work(engine: Engine) -> Iterator[Work]:
    """Yield one unit of work for a test of flows; move time by setting ``work.now``."""
    numbers = count(1)
    with Session(engine, expire_on_commit=False) as session:
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
def stage_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the bot on the stage keeps its program: in memory, or on PostgreSQL where only that is wanted."""
    if DATABASES != ("postgresql",):
        yield "sqlite://"
        return
    with request.getfixturevalue("server").tables() as engine:
        yield engine.url.render_as_string(hide_password=False)


@pytest.fixture
async def stage(keep_traffic: KeepTraffic, stage_url: str) -> AsyncIterator[Stage]:
    """Yield the embedded workspace with a small cast and the bot in it."""
    async with Stage(cast.USERS, admins=[cast.ADA], database_url=stage_url) as stage:
        await stage.flipside.store.run(cast.found)
        yield stage
        keep_traffic(stage.workspace)


@pytest.fixture
async def program(stage: Stage) -> Program:
    """A program that runs since today."""
    return await stage.flipside.store.run(a_program)
