"""The database's history: from nothing to the models, and clear words where it is broken."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from storage import migrations
from storage.database import connect
from storage.migrations import HalfDatabase, NewerDatabase


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path / 'flipside.db'}")
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def execute(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_history_leads_from_nothing_to_exactly_the_models(engine: Engine):
    migrations.upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_history_is_one_line():
    history = ScriptDirectory.from_config(migrations.config())

    assert len(history.get_heads()) == 1
    assert len(history.get_bases()) == 1


def test_upgrading_twice_changes_nothing(engine: Engine):
    migrations.upgrade(engine)
    before = tables(engine)

    migrations.upgrade(engine)

    assert tables(engine) == before


def test_every_step_can_be_taken_back(engine: Engine):
    migrations.upgrade(engine)
    with engine.begin() as connection:
        settings = migrations.config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, "base")

    assert tables(engine) == {"alembic_version"}


def test_a_database_from_a_newer_flipside_is_left_alone(engine: Engine):
    migrations.upgrade(engine)
    execute(engine, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(NewerDatabase, match=r"revision 9999.*Run the newer Flipside"):
        migrations.upgrade(engine)


def test_tables_without_a_revision_are_left_alone(engine: Engine):
    migrations.upgrade(engine)
    execute(engine, "DROP TABLE alembic_version")

    with pytest.raises(HalfDatabase, match="Restore the last backup"):
        migrations.upgrade(engine)


def test_a_revision_without_its_tables_is_told(engine: Engine):
    migrations.upgrade(engine)
    execute(engine, "DROP TABLE outboxmessage")

    with pytest.raises(HalfDatabase, match="only a part"):
        migrations.upgrade(engine)


def test_an_upgrade_that_fails_leaves_nothing_half_done(engine: Engine):
    execute(engine, "CREATE VIEW outboxmessage AS SELECT 1")  # a name that the first step needs

    with pytest.raises(Exception, match="outboxmessage"):
        migrations.upgrade(engine)

    assert tables(engine) == set()


def test_a_file_that_is_no_database_is_not_overwritten(tmp_path: Path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear diary, " * 100)
    engine = connect(f"sqlite:///{path}")

    with pytest.raises(Exception, match="not a database"):
        migrations.upgrade(engine)

    engine.dispose()
    assert path.read_text().startswith("Dear diary")


def test_two_starts_at_once_upgrade_once(tmp_path: Path):
    first, second = (connect(f"sqlite:///{tmp_path / 'flipside.db'}") for _ in range(2))
    migrations.upgrade(first)
    migrations.upgrade(second)

    with sqlite3.connect(tmp_path / "flipside.db") as look:
        assert look.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    look.close()
    first.dispose()
    second.dispose()
