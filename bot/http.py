"""Slack by HTTP instead of Socket Mode.

Bolt refuses a signature that is wrong or older than five minutes; a request that comes again within them is
the same event or click, which the inbox lets through once.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.dispatch import dispatch

PATH = "/slack/events"
LARGEST = 2 * 1024 * 1024  # bytes of a request
FAREWELL = 3.0  # seconds that Slack waits for an answer


async def listen(
    app: AsyncApp,
    port: int,
    acked: Callable[[float], None],
    host: str = "0.0.0.0",  # noqa: S104  a container's port
) -> web.AppRunner:
    """Serve ``POST /slack/events``; clean up the runner to stop, what has come is answered first."""

    async def answer(request: web.Request) -> web.Response:
        started = perf_counter()
        response = await dispatch(app, await to_bolt_request(request))
        acked(perf_counter() - started)
        return await to_aiohttp_response(response)

    site = web.Application(client_max_size=LARGEST)
    site.router.add_post(PATH, answer)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=FAREWELL)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
