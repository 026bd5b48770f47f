"""Backups: always one SQLite file, from whatever database and into whatever database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, func, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from storage import carrying, migrations
from storage.carrying import Progress
from storage.database import BrokenDatabase, connect
from storage.models import OutboxMessage, OutboxState
from storage.transactions import ALONE

ENDED = (OutboxState.SENT, OutboxState.DEAD, OutboxState.EXPIRED, OutboxState.OUTDATED)
RUNNING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name LIKE 'flipside%%' AND pid <> pg_backend_pid()"
)


class NotWithoutYes(BrokenDatabase):
    """Something would be lost; ``--yes`` says that it may be."""


class Restored(NamedTuple):
    """How many rows of each table were restored, and how many messages among them wait to be sent."""

    counts: dict[str, int]
    waiting: int


def back_up(engine: Engine, file: Path, progress: Progress) -> dict[str, int]:
    """Write all that a database holds at one moment into a new file, while others go on; return the counts.

    Raises BrokenDatabase, DBAPIError or OSError, and leaves no file then.
    """
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # it holds what people said in confidence
    try:
        if engine.dialect.name == "sqlite":
            _copy_pages(engine, part)
        else:
            _copy_rows(engine, part, progress)
        with _opened(part) as copy:
            found = carrying.counts(copy)
        _make_one_file(part)
        os.replace(part, file)  # noqa: PTH105  atomic, over what was asked for
    finally:
        part.unlink(missing_ok=True)
    return found


def restore(
    engine: Engine, file: Path, progress: Progress, *, is_sure: bool = False, drop_waiting: bool = False
) -> Restored:
    """Put what a backup holds in the place of all that a database holds, in one transaction.

    A backup of an older Flipside is brought up to date on the way. Raises BrokenDatabase: NotWithoutYes
    where ``is_sure`` would help.
    """
    if not is_sure and is_running(engine):
        raise NotWithoutYes(
            "Flipside is running on this database. Stop it, or say --yes: it goes on with what is restored."
        )
    with _as_of_today(file) as source, _alone(engine) as target:
        _make_room(target, is_sure=is_sure)
        counts = carrying.carry(source, target, progress)
        unsent = col(OutboxMessage.state).not_in(ENDED)
        if drop_waiting:
            target.execute(update(OutboxMessage).where(unsent).values(state=OutboxState.OUTDATED))
        waiting = target.execute(select(func.count()).select_from(OutboxMessage).where(unsent)).scalar_one()
    return Restored(counts, waiting)


def move(source: Engine, target: Engine, progress: Progress) -> dict[str, int]:
    """Carry a whole program into an empty database, all of it or nothing; return the counts."""
    if is_running(source):
        raise BrokenDatabase(
            "Flipside is running on the database that is to be moved. Stop it first: what it writes"
            " meanwhile would stay behind."
        )
    with source.begin() as old, _alone(target) as new:
        migrations.check(old)
        if not migrations.is_current(old):
            raise BrokenDatabase(
                "The database is of an older Flipside. Start this one on it, stop it, and move then."
            )
        migrations.upgrade_on(new)
        if any(carrying.counts(new).values()):
            raise BrokenDatabase("The database at the new address is not empty. Name an empty one.")
        return carrying.carry(old, new, progress)


def is_running(engine: Engine) -> bool:
    """Tell whether a Flipside is at work on a database."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return bool(connection.exec_driver_sql(RUNNING).scalar())
    engine.dispose()  # we do not count
    path = engine.url.database or ":memory:"
    if not Path(path).exists():
        return False
    asking = sqlite3.connect(path, timeout=0.1)
    try:  # to leave the write-ahead log takes that nobody else has the file open
        return bool(asking.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",))
    except sqlite3.OperationalError:
        return True
    finally:
        asking.close()


def _copy_pages(engine: Engine, part: Path) -> None:
    source, target = engine.raw_connection(), sqlite3.connect(part)
    try:
        source.driver_connection.backup(target)  # type: ignore[union-attr]  # SQLite's own, in one step
    finally:
        target.close()
        source.close()


def _copy_rows(engine: Engine, part: Path, progress: Progress) -> None:
    copy = connect(f"sqlite:///{part}")
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        migrations.upgrade(copy)
        with snapshot.begin() as source, copy.begin() as target:
            migrations.check(source)
            carrying.carry(source, target, progress)
    finally:
        copy.dispose()


def _make_one_file(part: Path) -> None:
    """Take a database out of its write-ahead log, which is a file beside it."""
    done = sqlite3.connect(part)
    done.execute("PRAGMA journal_mode=DELETE")
    done.close()


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    """Yield a connection to a backup; raises BrokenDatabase where it is none."""
    engine = connect(f"sqlite:///{file}")
    try:
        with engine.begin() as connection:
            if connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                raise BrokenDatabase(f"{file} is damaged. Take another backup.")
            migrations.check(connection)
            yield connection
    except DBAPIError as broken:
        raise BrokenDatabase(f"{file} is no backup of Flipside ({broken.orig}).") from broken
    finally:
        engine.dispose()


@contextmanager
def _as_of_today(file: Path) -> Iterator[Connection]:
    """Yield a connection to a copy of a backup, brought up to the newest revision."""
    with tempfile.TemporaryDirectory(prefix="flipside-") as folder:
        copy = Path(folder, "backup.db")
        shutil.copyfile(file, copy)
        with _opened(copy) as connection:
            if not inspect(connection).has_table("alembic_version"):
                raise BrokenDatabase(f"{file} is no backup of Flipside: it has no tables of its own.")
            migrations.upgrade_on(connection)
            yield connection


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Yield a connection whose transaction sees what others have just finished."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="READ COMMITTED")
    with engine.begin() as connection:
        yield connection


def _make_room(target: Connection, *, is_sure: bool) -> None:
    """Empty a database that is to be restored; raises NotWithoutYes where anything stands against it."""
    try:
        migrations.check(target)
    except BrokenDatabase as broken:
        if not is_sure:
            raise NotWithoutYes(f"{broken} With --yes, everything in it is dropped and restored.") from broken
        carrying.tear_down(target)
    migrations.upgrade_on(target)
    if not is_sure and any(carrying.counts(target).values()):
        raise NotWithoutYes(
            "The database is not empty: what is in it would be lost. Back it up, then say --yes."
        )
    if target.dialect.name == "postgresql":
        target.exec_driver_sql(ALONE)
    carrying.empty(target)
