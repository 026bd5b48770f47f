"""Three real processes on one PostgreSQL, killed and stopped for real."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace
from bot.rules.messages import Kind
from storage.database import connect
from storage.models import Role
from storage.store import Store
from storage.work import Work
from tests.builders import a_member, a_program
from tests.databases import PostgreSQL
from tests.stories import cast

ROOT = Path(__file__).parents[2]
PATIENCE = 40  # seconds; three processes start on two busy cores


class Replica:
    """One of the processes, and the file of its log lines."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self._log, self._environment = log, environment

    async def start(self) -> None:
        with self._log.open("wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._log.parent, env=self._environment, stderr=log
            )

    @property
    def log(self) -> str:
        return self._log.read_text()

    @property
    def sends(self) -> bool:
        return self.process.returncode is None and "engine.sends" in self.log

    async def end(self, how: signal.Signals) -> int:
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), 20)


async def until(holds: Callable[[], object], what: str) -> float:
    """Wait for something; return how many seconds that took."""
    start = time.monotonic()
    while not holds():
        assert time.monotonic() < start + PATIENCE, f"waited in vain for {what}"
        await asyncio.sleep(0.02)
    return time.monotonic() - start


def join(work: Work) -> None:
    a_program(work)
    a_member(work, cast.MAYA, Role.MENTOR)


def owe(work: Work, number: int) -> None:
    facts = {"program": "program", "survey": None}
    work.outbox.owe(Kind.WELCOME, f"welcome:{number}", person=cast.MAYA, facts=facts)


@pytest.mark.timeout(180)
async def test_whoever_sends_may_be_killed_and_nothing_is_lost_or_said_twice(
    server: PostgreSQL, tmp_path: Path
):
    async with Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock()) as workspace:
        url = server.empty()
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "FLIPSIDE_"))
        }
        environment = kept | {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_API_URL": workspace.url,
            "FLIPSIDE_DATABASE_URL": url,
            "FLIPSIDE_ADMINS": "ada@example.com",
        }
        replicas = [Replica(tmp_path / f"replica-{number}.log", environment) for number in range(3)]
        await asyncio.gather(*(replica.start() for replica in replicas))
        store = Store(connect(url), SystemClock())
        try:
            await until(lambda: all("service.started" in one.log for one in replicas), "three that started")
            await until(lambda: any(one.sends for one in replicas), "one that sends")
            assert [one.sends for one in replicas].count(True) == 1
            await asyncio.sleep(1)  # the directory is learned
            await store.run(join)
            maya = workspace.person(cast.MAYA)
            for number in range(2):
                await store.run(owe, number)
                await until(lambda n=number: len(maya.heard) == n + 1, "a message")
                await next(one for one in replicas if one.sends).end(signal.SIGKILL)
                await until(lambda: any(one.sends for one in replicas), "the next one that sends")
            await store.run(owe, 2)
            await until(lambda: len(maya.heard) == 3, "a message from the last one")
            await asyncio.sleep(1)
            assert len(maya.heard) == 3

            last = next(one for one in replicas if one.sends)
            assert await last.end(signal.SIGTERM) == 0, last.log
            assert "Traceback" not in last.log
        finally:
            store.close()
            for replica in replicas:
                await replica.end(signal.SIGKILL)
