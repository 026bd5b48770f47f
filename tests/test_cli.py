"""The command line, run for real in processes of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace
from tests.databases import PostgreSQL
from tests.stories import cast

ROOT = Path(__file__).parents[1]
PATIENCE = 30  # seconds; two cores may be busy

PEOPLE = """id,manager,level,department,team,location
ada@example.com,,5,People,Culture,London
maya@example.com,ada@example.com,2,Engineering,Data,London
"""
BAD_PEOPLE = """id,manager,level,department,team,location
ada@example.com,,5,People,Culture,London
maya@example.com,nobody,two,Engineering,Data,London
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, with its spaces and line breaks made one, and how it ended."""

    status: int
    out: str
    words: str


class CommandLine:
    """Runs ``python -m bot`` in a folder of its own, without the settings of whoever runs the tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "FLIPSIDE_"))
        }
        self.environment = kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}

    def set(self, **settings: str) -> None:
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        with (self.folder / ".env").open("a") as file:
            file.writelines(lines)

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", *words),
            cwd=self.folder,
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *words: str) -> Said:
        process = await self.start(*words)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode is not None
        return Said(process.returncode, out.decode(), " ".join((out + err).decode().split()))


@pytest.fixture
def bot(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@asynccontextmanager
async def a_slack(bot: CommandLine, manifest: Path = MANIFEST) -> AsyncIterator[Workspace]:
    """Open a workspace that the settings point to."""
    async with Workspace(cast.USERS, manifest=manifest, clock=SystemClock()) as workspace:
        bot.set(
            SLACK_BOT_TOKEN=workspace.bot_token,
            SLACK_APP_TOKEN=workspace.app_token,
            SLACK_SIGNING_SECRET=workspace.signing_secret,
            SLACK_API_URL=workspace.url,
            FLIPSIDE_ADMINS="ada@example.com",
        )
        yield workspace


async def until(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.05)


async def test_the_manifest_is_printed_as_json(bot: CommandLine):
    said = await bot.run("manifest")

    assert said.status == 0
    assert json.loads(said.out) == yaml.safe_load(MANIFEST.read_text())


async def test_help_names_every_command(bot: CommandLine):
    said = await bot.run("--help")

    assert said.status == 0
    for command in ("run", "check", "demo", "match", "rehearse", "manifest", "people"):
        assert f" {command} " in said.words


@pytest.mark.parametrize("command", [("run",), ("check",), ("people", "import", "people.csv")])
async def test_without_settings_all_gaps_are_told_at_once(bot: CommandLine, command: tuple[str, ...]):
    bot.set(FLIPSIDE_PORT="many")

    said = await bot.run(*command)

    assert said.status == 2
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "FLIPSIDE_PORT"):
        assert name in said.words
    assert "Traceback" not in said.words


async def test_check_finds_nothing_where_everything_is_in_place(bot: CommandLine):
    async with a_slack(bot):
        said = await bot.run("check")

    assert said.status == 0, said.words
    assert "Everything is in place" in said.words
    assert not (bot.folder / "flipside.db").exists()


async def test_check_names_the_scope_that_is_missing(bot: CommandLine, tmp_path: Path):
    manifest = yaml.safe_load(MANIFEST.read_text())
    manifest["oauth_config"]["scopes"]["bot"].remove("mpim:write")
    poorer = tmp_path / "manifest.yml"
    poorer.write_text(yaml.safe_dump(manifest))

    async with a_slack(bot, poorer):
        said = await bot.run("check")

    assert said.status == 1
    assert "without these scopes: mpim:write. Add them" in said.words


async def test_run_that_cannot_start_says_why_and_ends(bot: CommandLine):
    async with a_slack(bot):
        bot.set(SLACK_BOT_TOKEN="xoxb-old")

        said = await bot.run("run")

    assert said.status == 1
    assert "Slack refuses us (invalid_auth). `python -m bot check` tells more." in said.words
    assert "Traceback" not in said.words


async def test_a_people_file_is_imported(bot: CommandLine):
    (bot.folder / "people.csv").write_text(PEOPLE)
    bot.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")

    said = await bot.run("people", "import", "people.csv")

    assert said.status == 0, said.words
    assert "2 new, 0 changed, 0 as they were." in said.words
    assert (bot.folder / "flipside.db").exists()


async def test_a_people_file_with_a_bad_row_is_not_imported_and_each_gap_is_named(bot: CommandLine):
    (bot.folder / "people.csv").write_text(BAD_PEOPLE)
    bot.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")

    said = await bot.run("people", "import", "people.csv")

    assert said.status == 1
    assert "Line 3, manager: “nobody” is no e-mail address and no Slack id" in said.words
    assert "Line 3, level: “two” is no level" in said.words
    assert "2 things to mend. Nothing was imported." in said.words


async def test_people_are_matched_without_slack_and_without_settings(bot: CommandLine):
    words = (str(ROOT / "docs/people.csv"), "--rules", str(ROOT / "docs/rules.toml"), "--out", "pairs.csv")

    said = await bot.run("match", *words, "--seed", "3", "--json")

    assert said.status == 0, said.words
    told = json.loads(said.out)
    assert len(told["pairs"]) > 5
    assert (told["certified"], told["seed"]) == (True, 3)
    assert (bot.folder / "pairs.csv").read_bytes().count(b"\n") == len(told["pairs"]) + 1


async def test_a_match_says_how_far_it_is_on_the_error_channel_but_not_beside_json(bot: CommandLine):
    file = str(ROOT / "docs/people.csv")

    told, quiet = await bot.run("match", file), await bot.run("match", file, "--json")

    assert "Looking for the best pairs" in told.words
    assert "Looking for the best pairs" not in told.out
    assert json.loads(quiet.out)
    assert "Looking for the best pairs" not in quiet.words


async def test_a_file_that_cannot_be_matched_is_told_on_the_error_channel(bot: CommandLine):
    (bot.folder / "people.csv").write_text(PEOPLE)

    said = await bot.run("match", "people.csv", "--json")

    assert (said.status, said.out) == (1, "")
    assert "Line 1, name, role, capacity" in said.words
    assert "Nothing was matched." in said.words


async def test_a_database_is_backed_up_restored_and_looked_over(bot: CommandLine):
    (bot.folder / "people.csv").write_text(PEOPLE)
    bot.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    none = await bot.run("database", "backup", "copy.db")
    await bot.run("people", "import", "people.csv")
    backup = await bot.run("database", "backup", "copy.db")
    again = await bot.run("database", "backup", "copy.db")
    refused = await bot.run("database", "restore", "copy.db")
    restored = await bot.run("database", "restore", "copy.db", "--yes")
    check = await bot.run("database", "check")

    assert (none.status, backup.status, again.status) == (1, 0, 1)
    assert "There is no database at flipside.db." in none.words
    assert "rows in copy.db. It holds what people said in confidence" in backup.words
    assert "copy.db is there already." in again.words
    assert (refused.status, restored.status, check.status) == (1, 0, 0)
    assert "The database is not empty" in refused.words
    assert "restored from copy.db." in restored.words
    assert "2 employee" in check.words
    assert "The database is whole, up to date and can be written." in check.words


async def test_a_program_is_moved_to_postgresql(bot: CommandLine, server: PostgreSQL):
    (bot.folder / "people.csv").write_text(PEOPLE)
    bot.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    await bot.run("people", "import", "people.csv")
    there = server.empty()

    moved = await bot.run("database", "move", "--to", there)
    bot.set(FLIPSIDE_DATABASE_URL=there)
    check = await bot.run("database", "check")

    assert moved.status == 0, moved.words
    assert "arrived, counted on both sides." in moved.words
    assert "2 employee" in check.words, check.words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://flipside:secret@127.0.0.1:1/flipside", "The database does not answer."),
        ("postgresql://flipside:secret@nowhere.invalid/flipside", "The database server's name is not known."),
        ("sqlite:///missing/flipside.db", "There is no database at missing/flipside.db."),
    ],
)
async def test_a_database_that_cannot_be_used_is_told_with_its_remedy(
    bot: CommandLine, address: str, words: str
):
    bot.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", FLIPSIDE_DATABASE_URL=address)

    said = await bot.run("database", "check")

    assert said.status == 1
    assert words in said.words
    assert "secret" not in said.words
    assert "Traceback" not in said.words


async def test_run_answers_a_command_and_ends_well_when_told_to(bot: CommandLine):
    async with a_slack(bot) as workspace:
        process = await bot.start("run")
        await until(lambda: workspace.connections, "the bot's connection")
        noa = workspace.person(cast.NOA)

        await noa.says("/flipside help")

        await until(lambda: noa.heard, "an answer")
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 20)

    assert process.returncode == 0, err.decode()
    assert "service.stopping" in err.decode()
    assert "Traceback" not in err.decode()


async def test_run_answers_by_http_too(bot: CommandLine, unused_port: int):
    async with a_slack(bot) as workspace:
        bot.set(FLIPSIDE_TRANSPORT="http", FLIPSIDE_PORT=str(unused_port))
        process = await bot.start("run")
        await listening(unused_port)
        await workspace.http_mode(f"http://127.0.0.1:{unused_port}/slack/events")
        noa = workspace.person(cast.NOA)

        await noa.says("/flipside help")

        await until(lambda: noa.heard, "an answer")
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), 20)

    assert process.returncode == 0, err.decode()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def listening(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            await writer.wait_closed()
            return
    pytest.fail("the bot does not listen")
