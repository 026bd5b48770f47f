"""The database's one linear history, walked by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlmodel import SQLModel

import storage.models  # noqa: F401  the tables register themselves
from storage.database import BrokenDatabase as BrokenDatabase  # beside its kin
from storage.migrations import jobs
from storage.transactions import ALONE

__all__ = [
    "BrokenDatabase",
    "HalfDatabase",
    "NewerDatabase",
    "check",
    "config",
    "is_current",
    "upgrade",
    "upgrade_on",
]

HERE = Path(__file__).parent
OURS = 727_374_722  # the number of our lock among PostgreSQL's advisory locks; any will do
PATIENCE = 60  # seconds


class NewerDatabase(BrokenDatabase):
    """The database was written by a newer Flipside."""


class HalfDatabase(BrokenDatabase):
    """The database holds a part of what its revision says."""


def upgrade(engine: Engine) -> None:
    """Bring a database up to the newest revision, all steps in one transaction; raises BrokenDatabase.

    Where several processes start at once, the first one does it and the others wait.
    """
    if engine.dialect.name == "postgresql":  # whoever waited must see what the first one did
        engine = engine.execution_options(isolation_level="READ COMMITTED")
    with engine.begin() as connection:
        upgrade_on(connection)


def upgrade_on(connection: Connection) -> None:
    """Bring the database of a connection up to the newest revision, in its transaction."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({OURS})")
    if is_current(connection):
        return  # nobody who is at work is disturbed
    check(connection)
    if connection.dialect.name == "postgresql" and inspect(connection).has_table("alembic_version"):
        connection.exec_driver_sql(ALONE)
    command.upgrade(_config(connection), "head")
    jobs.prepare(connection)


def is_current(connection: Connection) -> bool:
    """Tell whether a database has all that this Flipside wants of it."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    return (
        MigrationContext.configure(connection).get_current_revision() == head
        and _ours() <= set(inspect(connection).get_table_names())
        and jobs.are_ready(connection)
    )


def check(connection: Connection) -> None:
    """Raise BrokenDatabase where a database cannot be brought up to the newest revision."""
    revision = MigrationContext.configure(connection).get_current_revision()
    history = ScriptDirectory.from_config(config())
    if revision not in {None, *(script.revision for script in history.walk_revisions())}:
        raise NewerDatabase(
            f"The database is at revision {revision}, which this Flipside does not know."
            " Run the newer Flipside that wrote it, or restore a backup from before the update."
        )
    ours = _ours()
    found = ours & set(inspect(connection).get_table_names())
    if (found and revision is None) or (found != ours and revision == history.get_current_head()):
        raise HalfDatabase(
            "The database holds only a part of its tables, as after an update or a copy that was broken off."
            " Restore the last backup, or name a new database in FLIPSIDE_DATABASE_URL."
        )


def _ours() -> set[str]:
    return set(SQLModel.metadata.tables)


def config() -> Config:
    """Return Alembic's settings without a connection, as its command line needs them."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    return settings


def _config(connection: object) -> Config:
    settings = config()
    settings.attributes["connection"] = connection
    return settings
