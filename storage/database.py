"""Opens the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, event
from sqlmodel import create_engine

PRAGMAS = ("journal_mode=WAL", "busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL")


def connect(url: str) -> Engine:
    """Return an engine for a database URL; SQLite gets its pragmas and writes under BEGIN IMMEDIATE."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    pool = {"poolclass": StaticPool} if in_memory else {}
    # All our statements stay prepared; the driver's own default forgets beyond 128.
    options = {"check_same_thread": False, "cached_statements": 1024}
    engine = create_engine(url, connect_args=options, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin on its own, deferred
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
