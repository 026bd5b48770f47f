"""What every shelf can do.

Queries that are asked at every turn stand above their shelf as constants with ``bindparam``: to build one
anew costs more than to run it.
"""

from __future__ import annotations

from typing import TypeVar

from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)


class Shelf:
    """Queries of one row of the grid, over the session of one unit of work."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, row: Row) -> Row:
        """Add a new row to the transaction."""
        self.session.add(row)
        return row
