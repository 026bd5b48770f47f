"""The demo: a company, a bot, a messenger in the browser, and time that the visitor moves."""

from __future__ import annotations

import asyncio
import signal
import sys
import webbrowser
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console

from bot import logs
from bot.clock import SystemClock
from bot.demo import page
from bot.demo.company import found
from bot.demo.lives import users_of
from bot.demo.lives.story import Story
from bot.demo.stage import Stage
from bot.demo.tale import Tale

WEEKS = 26


async def show(*, port: int, people: int, seed: int) -> None:
    """Serve the demo on loopback until it is interrupted."""
    logs.configure("WARNING")
    company = found(people, seed)
    start = _monday_morning(company.admin.tz)
    stage = Stage(users_of(company), start=start, admins=[company.admin.email], seed=seed, port=port)
    stage.workspace.create_channel("flipside", [one.id for one in company.people()])
    page.add_routes(stage.workspace, Tale(Story(stage, company, weeks=WEEKS, seed=seed)), title=company.name)
    async with stage:
        await _until_stopped(f"http://127.0.0.1:{port}/", company.name)


async def _until_stopped(address: str, name: str) -> None:
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    Console().print(f"[bold]{name}[/bold] is at work. Look in at [link]{address}[/link]  (Ctrl-C ends it)")
    if sys.stdout.isatty():
        webbrowser.open(address)
    await stopped.wait()


def _monday_morning(zone: str) -> datetime:
    """Return when this week began in a time zone: at 9:00 on Monday."""
    today = SystemClock().now().date()
    monday = today - timedelta(days=today.weekday())
    return datetime.combine(monday, time(9), ZoneInfo(zone)).astimezone(UTC)
