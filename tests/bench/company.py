"""A company of 100,000 people, all of them members: its directory, its large beats, the memory it takes.

Each database gets a process of its own, and Slack another one. Meanwhile somebody clicks without a pause: how
long they wait for the store is what a click would wait.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import tempfile
from collections.abc import Awaitable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.app import Flipside
from bot.clock import MovingClock, SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import User, Workspace
from bot.engine.local import Engine
from bot.flows import program
from bot.matchfile import peak_memory
from bot.settings import Settings
from bot.timetable import TIMETABLE
from handlers import directory
from storage import migrations
from storage.database import connect
from storage.models import PairState
from storage.store import Store
from storage.work import Work
from tests.builders import a_program, days, enroll_all
from tests.databases import postgresql

PEOPLE = 100_000
EVERYBODY = [f"U{number:06}" for number in range(PEOPLE)]
LEAVERS = 500
FEW = 2000
BEATS = {"surveys": 0, "lessons": 0, "quiet starts": 0, "check-ins": 9, "program closes": 200}  # on which day
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
AT_ONCE = 1_000_000  # pages a minute: our part of the work is what is measured
PAUSE = 0.005  # seconds between two clicks


def measure() -> Iterator[dict[str, Any]]:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=context) as apart:
        yield from apart.submit(_measure, f"sqlite:///{folder}/company.db").result()
    with postgresql() as server, ProcessPoolExecutor(1, mp_context=context) as apart:
        yield from apart.submit(_measure, server.empty()).result()


def _measure(url: str) -> list[dict[str, Any]]:
    database = url.split(":", maxsplit=1)[0]
    figures = [{"database": database} | figure for figure in asyncio.run(_live(url))]
    return [*figures, {"database": database, "work": "all of it", "memory_mb": peak_memory(), "at_most": 300}]


async def _live(url: str) -> list[dict[str, Any]]:
    clock = MovingClock(NOON)
    migrations.upgrade(engine := connect(url))
    engine.dispose()
    bot = Flipside(Settings(bot_token="xoxb", app_token="xapp", database_url=url), clock)
    store = bot.store
    figures = await _directory(store)
    await store.run(a_program, starts_on=NOON.date() - days(13 * 7), weeks=26)
    for start in range(0, PEOPLE, FEW):
        await store.run(enroll_all, EVERYBODY[start : start + FEW], joined_at=NOON - days(60))
        await store.run(_pair_up, EVERYBODY[start : start + FEW])
    for name, day in BEATS.items():
        clock.move_to(NOON + timedelta(days=day))
        figures.append(await _tick(store, name))
    await bot.stop()
    return figures


async def _directory(store: Store) -> list[dict[str, Any]]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    slack = context.Process(target=_serve, args=(there,))
    slack.start()
    try:
        client = AsyncWebClient(token=here.recv(), base_url=here.recv(), timeout=60)
        first = await _beside(store, directory.sync(client, store, per_minute=AT_ONCE))
        quiet = await _beside(store, directory.sync(client, store, per_minute=AT_ONCE))
        here.send("shrink")
        here.recv()
        last = await _beside(store, directory.sync(client, store, per_minute=AT_ONCE))
        here.send("stop")
    finally:
        slack.join()
    nights = {"first": first, "nothing new": quiet, f"{LEAVERS} fewer": last}
    return [{"work": f"directory, {name}", "people": PEOPLE} | waits for name, waits in nights.items()]


async def _tick(store: Store, name: str) -> dict[str, Any]:
    row = replace(next(row for row in TIMETABLE if row.name == name), after=timedelta(0))
    before = await store.run(_owed)
    waits = await _beside(store, Engine(store, [row]).tick())
    return {"work": f"tick: {name}", "rows": await store.run(_owed) - before} | waits


async def _beside(store: Store, work: Awaitable[object]) -> dict[str, Any]:
    """Do some work while somebody clicks; return how long it took, and how long clicks waited."""
    began, waits = perf_counter(), []
    doing = asyncio.ensure_future(work)
    while not doing.done():
        clicked = perf_counter()
        await store.run(program.card, "ADA")
        waits.append(perf_counter() - clicked)
        await asyncio.sleep(PAUSE)
    await doing
    waits.sort()
    return {
        "seconds": round(perf_counter() - began, 1),
        "click_ms": {"p99": round(waits[len(waits) * 99 // 100] * 1000), "max": round(waits[-1] * 1000)},
    }


def _pair_up(work: Work, people: list[str]) -> None:
    facts = {"program_id": "program", "round_id": "round", "started_at": work.now - days(12), "reasons": []}
    facts |= {"state": PairState.ACTIVE, "waits_again": False}
    halves = zip(people[::2], people[1::2], strict=True)
    work.pairs.add_pairs({"id": f"P-{a}", "mentor_id": a, "mentee_id": b} | facts for a, b in halves)


def _owed(work: Work) -> int:
    return sum(work.delivery.counts().values())


def _serve(pipe: Connection) -> None:
    asyncio.run(_slack(pipe))


async def _slack(pipe: Connection) -> None:
    """Be a workspace of many people, until told to stop."""
    users = [User(one, one.lower(), one, f"{one}@example.com") for one in EVERYBODY]
    workspace = Workspace(users, manifest=MANIFEST, clock=SystemClock(), keep_calls=1)
    await workspace.start()
    pipe.send(workspace.bot_token)
    pipe.send(workspace.url)
    while await asyncio.to_thread(pipe.recv) != "stop":
        for user in users[:LEAVERS]:
            del workspace.users[user.id]
        pipe.send("done")
    await workspace.stop()
