"""Opens the database: SQLite for one process, PostgreSQL for many."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import Engine, StaticPool, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlmodel import create_engine

PATIENCE = 2  # seconds for a lock or a connection: whoever clicked must hear something within three
PRAGMAS = (
    "journal_mode=WAL",
    f"busy_timeout={PATIENCE * 1000}",
    "foreign_keys=ON",
    "synchronous=FULL",
)
CONNECTIONS = 2  # a process; with more, fewer would share a commit, and more would meet each other
OPTIONS = (
    "timezone=UTC",
    f"lock_timeout={PATIENCE}s",
    "idle_in_transaction_session_timeout=20s",  # a process frozen in mid-flow holds up the others so long
    "enable_seqscan=off",  # to read all of a small table is to meet whoever writes any of it
)


class Immediate(SQLiteDialect_pysqlite):
    """SQLite whose transactions can write from their beginning: none has to give up halfway.

    An event at each beginning would do the same, and cost every statement a look for others.
    """

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: Any) -> None:
        """Begin."""
        dbapi_connection.execute("BEGIN IMMEDIATE")


registry.register("sqlite.immediate", __name__, Immediate.__name__)


class BrokenDatabase(RuntimeError):
    """The database cannot be used as it is; the message says why, and the remedy."""


class NoDriver(BrokenDatabase):
    """PostgreSQL is asked for, and what speaks to it is not installed."""


def connect(url: str) -> Engine:
    """Return an engine for a database URL; no connection is made yet.

    SQLite writes under BEGIN IMMEDIATE, PostgreSQL runs every transaction as SERIALIZABLE. Raises NoDriver.
    """
    return _sqlite(url) if url.startswith("sqlite") else _postgresql(url)


def address(engine: Engine) -> str:
    """Return where a PostgreSQL is, password and all, as its own tools understand it."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _sqlite(url: str) -> Engine:
    in_memory = url in ("sqlite://", "sqlite:///:memory:")
    pool = {"poolclass": StaticPool} if in_memory else {}
    # All our statements stay prepared; the driver's own default forgets beyond 128.
    options = {"check_same_thread": False, "cached_statements": 1024}
    url_ = make_url(url).set(drivername="sqlite+immediate")
    engine = create_engine(url_, hide_parameters=True, connect_args=options, **pool)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin on its own, deferred
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _postgresql(url: str) -> Engine:
    if find_spec("psycopg") is None or find_spec("procrastinate") is None:
        raise NoDriver(
            "What Flipside needs for PostgreSQL is not installed."
            " Run `.venv/bin/pip install -r requirements-cluster.lock`, or name an SQLite file."
        )
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        isolation_level="SERIALIZABLE",
        hide_parameters=True,  # what people wrote is nobody's log line
        pool_size=CONNECTIONS,
        max_overflow=1,
        pool_timeout=PATIENCE,
        connect_args={
            "connect_timeout": PATIENCE,
            "application_name": "flipside",
            "options": " ".join(f"-c {setting}" for setting in OPTIONS),
            # A server that vanished without a word is noticed by its silence.
            "tcp_user_timeout": PATIENCE * 1000,
            "keepalives_idle": 5,
        },
    )
    event.listen(engine, "connect", _read_plain_numbers)
    return engine


def _read_plain_numbers(connection: Any, _record: Any) -> None:
    """Read sums and averages as SQLite tells them: whole numbers as int, others as float."""
    from psycopg.adapt import Buffer, Loader

    class Plain(Loader):
        def load(self, data: Buffer) -> int | float:
            digits = bytes(data)
            return float(digits) if b"." in digits else int(digits)

    connection.adapters.register_loader("numeric", Plain)
