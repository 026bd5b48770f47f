"""The database's one linear history."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import SQLModel

import storage.models  # noqa: F401  the tables register themselves


def upgrade(engine: Engine) -> None:
    """Bring a database up to the newest revision."""
    SQLModel.metadata.create_all(engine)
