"""The check-up tells what is missing, each with its remedy; and a bot that cannot start says why."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.checkup import examine
from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace
from bot.flows import directory
from bot.service import CannotStart, serve
from bot.settings import Settings
from storage import migrations
from storage.database import connect
from storage.store import Store
from tests.builders import a_person
from tests.stories import cast


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings of a bot in an embedded workspace, with nothing missing."""
    async with Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock()) as workspace:
        yield Settings(
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            api_url=workspace.url,
            admins=("ada@example.com", cast.MAYA),
            database_url=f"sqlite:///{tmp_path / 'flipside.db'}",
        )


@pytest.fixture
def database(settings: Settings) -> str:
    """A database at the newest revision."""
    engine = connect(settings.database_url)
    migrations.upgrade(engine)
    engine.dispose()
    return settings.database_url


def execute(url: str, statement: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


async def test_nothing_is_missing(settings: Settings):
    assert await examine(settings) == []


@pytest.mark.usefixtures("database")
async def test_nothing_is_missing_after_the_first_start(settings: Settings):
    assert await examine(settings) == []


async def test_both_tokens_that_slack_refuses_are_named_and_not_shown(settings: Settings):
    bot, app = await examine(replace(settings, bot_token="xoxb-old", app_token="xapp-old"))

    assert bot.startswith(
        "Slack refuses SLACK_BOT_TOKEN (invalid_auth). Copy it again from api.slack.com/apps"
    )
    assert app.startswith("Slack refuses SLACK_APP_TOKEN (invalid_auth).")
    assert "connections:write" in app
    assert "old" not in bot + app


async def test_http_needs_no_app_token(settings: Settings):
    assert await examine(replace(settings, transport="http", app_token="", signing_secret="s")) == []


@pytest.mark.parametrize(
    ("admins", "told"),
    [
        ((), "Nobody is named in FLIPSIDE_ADMINS"),
        (("Ada@Example.com", "typo@example.com"), "names typo@example.com, whom Slack does not know"),
        (("UNOBODY",), "names UNOBODY, whom Slack does not know"),
        ((cast.GUS,), f"names {cast.GUS}, a guest, an app or a former colleague"),
        ((cast.BO,), f"names {cast.BO}, a guest, an app or a former colleague"),
    ],
)
async def test_admins_are_colleagues_whom_slack_knows(settings: Settings, admins: tuple[str, ...], told: str):
    (problem,) = await examine(replace(settings, admins=admins))

    assert told in problem


async def test_once_the_program_has_admins_the_settings_may_be_silent(settings: Settings, database: str):
    store = Store(connect(database), SystemClock())
    await store.run(a_person, "ADA")
    await store.run(directory.appoint, ["ADA"])
    store.close()

    assert await examine(replace(settings, admins=())) == []


async def test_a_silent_slack_and_a_missing_folder_are_told_at_once(settings: Settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/api/"
        broken = replace(settings, api_url=address, database_url="sqlite:///missing/flipside.db")

        silent, folder = await examine(broken)

    assert silent.startswith(f"Slack does not answer at {address}")
    assert folder == ("Flipside may not write to a folder missing. Make it, or change FLIPSIDE_DATABASE_URL.")


async def test_a_newer_database_stops_check_and_run(settings: Settings, database: str):
    execute(database, "UPDATE alembic_version SET version_num = '9999'")

    (problem,) = await examine(settings)

    assert "revision 9999, which this Flipside does not know" in problem
    with pytest.raises(CannotStart, match="revision 9999"):
        await serve(settings)


async def test_a_half_migrated_database_stops_check_and_run(settings: Settings, database: str):
    execute(database, "DROP TABLE alembic_version")

    (problem,) = await examine(settings)

    assert "only a part of its tables" in problem
    with pytest.raises(CannotStart, match="Restore the last backup"):
        await serve(settings)


async def test_a_file_that_is_no_database_stops_check_and_run(settings: Settings, tmp_path: Path):
    (tmp_path / "flipside.db").write_text("Dear diary, " * 100)

    (problem,) = await examine(settings)

    assert "damaged, or no database" in problem
    with pytest.raises(CannotStart, match="damaged, or no database"):
        await serve(settings)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"bot_token": "xoxb-old"}, "Slack refuses us (invalid_auth)."),
        ({"app_token": "xapp-old"}, "Slack refuses us (invalid_auth)."),
    ],
)
async def test_a_refused_token_stops_run(settings: Settings, broken: dict[str, str], told: str):
    with pytest.raises(CannotStart) as stopped:
        await serve(replace(settings, **broken))

    assert str(stopped.value) == told
