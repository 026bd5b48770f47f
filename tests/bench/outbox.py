"""How fast the outbox is paid, against a workspace in a process of its own that answers after 10 ms."""

from __future__ import annotations

import asyncio
import multiprocessing
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import Any

import uvloop
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.clock import SystemClock
from bot.delivery.pace import rates
from bot.delivery.sender import Delivery
from bot.demo.stage import MANIFEST
from bot.demo.workspace import User, Workspace
from bot.letters import Letter, Message
from bot.memory import collect_seldom
from bot.rules.messages import Kind
from storage import migrations
from storage.database import connect
from storage.models import Person
from storage.outbox import Owed
from storage.store import Store
from storage.work import Work

ANSWERS_AFTER = 0.01  # seconds
MANY = 3000
PER_MINUTE, PACED = 1200, 1200
BURST = PER_MINUTE // 30  # leaves at once, before the rate shows
LETTERS = {Kind.WELCOME: Letter(lambda _work, message: message.key, lambda key: Message(f"Hello {key}"))}


def measure() -> Iterator[dict[str, Any]]:
    logs.configure("INFO")  # as the bot does when it runs
    collect_seldom()  # this, too
    seconds, record = _send(MANY, per_minute=0)
    yield {"work": f"{MANY} DMs, answers after 10 ms", "per_second": round(MANY / seconds), "reach": 500}
    seconds, record = _send(PACED, per_minute=PER_MINUTE)
    yield {
        "work": f"{PACED} DMs at {PER_MINUTE} a minute",
        "share_of_rate": round((PACED - BURST) / seconds * 60 / PER_MINUTE, 3),
        "reach": 0.95,
        "refused": round(record["limited"] / record["calls"], 4),
        "at_most": 0.005,
    }


def _send(messages: int, per_minute: int) -> tuple[float, dict[str, int]]:
    """Return the seconds that the messages took, and what Slack counted."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    slack = context.Process(target=_serve, args=(there, messages, per_minute))
    slack.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            seconds = uvloop.run(_pay(here.recv(), Path(folder, "bench.db"), messages, per_minute))
        here.send("stop")
        return seconds, here.recv()
    finally:
        slack.join()


async def _pay(where: dict[str, str], database: Path, messages: int, per_minute: int) -> float:
    store = Store(connect(f"sqlite:///{database}"), SystemClock())
    migrations.upgrade(store.engine)
    await store.run(_owe, messages)
    async with ClientSession(timeout=ClientTimeout(total=10), cookie_jar=DummyCookieJar()) as session:
        client = AsyncWebClient(where["token"], where["url"], timeout=10, session=session, retry_handlers=[])
        delivery = Delivery(store, client, LETTERS, rates(per_minute))
        began = perf_counter()
        paying = asyncio.create_task(delivery.run())
        while delivery.counts["sent"] < messages:  # noqa: ASYNC110  to watch costs less than to be told
            await asyncio.sleep(0.01)
        seconds = perf_counter() - began
        paying.cancel()
        await asyncio.wait([paying])
    store.close()
    return seconds


def _owe(work: Work, messages: int) -> None:
    people = [f"U{number:06}" for number in range(messages)]
    work.session.add_all(Person(id=one, name=one, email=None, timezone="UTC") for one in people)
    work.outbox.owe_all(Kind.WELCOME, [Owed(f"welcome:{one}", one, {}) for one in people])


def _serve(pipe: Connection, people: int, per_minute: int) -> None:
    collect_seldom()
    uvloop.run(_serving(pipe, people, per_minute))


async def _serving(pipe: Connection, people: int, per_minute: int) -> None:
    users = [
        User(id=f"U{number:06}", name=f"u{number}", real_name=f"U {number}", email="", title="", tz="UTC")
        for number in range(people)
    ]
    async with Workspace(users, manifest=MANIFEST, clock=SystemClock()) as workspace:
        workspace.faults.latency(ANSWERS_AFTER)
        if per_minute:
            workspace.faults.rate_limit({"chat.postMessage": per_minute})
        pipe.send({"token": workspace.bot_token, "url": workspace.url})
        await asyncio.to_thread(pipe.recv)
        calls = workspace.record.calls["chat.postMessage"]
        pipe.send({"calls": calls, "limited": workspace.record.refused["chat.postMessage", "ratelimited"]})
