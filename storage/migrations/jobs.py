"""The tables of Procrastinate, the cluster's engine: on PostgreSQL only, in a schema of their own.

Jobs only wake somebody: the outbox and the beats know what is to be done. So a newer Procrastinate gets its
tables anew instead of a history of them.
"""

from __future__ import annotations

from importlib import resources
from importlib.metadata import version
from importlib.util import find_spec

from sqlalchemy import Connection

SCHEMA = "procrastinate"
MADE_BY = f"SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = '{SCHEMA}'"  # noqa: S608


def are_ready(connection: Connection) -> bool:
    """Tell whether the tables are those of the Procrastinate that is installed, or none is wanted."""
    if connection.dialect.name != "postgresql" or find_spec("procrastinate") is None:
        return True
    return connection.exec_driver_sql(MADE_BY).scalar() == version("procrastinate")


def prepare(connection: Connection) -> None:
    """Make the tables as the installed Procrastinate wants them."""
    if are_ready(connection):
        return
    tables = (resources.files("procrastinate.sql") / "schema.sql").read_text(encoding="utf-8")
    for statement in (
        f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE",
        f"CREATE SCHEMA {SCHEMA}",
        f"COMMENT ON SCHEMA {SCHEMA} IS '{version('procrastinate')}'",
        f"SET LOCAL search_path TO {SCHEMA}",
        tables.replace("%", "%%"),
        "SET LOCAL search_path TO DEFAULT",
    ):
        connection.exec_driver_sql(statement)
