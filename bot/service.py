"""Runs the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.app import Flipside, WrongTokens
from bot.settings import Settings
from bot.sockets.keeper import NoConnection
from bot.sockets.link import NoHello
from storage import faults
from storage.faults import OutOfReach
from storage.migrations import BrokenDatabase

log = structlog.get_logger()

SHORTEST_REST, LONGEST_REST = 10.0, 30.0  # seconds between two attempts to reach Slack
SILENT = "Look at the network, its proxy, SLACK_API_URL and slack-status.com. I go on asking."
# What Slack says for a while only.
PASSING = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", ""}
)


class CannotStart(RuntimeError):
    """Why the bot cannot start, in a sentence."""


async def serve(settings: Settings, make: Callable[[Settings], Flipside] = Flipside) -> None:
    """Run the bot until SIGTERM or SIGINT; what is at work is finished first.

    Should something break down for good, its failure is raised here, so that a supervisor starts us anew.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    flipside = make(settings)
    try:
        await _unless(stopped, _start(flipside))
        await _unless(stopped, _go_on(flipside))
        log.info("service.stopping")
    finally:
        await flipside.stop()
        log.info("service.stopped")


async def _start(flipside: Flipside) -> None:
    """Bring everything up; raises CannotStart where Slack or the database does not let us in."""
    try:
        await flipside.tell_health()
        flipside.bring_up_to_date()
        await _patiently(flipside.greet)
        await _patiently(flipside.connect)
    except SlackApiError as refusal:
        raise CannotStart(f"Slack refuses us ({_problem(refusal)}).") from refusal
    except (BrokenDatabase, WrongTokens) as broken:
        raise CannotStart(str(broken)) from broken
    except OutOfReach as away:
        raise CannotStart(away.problem) from away
    except DBAPIError as broken:
        raise CannotStart(faults.tell(broken)) from broken
    except OSError as taken:
        raise CannotStart(f"A port cannot be used ({taken.strerror}).") from taken
    flipside.go()
    log.info("service.started", transport=flipside.settings.transport)


async def _go_on(flipside: Flipside) -> None:
    """Learn who there is while answering already, and go on until something breaks down."""
    learning = asyncio.create_task(_learn(flipside), name="learning")
    try:
        await flipside.lasting()
    except NoConnection as lost:
        log.error("service.no_connection", problem=str(lost), remedy=SILENT)  # noqa: TRY400  nothing of ours failed
        raise
    finally:
        learning.cancel()
        await asyncio.gather(learning, return_exceptions=True)


async def _learn(flipside: Flipside) -> None:
    try:
        await _patiently(flipside.learn)
    except SlackApiError as refusal:
        remedy = "Run `python -m bot check`. I ask again at night."
        log.error("service.no_directory", problem=_problem(refusal), remedy=remedy)  # noqa: TRY400  said in full
    except (SQLAlchemyError, OutOfReach) as broken:
        log.error("service.no_directory", exc_info=broken, remedy="I ask again at night.")  # noqa: TRY400  given


async def _patiently(ask: Callable[[], Awaitable[None]]) -> None:
    """Ask Slack for something, again and again while it is silent; a refusal is raised."""
    rest = SHORTEST_REST
    while True:
        try:
            return await ask()
        except SlackApiError as refusal:
            if (problem := _problem(refusal)) not in PASSING and refusal.response.status_code < 500:
                raise
            rest = max(rest, float(refusal.response.headers.get("Retry-After", 0)))
        except NoHello as farewell:
            problem = farewell.reason
        except (ClientError, ConnectionError, TimeoutError) as silent:
            problem = type(silent).__name__
        log.error("service.waiting_for_slack", problem=problem, remedy=SILENT)
        await asyncio.sleep(rest)
        rest = min(rest * 2, LONGEST_REST)


def _problem(refusal: SlackApiError) -> str:
    return str(refusal.response.get("error") or f"status {refusal.response.status_code}")


async def _unless(stopped: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do the work, and give it up where we are told to stop before it is done."""
    doing, waiting = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if not doing.done():
        doing.cancel()
    with suppress(asyncio.CancelledError):
        await doing
