"""Small helpers for the tables' columns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field


def json_field(default: type[list[Any] | dict[str, Any]] = list) -> Any:
    """Return a field that is stored as JSON and starts empty."""
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))
