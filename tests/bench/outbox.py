"""How fast the outbox is paid, against a workspace in a process of its own that answers after 10 ms."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.app import Flipside
from bot.demo.stage import MANIFEST
from bot.demo.workspace import User, Workspace
from bot.letters import Letter, Message
from bot.rules.messages import Kind
from bot.settings import Settings
from storage import migrations
from storage.models import Person
from storage.outbox import Owed
from storage.work import Work

ANSWERS_AFTER = 0.01  # seconds
MANY = 3000
PER_MINUTE, PACED = 1200, 400
LETTERS = {Kind.WELCOME: Letter(lambda _work, message: message.key, lambda key: Message(f"Hello {key}"))}


def measure() -> Iterator[dict[str, Any]]:
    seconds, record = _send(MANY, per_minute=0)
    yield {"work": f"{MANY} DMs, answers after 10 ms", "per_second": round(MANY / seconds), "reach": 500}
    seconds, record = _send(PACED, per_minute=PER_MINUTE, burst=PER_MINUTE // 30)
    limited = record["limited"]
    yield {
        "work": f"{PACED} DMs at {PER_MINUTE} a minute",
        "share_of_rate": round((PACED - PER_MINUTE // 30) / seconds * 60 / PER_MINUTE, 3),
        "reach": 0.95,
        "refused": round(limited / (record["calls"] or 1), 4),
        "at_most": 0.005,
    }


def _send(messages: int, per_minute: int, burst: int = 0) -> tuple[float, dict[str, int]]:
    """Return the seconds that the messages took, without those of the first burst, and what Slack counted."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    slack = context.Process(target=_serve, args=(there, messages, per_minute))
    slack.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            seconds = asyncio.run(_pay(here.recv(), Path(folder, "bench.db"), messages, per_minute))
        here.send("stop")
        return seconds, here.recv()
    finally:
        slack.join()


async def _pay(where: dict[str, str], database: Path, messages: int, per_minute: int) -> float:
    settings = Settings(
        bot_token=where["token"],
        api_url=where["url"],
        database_url=f"sqlite:///{database}",
        messages_per_minute=per_minute,
    )
    flipside = Flipside(settings)
    migrations.upgrade(flipside.store.engine)
    flipside.keep_connections()
    delivery = flipside.delivery
    delivery.letters = LETTERS
    await flipside.store.run(_owe, messages)
    began = perf_counter()
    paying = asyncio.create_task(delivery.run())
    while delivery.counts["sent"] < messages:
        await asyncio.sleep(0.01)
    seconds = perf_counter() - began
    paying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await paying
    await flipside.stop()
    return seconds


def _owe(work: Work, messages: int) -> None:
    people = [f"U{number:06}" for number in range(messages)]
    work.session.add_all(Person(id=one, name=one, email=None, timezone="UTC") for one in people)
    work.outbox.owe_all(Kind.WELCOME, [Owed(f"welcome:{one}", one, {}) for one in people])


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(0)


def _serve(pipe: Connection, people: int, per_minute: int) -> None:
    asyncio.run(_serving(pipe, people, per_minute))


async def _serving(pipe: Connection, people: int, per_minute: int) -> None:
    users = [
        User(id=f"U{number:06}", name=f"u{number}", real_name=f"U {number}", email="", title="", tz="UTC")
        for number in range(people)
    ]
    async with Workspace(users, manifest=MANIFEST, clock=_Clock()) as workspace:
        workspace.faults.latency(ANSWERS_AFTER)
        if per_minute:
            workspace.faults.rate_limit({"chat.postMessage": per_minute})
        pipe.send({"token": workspace.bot_token, "url": workspace.url})
        await asyncio.to_thread(pipe.recv)
        calls = workspace.record.calls["chat.postMessage"]
        pipe.send({"calls": calls, "limited": workspace.record.refused["chat.postMessage", "ratelimited"]})
