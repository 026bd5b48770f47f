"""Looks a database over: is it whole, of this revision, writable, and how much is in it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage import carrying, faults, migrations
from storage.database import BrokenDatabase

OLDER = "The database is not of this Flipside's revision yet: the next start brings it up to date."
ROOM = 200 * 2**20  # bytes that a disk should have left


class Inspection(NamedTuple):
    """What was found: problems in words with their remedies, and how many rows each table has."""

    problems: list[str]
    counts: dict[str, int]


def inspect(engine: Engine) -> Inspection:
    """Look a database over while others work with it; nothing is changed."""
    try:
        with engine.connect() as connection:
            migrations.check(connection)
            if not migrations.is_current(connection):
                return Inspection(
                    ["It is not of this Flipside's revision yet: the next start brings it up."], {}
                )
            problems = (
                _of_sqlite(connection) if engine.dialect.name == "sqlite" else _of_postgresql(connection)
            )
            return Inspection(problems + _unwritable(connection), carrying.counts(connection))
    except BrokenDatabase as broken:
        return Inspection([str(broken)], {})
    except DBAPIError as broken:
        return Inspection([faults.tell(broken)], {})


def _of_sqlite(connection: Connection) -> list[str]:
    found = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
    if found != ["ok"]:
        return [f"The file is damaged ({found[0]}). Restore the last backup."]
    path = Path(connection.engine.url.database or ".").absolute()
    free = shutil.disk_usage(path.parent).free
    return [f"The disk has {free // 2**20} MB left. Make room."] if free < ROOM else []


def _of_postgresql(connection: Connection) -> list[str]:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        return [f"The database keeps text as {encoding}. Make one with `CREATE DATABASE … ENCODING 'UTF8'`."]
    return []


def _unwritable(connection: Connection) -> list[str]:
    """Try to write, and take it back."""
    try:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")
    except DBAPIError as broken:
        return [faults.tell(broken)]
    finally:
        connection.rollback()
    return []
