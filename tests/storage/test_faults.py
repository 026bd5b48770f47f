"""A database that fails is told in words, soon, and costs the moment only; then all goes on by itself."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from bot.clock import MovingClock
from storage import faults, migrations
from storage.database import address, connect
from storage.faults import OutOfReach
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, a_person
from tests.databases import PostgreSQL, postgresql

WHOLE = 3.0  # seconds that Slack waits


def one(work: Work) -> int:
    return len(work.people.among(["ADA"]))


def a_story(work: Work) -> None:
    for n in range(500):
        a_person(work, f"PERSON{n}", department="x" * 500)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    engine = connect(f"sqlite:///{tmp_path / 'flipside.db'}")
    migrations.upgrade(engine)
    engine.dispose()
    return tmp_path / "flipside.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(connect(f"sqlite:///{path}"), MovingClock(NOW))
    yield store
    store.close()


async def refusals(store: Store, count: int = 1) -> tuple[list[OutOfReach], float]:
    """Run so many flows at once; return how each was refused, and how many seconds the last one took."""
    start = time.monotonic()
    ends = await asyncio.gather(*(store.run(one) for _ in range(count)), return_exceptions=True)
    assert {type(end) for end in ends} == {OutOfReach}, ends
    return ends, time.monotonic() - start


async def goes_on(store: Store) -> float:
    """Ask until an answer comes; return how many seconds that took."""
    start = time.monotonic()
    while time.monotonic() < start + 10:
        try:
            await store.run(one)
        except OutOfReach:
            await asyncio.sleep(0.1)
        else:
            return time.monotonic() - start
    pytest.fail("the database is there again, and nobody noticed")


async def test_a_locked_file_is_told_to_all_who_wait_in_time(store: Store, path: Path):
    await store.run(one)
    neighbor = sqlite3.connect(path, isolation_level=None)
    neighbor.execute("BEGIN EXCLUSIVE")

    ends, seconds = await refusals(store, 30)

    assert "keeps the database locked" in ends[0].problem
    assert seconds < WHOLE
    neighbor.execute("COMMIT")
    neighbor.close()
    assert await goes_on(store) < 2


async def test_a_full_disk_takes_nothing_half(store: Store):
    def fill_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # as many as there are

    event.listen(store.engine, "connect", fill_up)

    with pytest.raises(OutOfReach) as refused:
        await store.run(a_story)

    assert refused.value.problem == "The disk of the database is full. Make room; the bot goes on by itself."
    event.remove(store.engine, "connect", fill_up)
    store.engine.dispose()
    await goes_on(store)
    await store.run(a_story)
    assert await store.run(lambda work: len(work.people.among([f"PERSON{n}" for n in range(500)]))) == 500


async def test_a_file_that_may_not_be_written_is_told(path: Path):
    store = Store(connect(f"sqlite:///file:{path}?mode=ro&uri=true"), MovingClock(NOW))

    with pytest.raises(OutOfReach) as refused:
        await store.run(a_person, "ADA")

    assert "read-only" in refused.value.problem
    store.close()


async def test_a_failure_of_ours_is_not_taken_for_the_databases(store: Store):
    def stumble(work: Work) -> None:
        work.session.connection().exec_driver_sql("SELECT * FROM nowhere")

    with pytest.raises(DBAPIError, match="no such table"):
        await store.run(stumble)


async def test_what_people_wrote_is_in_no_failure(store: Store):
    def twice(work: Work) -> None:
        a_person(work, "SECRET")
        work.session.expunge_all()
        a_person(work, "SECRET")

    with pytest.raises(DBAPIError) as failed:
        await store.run(twice)

    assert "SECRET" not in str(failed.value)


# PostgreSQL


def refused(url: str) -> str:
    """Return what is told of a database that does not let us in."""
    engine = connect(url)
    with pytest.raises(DBAPIError) as broken:
        migrations.upgrade(engine)
    engine.dispose()
    assert faults.fault(broken.value)
    return faults.tell(broken.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"database": "nowhere"}, "no database of this name"),
        ({"username": "nobody"}, "does not let this user in"),
        ({"host": "127.0.0.1", "port": 1}, "does not answer"),
        ({"host": "nowhere.invalid"}, "name is not known"),
    ],
)
def test_a_wrong_address_is_told(server: PostgreSQL, change: dict[str, object], words: str):
    wrong = connect(server.url("postgres")).url
    if "host" in change:
        wrong = wrong.set(query={})

    assert words in refused(wrong.set(**change).render_as_string(hide_password=False))


def test_a_user_without_rights_is_told(server: PostgreSQL):
    url = server.empty()
    with connect(url).begin() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS guest")
        connection.exec_driver_sql("CREATE ROLE guest LOGIN")
    connection.engine.dispose()

    told = refused(connect(url).url.set(username="guest").render_as_string(hide_password=False))

    assert "lacks a right" in told


async def test_a_wrong_password_is_told_and_a_right_one_opens(clock: MovingClock):
    with postgresql() as server:
        rules = server.server.pgdata / "pg_hba.conf"
        main = connect(server.url("postgres"))
        migrations.upgrade(main)
        with main.begin() as connection:
            connection.exec_driver_sql("CREATE ROLE guarded LOGIN SUPERUSER PASSWORD 'right'")
            rules.write_text("local all guarded scram-sha-256\n" + rules.read_text())
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        url = main.url.set(username="guarded", password="wrong")
        store = Store(connect(url.render_as_string(hide_password=False)), clock)
        await asyncio.sleep(0.2)

        [end], seconds = await refusals(store)
        assert "refuses the password" in end.problem
        assert "wrong" not in end.problem
        assert seconds < WHOLE
        with main.begin() as connection:
            connection.exec_driver_sql("ALTER ROLE guarded PASSWORD 'wrong'")
        await goes_on(store)

        store.close()
        main.dispose()


async def test_a_server_that_stops_is_told_in_time_and_goes_on_when_it_is_back(clock: MovingClock):
    with postgresql() as server:
        store = Store(connect(server.url("postgres")), clock)
        migrations.upgrade(store.engine)
        await store.run(a_person, "ADA")
        server.server.stop()

        ends, seconds = await refusals(store, 20)
        assert "does not answer" in ends[0].problem
        assert seconds < WHOLE

        server.server.start()
        assert await goes_on(store) < 5
        assert await store.run(one) == 1
        store.close()


async def test_a_connection_that_died_is_replaced_unnoticed(server: PostgreSQL, clock: MovingClock):
    url = server.empty()
    store, other = Store(connect(url), clock), connect(url)
    migrations.upgrade(store.engine)
    await asyncio.gather(*(store.run(one) for _ in range(8)))
    with other.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert await asyncio.gather(*(store.run(one) for _ in range(8))) == [0] * 8
    store.close()
    other.dispose()


async def test_a_locked_table_is_told_in_time(server: PostgreSQL, clock: MovingClock):
    with server.tables() as tables:
        store = Store(connect(address(tables)), clock)
        with tables.begin() as connection:
            connection.exec_driver_sql("LOCK TABLE person IN ACCESS EXCLUSIVE MODE")
            ends, seconds = await refusals(store, 10)

        assert "keeps the database locked" in ends[0].problem
        assert seconds < WHOLE
        await goes_on(store)
        store.close()


async def test_a_standby_is_told_to_be_read_only(server: PostgreSQL, clock: MovingClock):
    url = server.empty()
    store = Store(connect(url), clock)
    migrations.upgrade(store.engine)
    with store.engine.begin() as connection:
        name = connect(url).url.database
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store.engine.dispose()

    with pytest.raises(OutOfReach) as refused:
        await store.run(a_person, "ADA")

    assert "read-only" in refused.value.problem
    store.close()
