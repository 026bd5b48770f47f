"""Runs the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import signal

import structlog

from bot.app import Flipside
from bot.settings import Settings

log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT; what is at work is finished first."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    flipside = Flipside(settings)
    try:
        await flipside.prepare()
        await flipside.connect()
        flipside.go()
        log.info("service.started", transport=settings.transport)
        await stopped.wait()
        log.info("service.stopping")
    finally:
        await flipside.stop()
