"""Whoever reads the files of the database learns no order in which sheets came."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage import migrations
from storage.database import connect


def test_sqlite_keeps_sheets_without_row_ids():
    engine = connect("sqlite://")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        made = connection.exec_driver_sql("select sql from sqlite_master where name = 'surveyanswer'")

        assert "WITHOUT ROWID" in made.scalar_one()
        with pytest.raises(OperationalError, match="no such column"):
            connection.execute(text("select rowid from surveyanswer"))
    engine.dispose()
