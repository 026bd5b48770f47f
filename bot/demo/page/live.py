"""The live line to each open page: what changed, for whom, never the content itself."""

import asyncio

from aiohttp import WSCloseCode, web

from bot.demo.workspace import Change

_HEARTBEAT = 20.0  # seconds


class Line:
    """One open page. Changes that wait to be sent are kept once each, so that a busy week cannot pile up."""

    def __init__(self, user_id: str, socket: web.WebSocketResponse) -> None:
        self.user_id = user_id
        self.socket = socket
        self._waiting: dict[tuple[str, str | None], None] = {}
        self._news = asyncio.Event()

    def tell(self, kind: str, channel: str | None = None) -> None:
        """Let the page know of a change soon."""
        self._waiting[kind, channel] = None
        self._news.set()

    async def send(self) -> None:
        """Send changes as they come, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            waiting, self._waiting = self._waiting, {}
            for kind, channel in waiting:
                await self.socket.send_json({"kind": kind, "channel": channel})


class Live:
    """All open pages."""

    def __init__(self) -> None:
        self._lines: set[Line] = set()

    def changed(self, change: Change) -> None:
        """Tell the pages of those who may see the change."""
        for line in self._lines:
            if change.people is None or line.user_id in change.people:
                line.tell(change.kind, change.channel)

    def story_changed(self) -> None:
        """Tell every page that the story's panel is different."""
        for line in self._lines:
            line.tell("story")

    async def serve(self, request: web.Request, user_id: str) -> web.WebSocketResponse:
        """Keep one page up to date until it hangs up."""
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        await socket.prepare(request)
        line = Line(user_id, socket)
        self._lines.add(line)
        sending = asyncio.create_task(_until_closed(line))
        try:
            async for _ in socket:
                pass  # the page has nothing to say here
        finally:
            self._lines.discard(line)
            sending.cancel()
        return socket

    async def close(self, _app: web.Application) -> None:
        """Hang up on every page; the workspace stops."""
        for line in tuple(self._lines):
            await line.socket.close(code=WSCloseCode.GOING_AWAY)


async def _until_closed(line: Line) -> None:
    try:
        await line.send()
    except ConnectionError:
        return  # the page is gone; its reading side ends as well
