"""The database's history: from nothing to the models, and clear words where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, inspect, select
from sqlmodel import SQLModel

from storage import migrations
from storage.database import connect
from storage.migrations import HalfDatabase, NewerDatabase
from storage.models import Skill
from tests.databases import PostgreSQL


@pytest.fixture
def address(kind_of_database: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where an empty database is."""
    if kind_of_database == "postgresql":
        return request.getfixturevalue("server").empty()
    return f"sqlite:///{tmp_path / 'flipside.db'}"


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = connect(address)
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


def test_starts_at_once_upgrade_once(address: str):
    engines = [connect(address) for _ in range(3)]
    with ThreadPoolExecutor(3) as starts:
        list(starts.map(migrations.upgrade, engines))

    with engines[0].connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar()
    for engine in engines:
        engine.dispose()
    assert found == 1


def test_a_start_disturbs_nobody_who_is_at_work(engine: Engine, address: str):
    migrations.upgrade(engine)
    neighbor = connect(address)
    with neighbor.connect() as at_work:
        at_work.exec_driver_sql("SELECT * FROM alembic_version").all()
        if engine.dialect.name == "sqlite":
            at_work.rollback()  # one at a time

        migrations.upgrade(engine)

    neighbor.dispose()


def test_text_is_sorted_by_its_code_points(engine: Engine):
    """As Python does, whatever language the server speaks."""
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(insert(Skill), [{"id": name, "label": name} for name in ("b", "É", "a", "Z", "_")])
        found = list(connection.execute(select(Skill.label).order_by(Skill.label)).scalars())

    assert found == sorted(found)


def test_the_engines_own_tables_are_made_anew_for_another_version(server: PostgreSQL):
    engine = connect(server.empty())
    migrations.upgrade(engine)
    execute(engine, "COMMENT ON SCHEMA procrastinate IS '0.0.1'")
    execute(engine, "DROP TABLE procrastinate.procrastinate_events")

    migrations.upgrade(engine)

    assert inspect(engine).has_table("procrastinate_events", schema="procrastinate")
    engine.dispose()
