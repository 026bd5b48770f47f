"""Backups, restores and moves: everything or nothing, counted, and between both kinds of database."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from bot.clock import MovingClock
from bot.rules.messages import Kind
from storage import backups, carrying, migrations
from storage.backups import NotWithoutYes
from storage.database import BrokenDatabase, address, connect
from storage.models import OutboxState, Role, SurveyAnswer
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, a_member, a_pair, a_program
from tests.databases import PostgreSQL


def nothing(_table: str, _rows: int) -> None:
    """Nobody looks at the progress."""


@pytest.fixture
def new(kind_of_database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on an empty database, of the kind under test."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    engine = connect(request.getfixturevalue("server").empty() if kind_of_database == "postgresql" else url)
    yield engine
    engine.dispose()


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Engine]:
    """An SQLite file with a program in it, at which nobody is."""
    engine = connect(f"sqlite:///{tmp_path / 'old.db'}")
    migrations.upgrade(engine)
    fill(engine)
    yield engine
    engine.dispose()


def fill(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        work = Work(session, NOW, lambda: "id")
        a_program(work, open_to=["Café “Ünï”", "a\nb"])
        a_pair(work, reasons=[{"kind": "skills", "facts": {"n": 2**40, "x": 0.1 + 0.2, "none": None}}])
        a_member(work, "O'HARA", Role.BOTH)
        work.outbox.owe(Kind.THANKS, "thanks:1", person="MENTEE", facts={"text": "100% 🎉 %s"})
        for sheet in range(1500):
            work.session.add(
                SurveyAnswer(
                    sheet_id=f"{sheet:04x}", item_id="q", survey_id="s", role="mentor", value=sheet % 5
                )
            )


def everything(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """Return all rows by table, as Python's values."""
    with engine.connect() as connection:
        return {
            table.name: [
                dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in SQLModel.metadata.sorted_tables
        }


def test_a_move_carries_every_value(old: Engine, new: Engine):
    arrived: dict[str, int] = {}

    def note(table: str, rows: int) -> None:
        arrived[table] = arrived.get(table, 0) + rows

    counts = backups.move(old, new, note)

    assert everything(new) == everything(old)
    assert counts["surveyanswer"] == 1500
    assert arrived == {name: count for name, count in counts.items() if count}


def test_a_moved_program_goes_on(old: Engine, new: Engine, clock: MovingClock):
    backups.move(old, new, nothing)
    store = Store(new, clock)

    assert store.run_now(lambda work: work.pairs.of("MENTOR")[0].started_at) == NOW
    store.close()


def test_a_move_to_where_something_is_already_changes_nothing(old: Engine, new: Engine):
    migrations.upgrade(new)
    with Session(new) as session, session.begin():
        a_program(Work(session, NOW, lambda: "id"))
    before = everything(new)

    with pytest.raises(BrokenDatabase, match="not empty"):
        backups.move(old, new, nothing)

    assert everything(new) == before


def test_a_move_that_breaks_off_leaves_nothing_behind(old: Engine, new: Engine):
    def stumble(table: str, _rows: int) -> None:
        if table == "surveyanswer":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backups.move(old, new, stumble)
    with new.connect() as connection:
        assert connection.dialect.get_table_names(connection) == []

    assert backups.move(old, new, nothing)["surveyanswer"] == 1500


def test_a_program_under_way_is_not_moved(old: Engine, new: Engine):
    bot = connect(str(old.url))
    with bot.connect() as at_work:
        at_work.exec_driver_sql("SELECT 1")
    try:
        with pytest.raises(BrokenDatabase, match="Stop it first"):
            backups.move(old, new, nothing)
    finally:
        bot.dispose()


def test_a_backup_is_taken_while_others_write_and_is_one_private_file(new: Engine, tmp_path: Path):
    migrations.upgrade(new)
    fill(new)
    before = everything(new)
    writer = connect(address(new) if new.dialect.name == "postgresql" else str(new.url))
    with writer.begin() as writing:
        if new.dialect.name == "postgresql":  # on SQLite, who writes later waits
            writing.exec_driver_sql("DELETE FROM pair")
        counts = backups.back_up(new, tmp_path / "backup.db", nothing)
    writer.dispose()

    copy = connect(f"sqlite:///{tmp_path / 'backup.db'}")
    assert everything(copy) == before
    copy.dispose()
    assert counts == {name: len(rows) for name, rows in before.items()}
    assert stat.S_IMODE((tmp_path / "backup.db").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("backup.db.*"))


def test_a_backup_is_restored_in_the_place_of_what_was_there(old: Engine, new: Engine, tmp_path: Path):
    backups.back_up(old, tmp_path / "backup.db", nothing)
    migrations.upgrade(new)
    with Session(new) as session, session.begin():
        a_member(Work(session, NOW, lambda: "id"), "LATER", Role.MENTOR)

    with pytest.raises(NotWithoutYes, match="not empty"):
        backups.restore(new, tmp_path / "backup.db", nothing)
    done = backups.restore(new, tmp_path / "backup.db", nothing, is_sure=True)

    assert everything(new) == everything(old)
    assert done.waiting == 1


def test_a_bot_that_runs_goes_on_with_what_is_restored(
    old: Engine, new: Engine, clock: MovingClock, tmp_path: Path
):
    backups.back_up(old, tmp_path / "backup.db", nothing)
    migrations.upgrade(new)
    bot = Store(connect(address(new) if new.dialect.name == "postgresql" else str(new.url)), clock)
    assert bot.run_now(lambda work: work.pairs.of("MENTOR")) == []

    with pytest.raises(NotWithoutYes, match="is running"):
        backups.restore(new, tmp_path / "backup.db", nothing)
    backups.restore(new, tmp_path / "backup.db", nothing, is_sure=True)

    assert len(bot.run_now(lambda work: work.pairs.of("MENTOR"))) == 1
    bot.close()


def test_what_waited_may_be_dropped(old: Engine, new: Engine, tmp_path: Path):
    backups.back_up(old, tmp_path / "backup.db", nothing)

    done = backups.restore(new, tmp_path / "backup.db", nothing, drop_waiting=True)

    assert done.waiting == 0
    assert {row["state"] for row in everything(new)["outboxmessage"]} == {OutboxState.OUTDATED}


def test_a_newer_database_is_replaced_only_when_told_so(old: Engine, new: Engine, tmp_path: Path):
    backups.back_up(old, tmp_path / "backup.db", nothing)
    migrations.upgrade(new)
    with new.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.exec_driver_sql("CREATE TABLE novelty (id VARCHAR)")
    new.dispose()

    with pytest.raises(NotWithoutYes, match="9999"):
        backups.restore(new, tmp_path / "backup.db", nothing)
    backups.restore(new, tmp_path / "backup.db", nothing, is_sure=True)

    assert everything(new) == everything(old)


@pytest.mark.parametrize("content", [b"", b"Dear diary, " * 100])
def test_what_is_no_backup_is_not_restored(new: Engine, tmp_path: Path, content: bytes):
    file = tmp_path / "backup.db"
    file.write_bytes(content)
    migrations.upgrade(new)
    new.dispose()

    with pytest.raises(BrokenDatabase, match="no backup"):
        backups.restore(new, file, nothing, is_sure=True)

    assert file.read_bytes() == content


def test_a_backup_of_a_newer_flipside_is_not_restored(old: Engine, new: Engine, tmp_path: Path):
    backups.back_up(old, tmp_path / "backup.db", nothing)
    with sqlite3.connect(tmp_path / "backup.db") as backup:
        backup.execute("UPDATE alembic_version SET version_num = '9999'")
    backup.close()

    with pytest.raises(BrokenDatabase, match="Run the newer Flipside"):
        backups.restore(new, tmp_path / "backup.db", nothing)


def test_rows_that_do_not_arrive_are_missed(old: Engine, new: Engine):
    migrations.upgrade(new)
    if new.dialect.name == "postgresql":
        swallow = "CREATE RULE swallow AS ON INSERT TO pair DO INSTEAD NOTHING"
    else:
        swallow = "CREATE TRIGGER swallow BEFORE INSERT ON pair BEGIN SELECT RAISE(IGNORE); END"
    with new.begin() as connection:
        connection.exec_driver_sql(swallow)

    with pytest.raises(carrying.Incomplete, match=r"pair \(0 of 1\)"):
        backups.move(old, new, nothing)

    assert {name for name, rows in everything(new).items() if rows} == set()


def test_a_backup_into_a_folder_that_is_not_there_leaves_nothing(old: Engine, tmp_path: Path):
    with pytest.raises(OSError, match="No such file"):
        backups.back_up(old, tmp_path / "missing" / "backup.db", nothing)


def test_a_program_moves_back_too(server: PostgreSQL, old: Engine, tmp_path: Path):
    away, back = connect(server.empty()), connect(f"sqlite:///{tmp_path / 'back.db'}")
    backups.move(old, away, nothing)
    away.dispose()

    backups.move(away, back, nothing)

    assert everything(back) == everything(old)
    away.dispose()
    back.dispose()
