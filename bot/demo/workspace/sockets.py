"""Socket Mode: the app's websockets, envelopes and acks."""

import asyncio
import contextlib
import json
import time
import uuid
from random import Random

from aiohttp import WSMessage, WSMsgType, web

from bot.demo.workspace.core import Core
from bot.demo.workspace.courier import Parcel, Receipt
from bot.demo.workspace.values import Json

_MOST_CONNECTIONS = 10
_FAREWELL = 1.0  # seconds to wait for the app's own close
_HOST = "applink-embedded"
_LIFETIME = 18_060  # seconds, as Slack announces them


class Sockets:
    """The open connections; each parcel goes to one of them, by chance, as in Slack."""

    def __init__(self, core: Core, seed: int) -> None:
        self._core = core
        self._random = Random(seed)
        self._open: list[web.WebSocketResponse] = []
        self._leaving: set[web.WebSocketResponse] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._arrived = asyncio.Condition()

    @property
    def count(self) -> int:
        """How many connections take parcels now."""
        return len(self._usable())

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection of the app, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._core.socket_tickets:
            return web.Response(status=401)
        self._core.socket_tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, timeout=_FAREWELL)
        await socket.prepare(request)
        if len(self._open) >= _MOST_CONNECTIONS:
            await socket.send_str(json.dumps({"type": "disconnect", "reason": "too_many_websockets"}))
            await socket.close()
            return socket
        await self._greet(socket)
        try:
            async for message in socket:
                await self._hear(socket, message)
        finally:
            self._open.remove(socket)
            self._leaving.discard(socket)
        return socket

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Send an envelope and wait for its ack."""
        core, started = self._core, time.perf_counter()
        envelope_id = str(uuid.UUID(int=self._random.getrandbits(128), version=4))
        try:
            async with asyncio.timeout(core.timing.ack):
                socket = await self._connection()
                answer = await self._exchange(socket, envelope_id, parcel)
        except TimeoutError:
            error = "operation_timeout" if self._open else "dispatch_failed"
            return Receipt(error, id=envelope_id)
        finally:
            self._waiting.pop(envelope_id, None)
        core.record.acked(parcel.name, time.perf_counter() - started)
        return Receipt(answer=answer, id=envelope_id)

    async def refresh(self) -> None:
        """Ask for new connections; the old ones get nothing more and are the app's to close."""
        for socket in self._usable():
            self._leaving.add(socket)
            with contextlib.suppress(ConnectionError):
                await socket.send_str(_disconnect("refresh_requested"))

    async def close(self) -> None:
        """End all connections."""
        for socket in list(self._open):
            with contextlib.suppress(ConnectionError):
                await socket.close()

    def _usable(self) -> list[web.WebSocketResponse]:
        return [socket for socket in self._open if socket not in self._leaving and not socket.closed]

    async def _greet(self, socket: web.WebSocketResponse) -> None:
        self._open.append(socket)
        hello = {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": _HOST, "build_number": 1, "approximate_connection_time": _LIFETIME},
            "connection_info": {"app_id": self._core.identity.app_id},
        }
        await socket.send_str(json.dumps(hello))
        async with self._arrived:
            self._arrived.notify_all()

    async def _hear(self, socket: web.WebSocketResponse, message: WSMessage) -> None:
        if not self._core.faults.heard.is_set():
            return
        if message.type is WSMsgType.PING:
            await socket.pong(message.data)
        elif message.type is WSMsgType.TEXT:
            ack = json.loads(message.data)
            future = self._waiting.get(ack.get("envelope_id", ""))
            if future is not None and not future.done():
                future.set_result(ack.get("payload"))

    async def _connection(self) -> web.WebSocketResponse:
        if not self._usable():  # one is being replaced: Slack waits too
            async with self._arrived:
                await self._arrived.wait_for(self._usable)
        return self._random.choice(self._usable())

    async def _exchange(self, socket: web.WebSocketResponse, envelope_id: str, parcel: Parcel) -> Json | None:
        future: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = future
        if self._core.faults.heard.is_set():
            with contextlib.suppress(ConnectionError):
                await socket.send_str(_envelope(envelope_id, parcel))
        return await future


def _envelope(envelope_id: str, parcel: Parcel) -> str:
    around = {
        "envelope_id": envelope_id,
        "type": parcel.kind,
        "accepts_response_payload": parcel.kind != "events_api",
    }
    if parcel.kind == "events_api":
        around |= {"retry_attempt": parcel.retry, "retry_reason": parcel.retry_reason}
    return f'{json.dumps(around)[:-1]}, "payload": {parcel.text}}}'


def _disconnect(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}})
