"""The workspace's network: one aiohttp application on 127.0.0.1."""

from aiohttp import web

from bot.demo.workspace.avatars import AvatarEndpoint
from bot.demo.workspace.core import Core
from bot.demo.workspace.downloads import FileEndpoint
from bot.demo.workspace.endpoint import Endpoint
from bot.demo.workspace.replies import ResponseUrlEndpoint
from bot.demo.workspace.sockets import Sockets

Runner = web.AppRunner
HOST = "127.0.0.1"
_LARGEST_UPLOAD = 64 * 1024 * 1024


def application(core: Core, sockets: Sockets) -> web.Application:
    """Return the routes that the app calls."""
    app = web.Application(client_max_size=_LARGEST_UPLOAD)
    files = FileEndpoint(core)
    app.router.add_route("*", "/api/{method}", Endpoint(core).serve)
    app.router.add_post("/actions/{team}/{token}", ResponseUrlEndpoint(core).serve)
    app.router.add_post("/upload/v1/{file_id}", files.upload)
    app.router.add_get("/files-pri/{key}/{name:.+}", files.download)
    app.router.add_get("/avatars/{name}", AvatarEndpoint(core).serve)
    app.router.add_get("/link/", sockets.serve)
    return app


async def listen(app: web.Application, port: int) -> tuple[web.AppRunner, int]:
    """Serve on loopback; returns the runner and the port (0 picks a free one)."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    await site.start()
    return runner, int(runner.addresses[0][1])
