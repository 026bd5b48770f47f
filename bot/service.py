"""Runs the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError

from bot.app import Flipside
from bot.settings import Settings
from storage.migrations import BrokenDatabase

log = structlog.get_logger()


class CannotStart(RuntimeError):
    """Why the bot cannot start, in a sentence."""


async def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT; what is at work is finished first.

    Should sending break down, its failure is raised here, so that a supervisor starts us anew.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    flipside = Flipside(settings)
    try:
        await _unless(stopped, _start(flipside))
        await _unless(stopped, flipside.sending())
        log.info("service.stopping")
    finally:
        await flipside.stop()


async def _start(flipside: Flipside) -> None:
    """Bring everything up; raises CannotStart where Slack or the database does not let us in."""
    try:
        await flipside.prepare()
        await flipside.connect()
    except SlackApiError as refusal:
        problem = refusal.response.get("error") or f"status {refusal.response.status_code}"
        raise CannotStart(f"Slack refuses us ({problem}).") from refusal
    except (ClientError, OSError, TimeoutError) as silent:
        raise CannotStart(f"Slack does not answer ({type(silent).__name__}).") from silent
    except BrokenDatabase as broken:
        raise CannotStart(str(broken)) from broken
    except DBAPIError as broken:
        raise CannotStart(f"The database cannot be used ({broken.orig}).") from broken
    flipside.go()
    log.info("service.started", transport=flipside.settings.transport)


async def _unless(stopped: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work, and give it up where we are told to stop before it is done."""
    doing, waiting = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not doing.done():
        doing.cancel()
    with suppress(asyncio.CancelledError):
        await doing
