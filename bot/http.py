"""Slack by HTTP instead of Socket Mode: Bolt checks each request's signature and age."""

from __future__ import annotations

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

PATH = "/slack/events"
LARGEST = 2 * 1024 * 1024  # bytes of a request


async def listen(app: AsyncApp, port: int, host: str = "0.0.0.0") -> web.AppRunner:  # noqa: S104  a container's port
    """Serve ``POST /slack/events``; clean up the runner to stop."""

    async def answer(request: web.Request) -> web.Response:
        response = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)

    site = web.Application(client_max_size=LARGEST)
    site.router.add_post(PATH, answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
