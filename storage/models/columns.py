"""Small helpers for the tables' columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Enum, Integer, MetaData
from sqlmodel import Field


def json_field(default: type[list[Any] | dict[str, Any]] = list) -> Any:
    """Return a field that is stored as JSON and starts empty."""
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


def suit_both_databases(tables: MetaData) -> None:
    """Make PostgreSQL's columns hold what SQLite's hold: numbers of 64 bits, and enums as text.

    A native enum would be a second history beside that of the tables.
    """
    for column in (column for table in tables.tables.values() for column in table.columns):
        if isinstance(column.type, Enum):
            column.type.native_enum = False
        elif type(column.type) is Integer:
            column.type = BigInteger()
