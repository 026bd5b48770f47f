"""Alembic's entrance: it runs on the connection that it is given."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel

import storage.models  # noqa: F401  the tables register themselves

# Enums are stored as the text of their names: a native type would be a second history.
PLAIN = {"AutoString": "TEXT", "Enum": "TEXT", "UTCDateTime": "sa.DateTime(timezone=True)"}


def spell(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Spell SQLModel's own types by the plain ones beneath them, so that history needs no SQLModel.

    TEXT stands in script.py.mako.
    """
    return PLAIN.get(type(item).__name__, False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    render_item=spell,
)
with context.begin_transaction():
    context.run_migrations()
