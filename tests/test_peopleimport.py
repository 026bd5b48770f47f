"""The people file from the command line."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.peopleimport import bring_in
from bot.settings import Settings
from storage.database import connect

HEADER = "id,manager,level,department,team,location"
ADA = "ada@example.com,,5,People,Culture,London"
MAYA = "maya@example.com,ada@example.com,2,Engineering,Data,London"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(bot_token="xoxb-1", database_url=f"sqlite:///{tmp_path / 'flipside.db'}")


def a_file(folder: Path, *lines: str) -> Path:
    path = folder / "people.csv"
    path.write_text("\n".join(lines))
    return path


def bring(settings: Settings, file: Path, *, dry_run: bool = False) -> tuple[int, str]:
    heard = StringIO()
    status = bring_in(settings, file, Console(file=heard, width=80), dry_run=dry_run)
    return status, heard.getvalue()


def test_a_dry_run_tells_and_changes_nothing(settings: Settings, tmp_path: Path):
    file = a_file(tmp_path, HEADER, ADA, MAYA)

    for _ in range(2):
        status, told = bring(settings, file, dry_run=True)
        assert status == 0
        assert "2 new, 0 changed, 0 as they were." in told
        assert "2 not in Slack yet" in told
        assert "Nothing was changed, as you asked." in told


def test_an_import_that_is_done_again_changes_nothing(settings: Settings, tmp_path: Path):
    bring(settings, a_file(tmp_path, HEADER, ADA, MAYA))

    status, told = bring(settings, a_file(tmp_path, HEADER, MAYA.replace(",2,", ",3,")))
    assert status == 0
    assert "0 new, 1 changed, 0 as they were." in told
    assert "1 known to Flipside and not in this file: they stay." in told

    status, told = bring(settings, a_file(tmp_path, HEADER, ADA))
    assert "0 new, 0 changed, 1 as they were." in told


def test_one_bad_row_keeps_all_of_the_file_out(settings: Settings, tmp_path: Path):
    status, told = bring(settings, a_file(tmp_path, HEADER, ADA, MAYA.replace(",2,", ",two,")))

    assert status == 1
    assert "Line 3, level: “two” is no level." in told
    assert "1 thing to mend. Nothing was imported." in told
    assert "2 new" in bring(settings, a_file(tmp_path, HEADER, ADA, MAYA))[1]


def test_what_people_wrote_is_never_read_as_markup(settings: Settings, tmp_path: Path):
    _, told = bring(settings, a_file(tmp_path, HEADER, ADA.replace("ada@", "[red]ada[/]")))

    assert "“[red]ada[/]example.com”" in told


def test_columns_that_are_not_kept_are_named(settings: Settings, tmp_path: Path):
    _, told = bring(settings, a_file(tmp_path, f"{HEADER},shoe_size", f"{ADA},42"))

    assert "Not read and not kept: shoe_size." in told


def test_a_file_that_is_not_there_is_told(settings: Settings, tmp_path: Path):
    status, told = bring(settings, tmp_path / "nowhere.csv")

    assert status == 1
    assert "nowhere.csv cannot be read: No such file or directory." in told


def test_a_broken_database_is_told(settings: Settings, tmp_path: Path):
    bring(settings, a_file(tmp_path, HEADER, ADA))
    engine = connect(settings.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()

    status, told = bring(settings, a_file(tmp_path, HEADER, ADA))

    assert status == 1
    assert "revision 9999" in told
