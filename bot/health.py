"""How the bot is, for supervisors: /healthz, /readyz and /metrics, on loopback only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

HOST = "127.0.0.1"


async def listen(
    port: int, troubles: Callable[[], Awaitable[list[str]]], figures: Callable[[], Awaitable[bytes]]
) -> web.AppRunner:
    """Serve until the runner is cleaned up; ``troubles`` says what keeps the bot from working."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        found = await troubles()
        return web.json_response({"ready": not found, "troubles": found}, status=503 if found else 200)

    async def metrics(_request: web.Request) -> web.Response:
        kind = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=await figures(), headers=kind)

    site = web.Application()
    site.router.add_get("/healthz", healthz)
    site.router.add_get("/readyz", readyz)
    site.router.add_get("/metrics", metrics)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    return runner
