"""The database's one linear history, walked by Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import SQLModel

import storage.models  # noqa: F401  the tables register themselves

HERE = Path(__file__).parent


class NewerDatabase(RuntimeError):
    """The database was written by a newer Flipside."""


def upgrade(engine: Engine) -> None:
    """Bring a database up to the newest revision, all steps in one transaction; raises NewerDatabase."""
    if str(engine.url) == "sqlite://":
        SQLModel.metadata.create_all(engine)
        return
    with engine.begin() as connection:
        _refuse_unknown(MigrationContext.configure(connection).get_current_revision())
        command.upgrade(_config(connection), "head")


def config() -> Config:
    """Return Alembic's settings without a connection, as its command line needs them."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    return settings


def _config(connection: object) -> Config:
    settings = config()
    settings.attributes["connection"] = connection
    return settings


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"The database is at revision {revision}, which this Flipside does not know. Run the newer Flipside that"
            " wrote it, or restore a backup from before the update."
        )
