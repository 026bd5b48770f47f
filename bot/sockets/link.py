"""One websocket of Socket Mode, from Slack's hello to its end."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSCloseCode, WSMsgType
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

CLOSING = ClientWSTimeout(ws_close=1.0)  # seconds to wait for Slack's goodbye
PATIENCE = 10.0  # seconds for an address, a connection and a hello
HEARTBEAT = 10.0  # seconds between pings; a pong is waited for half as long
NORMAL = WSCloseCode.OK.to_bytes(2, "big")


class NoHello(ConnectionError):
    """Slack closed a connection before its hello; ``reason`` is what it said, such as too_many_websockets."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True, eq=False)
class Link:
    """An open connection: what came over it and is not acked yet is counted in ``at_work``."""

    socket: ClientWebSocketResponse
    app_id: str
    at_work: set[asyncio.Task[None]] = field(default_factory=set)
    has_said_goodbye: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something can be said on it."""
        return not self.has_said_goodbye and not self.socket.closed

    async def messages(self) -> AsyncIterator[Json]:
        """Yield what Slack sends until the connection ends; one whose pings stay unanswered ends too."""
        while True:
            message = await self.socket.receive()
            if message.type is WSMsgType.TEXT:
                yield json.loads(message.data)
            elif message.type is not WSMsgType.BINARY:
                return

    async def say(self, message: Json) -> bool:
        """Send a message; return False where the connection is gone."""
        try:
            await self.socket.send_str(json.dumps(message))
        except (ConnectionError, RuntimeError):
            return False
        return True

    async def say_goodbye(self) -> None:
        """Ask Slack to end the connection; what it has sent before can still be read."""
        if self.is_open:
            self.has_said_goodbye = True
            with suppress(ConnectionError, RuntimeError):
                await self.socket.send_frame(NORMAL, WSMsgType.CLOSE)

    async def close(self) -> None:
        """End the connection."""
        await self.socket.close()


async def connect(
    client: AsyncWebClient, app_token: str, session: ClientSession, heartbeat: float = HEARTBEAT
) -> Link:
    """Open a connection and hear its hello; raises SlackApiError, ClientError, OSError or TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        answer = await client.apps_connections_open(app_token=app_token)
        proxy = load_http_proxy_from_env(logging.getLogger(__name__))
        socket = await session.ws_connect(
            str(answer["url"]), heartbeat=heartbeat, proxy=proxy, timeout=CLOSING
        )
        try:
            return await _greeted(socket)
        except BaseException:
            await asyncio.shield(socket.close())
            raise


async def _greeted(socket: ClientWebSocketResponse) -> Link:
    first = await socket.receive()
    if first.type is not WSMsgType.TEXT:
        raise NoHello("closed")
    hello = json.loads(first.data)
    if hello.get("type") != "hello":
        raise NoHello(str(hello.get("reason") or hello.get("type")))
    return Link(socket, str(hello.get("connection_info", {}).get("app_id", "")))
