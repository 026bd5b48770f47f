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

HERE = Path(__file__).parent


class BrokenDatabase(RuntimeError):
    """The database cannot be used as it is; the message says why, and the remedy."""


class NewerDatabase(BrokenDatabase):
    """The database was written by a newer Flipside."""


class HalfDatabase(BrokenDatabase):
    """The database holds a part of what its revision says."""


def upgrade(engine: Engine) -> None:
    """Bring a database up to the newest revision, all steps in one transaction; raises BrokenDatabase."""
    with engine.begin() as connection:
        check(connection)
        command.upgrade(_config(connection), "head")


def check(connection: Connection) -> None:
    """Raise BrokenDatabase where a database cannot be brought up to the newest revision."""
    revision = MigrationContext.configure(connection).get_current_revision()
    history = ScriptDirectory.from_config(config())
    if revision not in {None, *(script.revision for script in history.walk_revisions())}:
        raise NewerDatabase(
            f"The database is at revision {revision}, which this Flipside does not know."
            " Run the newer Flipside that wrote it, or restore a backup from before the update."
        )
    ours = SQLModel.metadata.tables.keys()
    found = ours & set(inspect(connection).get_table_names())
    if (found and revision is None) or (found != ours and revision == history.get_current_head()):
        raise HalfDatabase(
            "The database holds only a part of its tables, as after an update or a copy that was broken off."
            " Restore the last backup, or name a new database in FLIPSIDE_DATABASE_URL."
        )


def config() -> Config:
    """Return Alembic's settings without a connection, as its command line needs them."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    return settings


def _config(connection: object) -> Config:
    settings = config()
    settings.attributes["connection"] = connection
    return settings
