"""The bot as a service: what breaks down is not hidden, what is mended goes on by itself."""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot import logs
from bot.app import Flipside
from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace
from bot.service import CannotStart, serve
from bot.settings import Settings
from tests.stories import cast

PATIENCE = 30  # seconds; two cores may be busy


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock()) as workspace:
        yield workspace


@pytest.fixture
def settings(workspace: Workspace, tmp_path: Path) -> Settings:
    return Settings(
        bot_token=workspace.bot_token,
        app_token=workspace.app_token,
        api_url=workspace.url,
        database_url=f"sqlite:///{tmp_path}/flipside.db",
    )


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged meanwhile."""
    lines = io.StringIO()
    logs.configure("INFO", stream=lines)
    yield lines
    logs.configure("INFO")


async def until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.05)


async def test_a_database_that_goes_away_ends_the_service_for_its_supervisor(settings: Settings) -> None:
    flipside = Flipside(settings)
    await flipside.prepare()
    await flipside.connect()
    with flipside.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE outboxmessage")
    flipside.go()

    with pytest.raises(Exception, match="no such table: outboxmessage"):
        await flipside.lasting()

    await flipside.stop()


async def test_a_start_before_slack_answers_waits_and_says_so(tmp_path: Path, log: io.StringIO) -> None:
    port = free_port()
    workspace = Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock())
    settings = Settings(
        bot_token=workspace.bot_token,
        app_token=workspace.app_token,
        api_url=f"http://127.0.0.1:{port}/api/",
        database_url=f"sqlite:///{tmp_path}/flipside.db",
    )
    service = asyncio.create_task(serve(settings))
    await until(lambda: "service.waiting_for_slack" in log.getvalue(), "a word on Slack's silence")

    await workspace.start(port=port)
    await until(lambda: workspace.connections, "the bot's connection")
    noa = workspace.person(cast.NOA)
    await noa.says("/flipside help")

    assert noa.heard
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(service, PATIENCE)
    await workspace.stop()


async def test_tokens_of_another_workspace_do_not_touch_a_programs_database(
    settings: Settings, workspace: Workspace
) -> None:
    flipside = Flipside(settings)
    await flipside.prepare()
    await flipside.stop()
    other = Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock(), seed=2)
    assert other.team_id != workspace.team_id

    async with other:
        tokens = {"bot_token": other.bot_token, "app_token": other.app_token, "api_url": other.url}
        with pytest.raises(CannotStart, match=f"belongs to another workspace \\({workspace.team_id}"):
            await serve(replace(settings, **tokens))


async def test_health_is_told_on_loopback(settings: Settings, workspace: Workspace) -> None:
    flipside = Flipside(replace(settings, health_port=free_port()))
    await flipside.tell_health()
    flipside.bring_up_to_date()
    await flipside.greet()
    address = f"http://127.0.0.1:{flipside.settings.health_port}"

    async with ClientSession() as session:
        async with session.get(f"{address}/healthz") as alive, session.get(f"{address}/readyz") as early:
            assert alive.status == 200
            assert early.status == 503
            assert await early.json() == {"ready": False, "troubles": ["No connection to Slack (not yet)."]}
        await flipside.connect()
        await workspace.person(cast.NOA).says("/flipside help")
        async with session.get(f"{address}/readyz") as ready:
            assert (ready.status, await ready.json()) == (200, {"ready": True, "troubles": []})
        async with session.get(f"{address}/metrics") as metrics:
            figures = (await metrics.text()).splitlines()

    await flipside.stop()
    assert "flipside_sockets 1.0" in figures
    assert "flipside_ack_seconds_count 1.0" in figures
    assert "flipside_open_events 0.0" in figures
    assert "flipside_oldest_due_seconds 0.0" in figures
    assert any(line.startswith("flipside_last_tick_seconds") for line in figures)


async def test_a_missing_scope_is_told_with_its_remedy_and_the_rest_works(
    settings: Settings, tmp_path: Path, log: io.StringIO
) -> None:
    poorer = tmp_path / "manifest.yml"
    poorer.write_text(MANIFEST.read_text().replace("      - mpim:write", "      #"))
    async with Workspace(cast.USERS, manifest=poorer, clock=SystemClock()) as workspace:
        flipside = Flipside(replace(settings, api_url=workspace.url))
        await flipside.prepare()
        await flipside.stop()

    [told] = [line for line in map(json.loads, log.getvalue().splitlines()) if line["level"] == "error"]
    assert told["event"] == "service.missing_scopes"
    assert "mpim:write" in told["remedy"]


async def test_told_to_stop_in_full_swing_it_acks_what_has_come_and_loses_nothing(
    settings: Settings, workspace: Workspace
) -> None:
    first, second = Flipside(settings), Flipside(settings)
    first.bring_up_to_date()
    for one in (first, second):
        await one.greet()
        await one.connect()
    noa = workspace.app_dm(cast.NOA).id

    async def keep_asking() -> list[bool]:
        asked = []
        for _ in range(40):
            asked.append(asyncio.create_task(workspace.command(cast.NOA, noa, "/flipside")))
            await asyncio.sleep(0.03)
        return [outcome.ok for outcome in await asyncio.gather(*asked)]

    asking = asyncio.create_task(keep_asking())
    await asyncio.sleep(0.4)
    began = time.monotonic()
    await first.stop()

    assert time.monotonic() - began < 20
    assert all(await asking)
    await second.stop()
