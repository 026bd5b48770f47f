"""Carries all rows from one database to another, of whatever kind, and counts them on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, inspect, select
from sqlmodel import SQLModel

from storage.database import BrokenDatabase

BATCH = 1000  # rows

Progress = Callable[[str, int], None]  # a table, and how many more of its rows have arrived


class Incomplete(BrokenDatabase):
    """Fewer rows arrived than set out."""


def tables() -> Sequence[Table]:
    """Return our tables."""
    return SQLModel.metadata.sorted_tables


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each of our tables has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables()
    }


def carry(source: Connection, target: Connection, progress: Progress) -> dict[str, int]:
    """Copy all rows into empty tables, in the transactions of both; return the counts, which were compared.

    Rows set out by their keys: that of an anonymous sheet is random, and so is its place then.
    """
    for table in tables():
        for rows in _portions(source, table):
            target.execute(insert(table), rows)
            progress(table.name, len(rows))
    sent, arrived = counts(source), counts(target)
    if sent != arrived:
        wrong = ", ".join(
            f"{name} ({arrived[name]} of {count})" for name, count in sent.items() if count != arrived[name]
        )
        raise Incomplete(f"Not all rows arrived: {wrong}. Nothing was changed.")
    return arrived


def empty(connection: Connection) -> None:
    """Delete all rows."""
    for table in reversed(tables()):
        connection.execute(delete(table))


def tear_down(connection: Connection) -> None:
    """Drop every table there is, known or not."""
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f'DROP TABLE "{name}"')


def _portions(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
    for rows in source.execute(query).mappings().partitions():
        yield [dict(row) for row in rows]
