"""What every shelf can do."""

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
