"""Real processes: the workspace, and bots that a supervisor starts anew when they end by themselves."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from aiohttp import ClientSession

ROOT = Path(__file__).parents[2]
HEARD = 400_000  # log lines that are kept of a bot
STARTS, GOES_ON = '"service.started"', '"engine.sends"'


class Slack:
    """The workspace's process; a command of ``Hand`` is a call here: ``await slack("calm")``."""

    def __init__(self, people: int) -> None:
        self._people, self._secret = people, secrets.token_hex(16)
        self.bot_token = self.app_token = self.url = self._desk = ""

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.slack", str(self._people), self._secret),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout
        told = json.loads(await self._process.stdout.readline())
        self.bot_token, self.app_token = told["bot_token"], told["app_token"]
        self.url, self._desk = told["url"], told["desk"]
        self._session = ClientSession(headers={"Authorization": self._secret})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()

    async def __call__(self, name: str, /, **arguments: Any) -> Any:
        async with self._session.post(f"{self._desk}/{name}", json=arguments) as response:
            if response.status != 200:
                raise RuntimeError(f"{name}: {await response.text()}")
            return (await response.json())["answer"]

    async def fault(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Let something go wrong: a method of ``workspace.faults``."""
        await self("fault", name=name, args=args, kwargs=kwargs)

    async def person(self, user: str, does: str, *args: Any) -> None:
        """Let a person do something by its label."""
        await self("person", user=user, does=does, args=args)


class Bot:
    """One process of the bot, and what it logs. It is started anew when it ends unasked."""

    def __init__(self, environment: Mapping[str, str], folder: Path, entry: Sequence[str]) -> None:
        self._environment, self._folder, self._entry = dict(environment), folder, tuple(entry)
        self._tasks: set[asyncio.Task[None]] = set()
        self._process: asyncio.subprocess.Process | None = None
        self._is_wanted = False
        self.lines: list[str] = []  # of all its lives
        self._born = 0  # the first line of this life
        self.falls = 0  # how often it ended unasked

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def sends(self) -> bool:
        return self.is_alive and self.says(GOES_ON)

    @property
    def has_started(self) -> bool:
        return self.is_alive and self.says(STARTS)

    def says(self, words: str) -> bool:
        """Tell whether it has logged something in this life."""
        return any(words in line for line in self.lines[self._born :])

    async def start(self) -> None:
        self._born, self._is_wanted = len(self.lines), True
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *self._entry),
            cwd=self._folder,
            env=self._environment,
            stderr=asyncio.subprocess.PIPE,
            limit=1 << 20,
        )
        task = asyncio.create_task(self._follow(self._process))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def kill(self) -> None:
        """End it without a word."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> tuple[int, float]:
        """Ask it to end; return its status, and how many seconds it took."""
        began = time.monotonic()
        return await self._end(signal.SIGTERM), time.monotonic() - began

    def pause(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    async def _end(self, how: signal.Signals) -> int:
        self._is_wanted = False
        assert self._process
        if self.is_alive:
            self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), 60)

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr
        while line := await process.stderr.readline():
            if len(self.lines) < HEARD:
                self.lines.append(line.decode(errors="replace"))
        await process.wait()
        if self._is_wanted and process is self._process:
            self.falls += 1
            await asyncio.sleep(1)
            if self._is_wanted:
                await self.start()


def environment(slack: Slack, database_url: str, per_minute: int, level: str) -> dict[str, str]:
    """Return what a bot reads, of the machine's own environment and of this workspace."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FLIPSIDE_"))}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.url,
        "FLIPSIDE_DATABASE_URL": database_url,
        "FLIPSIDE_MESSAGES_PER_MINUTE": str(per_minute),
        "FLIPSIDE_LOG_LEVEL": level,
    }
