"""What every shelf can do.

Queries that are asked at every turn stand above their shelf as constants with ``bindparam``: to build one
anew costs more than to run it.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Mapper
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)


@cache
def _mapper(model: type[SQLModel]) -> Mapper[Any]:
    mapper: Mapper[Any] = inspect(model)
    return mapper


@cache
def _by_key(model: type[SQLModel]) -> Select[Any]:
    """Return the query for a row by its primary key, whose columns are ``key_0`` and so on."""
    columns = enumerate(_mapper(model).primary_key)
    return select(model).where(*(column == bindparam(f"key_{at}") for at, column in columns))


class Shelf:
    """Queries of one row of the grid, over the session of one unit of work."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, row: Row) -> Row:
        """Add a new row to the transaction."""
        self.session.add(row)
        return row

    def row(self, model: type[Row], *key: Any) -> Row | None:
        """Return a row by its key, read once in a transaction; ``Session.get`` would build its query anew."""
        if _mapper(model).identity_key_from_primary_key(key) in self.session.identity_map:
            return self.session.get(model, key)
        values = {f"key_{at}": value for at, value in enumerate(key)}
        return self.session.execute(_by_key(model), values).scalars().first()
