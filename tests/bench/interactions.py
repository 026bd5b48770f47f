"""Clicks and commands through real Socket Mode to ``python -m bot run``: each is durable before its ack.

Three in four are answers to check-ins, one in four opens the hub. FLIPSIDE_BENCH_SECONDS is for how long
(600: ten minutes), FLIPSIDE_BENCH_RATE how many a second, FLIPSIDE_DATABASE_URL another database than SQLite.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import uvloop
from sqlalchemy import text

from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import User, Workspace, payloads
from bot.demo.workspace.courier import Parcel, Receipt, parcel
from bot.demo.workspace.ids import ts_of
from bot.memory import collect_seldom
from storage import migrations
from storage.database import connect
from storage.models import CheckIn
from storage.store import Store
from storage.work import Work
from tests.builders import a_pair, a_program

ROOT = Path(__file__).parents[2]
PAIRS = 200
USERS = [User(f"U{number:04}", f"p{number}", f"Person {number}") for number in range(2 * PAIRS)]
DONE = "SELECT count(*) FROM received WHERE done_at IS NOT NULL"
REACH = {"p50_ms": 50, "p99_ms": 300, "max_ms": 3000, "lost": 0, "first_ack_s": 5}


def measure() -> Iterator[dict[str, Any]]:
    seconds = float(os.environ.get("FLIPSIDE_BENCH_SECONDS", "15"))
    rate = float(os.environ.get("FLIPSIDE_BENCH_RATE", "200"))
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("FLIPSIDE_DATABASE_URL", f"sqlite:///{folder}/flipside.db")
        asked = int(seconds * rate)
        _fill(url, asked)
        collect_seldom()  # a pause here would be measured as the bot's
        yield uvloop.run(_play(folder, url, seconds, rate))


def _fill(url: str, asked: int) -> None:
    engine = connect(url)
    migrations.upgrade(engine)
    store = Store(engine, SystemClock())
    store.run_now(_a_company, asked)
    store.close()


def _a_company(work: Work, asked: int) -> None:
    a_program(work)
    people = [user.id for user in USERS]
    for mentor, mentee in zip(people[::2], people[1::2], strict=True):
        a_pair(work, mentor, mentee)
    for number in range(asked):
        person = people[number % len(people)]
        pair = people.index(person) // 2 * 2
        work.session.add(
            CheckIn(
                id=f"check-{number}",
                pair_id=f"{people[pair]}-{people[pair + 1]}",
                person_id=person,
                number=1,
                asked_at=work.now,
            )
        )


async def _play(folder: str, url: str, seconds: float, rate: float) -> dict[str, Any]:
    async with Workspace(USERS, manifest=MANIFEST, clock=SystemClock(), keep_calls=10) as workspace:
        started = monotonic()
        bot = await _start_bot(workspace, folder, url)
        await asyncio.wait_for(_connected(workspace), 60)
        first = await _send(workspace, _command(workspace, 0))
        first_ack = monotonic() - started
        await asyncio.sleep(3)  # the directory is learned meanwhile
        before = _cpu_seconds(bot.pid)
        receipts = await _storm(workspace, seconds, rate)
        spent = _cpu_seconds(bot.pid) - before
        bot.send_signal(signal.SIGTERM)
        stopping = monotonic()
        await bot.wait()
        receipts.append(first)
        return _figures(workspace, receipts, url) | {
            "work": f"{rate:g} interactions/s for {seconds:g} s",
            "bot_cpu_ms_each": round(spent / len(receipts) * 1000, 1),
            "first_ack_s": round(first_ack, 2),
            "exit_s": round(monotonic() - stopping, 2),
            "reach": REACH,
        }


def _cpu_seconds(pid: int) -> float:
    """Return the processor time of a process, as Linux tells it (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _connected(workspace: Workspace) -> None:
    while not workspace.connections:  # noqa: ASYNC110  the workspace tells nobody
        await asyncio.sleep(0.01)


async def _storm(workspace: Workspace, seconds: float, rate: float) -> list[Receipt]:
    """Send at a steady rate, whether answers are late or not."""
    sent: list[asyncio.Task[Receipt]] = []
    began = monotonic()
    for number in range(int(seconds * rate)):
        await asyncio.sleep(max(0.0, began + number / rate - monotonic()))
        what = _command(workspace, number) if number % 4 == 0 else _tap(workspace, number)
        sent.append(asyncio.create_task(_send(workspace, what)))
    return list(await asyncio.gather(*sent))


def _figures(workspace: Workspace, receipts: list[Receipt], url: str) -> dict[str, Any]:
    acks = workspace.record.latencies
    acked = sum(receipt.error is None for receipt in receipts)
    engine = connect(url)
    with engine.connect() as connection:
        done = connection.execute(text(DONE)).scalar_one()
    engine.dispose()
    return {
        "sent": len(receipts),
        "unacked": len(receipts) - acked,
        "lost": acked - done,
        "p50_ms": round(acks.p50 * 1000, 1),
        "p99_ms": round(acks.p99 * 1000, 1),
        "max_ms": round(acks.max * 1000, 1),
    }


async def _send(workspace: Workspace, what: Parcel) -> Receipt:
    return await workspace._delivery.send(what)


def _command(workspace: Workspace, number: int) -> Parcel:
    core, user = workspace._core, USERS[number % len(USERS)].id
    command = core.manifest.commands["/flipside"]
    body = payloads.slash_command(core, user, core.dm(user), command, "")
    return parcel("slash_commands", "slash_command", body)


def _tap(workspace: Workspace, number: int) -> Parcel:
    core, user = workspace._core, USERS[number % len(USERS)].id
    room, ts = core.dm(user), ts_of(core.ids.micros() + number)
    action = {
        "type": "button",
        "action_id": "checkins_mood.great",
        "block_id": "mood",
        "value": f"check-{number}",
        "action_ts": ts,
    }
    message = {"ts": ts, "text": "How is it going?", "blocks": [], "user": core.bot, "type": "message"}
    body = payloads.actions_in_message(core, user, room, message, values={}, action=action)
    return parcel("interactive", "block_actions", body)


async def _start_bot(workspace: Workspace, folder: str, url: str) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "FLIPSIDE_"))}
    ours = {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.url,
        "FLIPSIDE_DATABASE_URL": url,
        "FLIPSIDE_LOG_LEVEL": os.environ.get("FLIPSIDE_BENCH_LOG", "WARNING"),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=kept | ours
    )
