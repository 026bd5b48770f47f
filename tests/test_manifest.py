"""The manifest says what the code does: no more scopes, no less; everything declared is answered."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from itertools import chain
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.demo.stage import Stage
from bot.demo.workspace import User
from bot.flows.directory import is_known
from tests.stories import cast

ROOT = Path(__file__).parents[1]
SOURCE = (ROOT / "manifest.yml").read_text()
MANIFEST = yaml.safe_load(SOURCE)
SCHEMA = ROOT.parent / "shared" / "slack-shapes" / "manifest.schema.2.0.0.json"
FEATURES = MANIFEST["features"]
SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]

# What each Web API method in use needs, from Slack's reference; None: no scope.
METHODS = {
    "apps_connections_open": None,
    "auth_test": None,
    "bots_info": "users:read",
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": "im:history",  # of DMs with the app
    "conversations_join": "channels:join",
    "conversations_open": "mpim:write",  # of a pair; a DM in doubt: see by_other_means
    "files_completeUploadExternal": "files:write",
    "files_getUploadURLExternal": "files:write",
    "files_info": "files:read",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
    "users_list": "users:read",
    "users_lookupByEmail": "users:read.email",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
# What each event needs.
HEARD = {"app_home_opened": None, "message.im": "im:history", "team_join": "users:read"}


def methods_in_use() -> set[str]:
    rooms = chain.from_iterable((ROOT / room).rglob("*.py") for room in ("bot", "handlers"))
    sources = [path.read_text() for path in rooms if "demo" not in path.parts]
    return set(re.findall(r"client\s*\.\s*([a-z]+_\w+)\(", "\n".join(sources)))


def test_it_is_valid_by_slacks_schema():
    if SCHEMA.exists():  # it stands beside the project, not in it
        errors = Draft7Validator(json.loads(SCHEMA.read_text())).iter_errors(MANIFEST)
        assert [f"{list(error.path)}: {error.message}" for error in errors] == []


def test_it_keeps_slacks_limits():
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    assert re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", about["background_color"])
    assert len(FEATURES["bot_user"]["display_name"]) <= 80
    assert len(FEATURES["slash_commands"]) <= 50
    assert len(FEATURES["shortcuts"]) <= 10


def test_commands_and_shortcuts_keep_slacks_limits():
    for command in FEATURES["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000
        assert len(command["usage_hint"]) <= 1000
        assert command["should_escape"]  # so that a mention arrives as an id
    for shortcut in FEATURES["shortcuts"]:
        assert shortcut["type"] in {"global", "message"}
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255


def test_scopes_and_events_are_declared_once():
    assert len(set(SCOPES)) == len(SCOPES)
    assert len(set(EVENTS)) == len(EVENTS)


def test_every_method_in_use_has_its_scope():
    used = methods_in_use()

    assert used - METHODS.keys() == set(), "Look up which scope it needs, and add it to METHODS"
    assert {METHODS[name] for name in used} - {None} <= set(SCOPES)


def test_every_scope_is_used_and_says_why():
    used = {METHODS[name] for name in methods_in_use()} | {HEARD[name] for name in EVENTS}
    by_other_means = {
        "commands",  # the command and the shortcut
        "im:write",  # conversations_open with one person, to look whether the first DM arrived
        "files:read",  # handlers/files.py fetches the people file by its private address
    }

    assert set(SCOPES) == (used | by_other_means) - {None}
    for scope in SCOPES:
        assert re.search(rf"- {re.escape(scope)} # \S+", SOURCE), f"{scope} does not say what it is for"


def test_everything_that_is_clicked_can_arrive():
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert MANIFEST["settings"]["socket_mode_enabled"]
    assert FEATURES["app_home"]["home_tab_enabled"]
    assert not FEATURES["app_home"]["messages_tab_read_only_enabled"]


@pytest.mark.parametrize("command", [row["command"] for row in FEATURES["slash_commands"]])
async def test_every_command_is_answered(stage: Stage, command: str):
    noa = stage.person(cast.NOA)

    await noa.says(command)

    assert noa.heard
    assert not stage.workspace.record.failures


@pytest.mark.parametrize(
    "word", re.findall(r"[a-z]+", re.sub(r"@\w+", "", FEATURES["slash_commands"][0]["usage_hint"]))
)
@pytest.mark.usefixtures("program")
async def test_every_word_of_the_hint_is_answered(stage: Stage, word: str):
    noa = stage.person(cast.NOA)

    await noa.says(f"/flipside {word}")

    assert noa.heard or noa.modal
    assert not stage.workspace.record.failures


@pytest.mark.parametrize("shortcut", [row["callback_id"] for row in FEATURES["shortcuts"]])
@pytest.mark.usefixtures("program")
async def test_every_shortcut_is_answered(stage: Stage, shortcut: str):
    outcome = await stage.workspace.shortcut(cast.NOA, shortcut)

    assert outcome.ok, outcome.error
    assert stage.workspace.modals_of(cast.NOA)


async def open_home(stage: Stage) -> None:
    await stage.workspace.open_home(cast.NOA)
    assert stage.workspace.home_of(cast.NOA)


async def write(stage: Stage) -> None:
    noa = stage.person(cast.NOA)
    await noa.says("hello?")
    assert noa.heard


async def join(stage: Stage) -> None:
    stage.workspace.add_user(User("UNEW", "nele", "Nele New"))
    for _ in range(500):
        if await stage.flipside.store.run(is_known, "UNEW"):
            return
        await asyncio.sleep(0.01)
    pytest.fail("the newcomer is not known")


STAGED: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "app_home_opened": open_home,
    "message.im": write,
    "team_join": join,
}


@pytest.mark.parametrize("event", EVENTS)
async def test_every_event_is_answered(stage: Stage, event: str):
    await STAGED[event](stage)

    assert not stage.workspace.record.failures
