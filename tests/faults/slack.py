"""The embedded workspace in a process of its own, played upon over a second port.

``python -m tests.faults.slack PEOPLE SECRET`` prints one JSON line that says where it is, and serves until
its standard input ends. ``POST /NAME`` at the second port, with the secret, does what the method NAME of
``Hand`` does. Both ports are on loopback.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import uvloop
from aiohttp import ClientSession, ClientWebSocketResponse, web

from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace, server
from bot.memory import collect_seldom
from tests.faults.clicks import users
from tests.faults.crowd import Crowd

Json = dict[str, Any]
CHANNEL = re.compile(rb'"channel": ?"(\w+)"|(?:^|&)channel=(\w+)')


class Hand:
    """What a test does to Slack and reads from it; each public method is a command."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.crowd = Crowd(workspace)
        self.calls: list[tuple[float, str, str, int]] = []  # when, method, channel, status
        self._port = 0
        self._held: list[ClientWebSocketResponse] = []

    async def start(self) -> None:
        self._session = ClientSession()
        await self.workspace.start(port=self._port)
        self._port = int(self.workspace.origin.rpartition(":")[2])

    @web.middleware
    async def watch(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Note each call, independently of what the workspace counts."""
        moment, method = time.time(), request.match_info.get("method", "")
        response = await handler(request)
        if method:
            found = CHANNEL.search(await request.read()) if method.startswith("chat.") else None
            place = (found[1] or found[2]).decode() if found else ""
            self.calls.append((moment, method, place, response.status))
        return response

    # Trouble

    async def fault(self, name: str, args: list[Any], kwargs: Json) -> None:
        times = kwargs.pop("times", 1)
        more = {} if name in {"latency", "rate_limit", "black_hole", "late_events"} else {"times": times}
        getattr(self.workspace.faults, name)(*args, **kwargs, **({k: float(v) for k, v in more.items()}))

    async def calm(self) -> None:
        self.workspace.faults.calm()

    async def refresh(self) -> None:
        await self.workspace.faults.refresh_sockets()

    async def cut(self, most: int) -> int:
        """Break some connections off without a word; return how many are left."""
        for socket in self.workspace._sockets._usable()[:most]:
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.abort()
        await asyncio.sleep(0.05)
        return self.workspace.connections

    async def occupy(self, count: int) -> int:
        """Hold so many connections that get nothing, as other processes would; return how many there are."""
        sockets, before = self.workspace._sockets, len(self.workspace._sockets._open)
        for number in range(count):
            ticket = f"occupied-{number}"
            self.workspace._core.socket_tickets.add(ticket)
            socket = await self._session.ws_connect(f"{self.workspace.origin}/link/?ticket={ticket}")
            self._held.append(socket)
            await socket.receive()
        sockets._leaving.update(sockets._open[before:])
        return len(sockets._open)

    async def free(self) -> None:
        """Let go of the connections that were held."""
        for socket in self._held:
            await socket.close()
        self._held.clear()

    async def change(self, people: list[str], marks: Json) -> None:
        """Change who people are: deleted, is_restricted."""
        for person in people:
            self.workspace.change_user(replace(self.workspace.users[person], **marks))

    async def join(self, people: list[str]) -> None:
        """Let people who have left come back; Slack tells of it as of somebody new."""
        for person in people:
            self.workspace.add_user(replace(self.workspace.users[person], deleted=False, is_restricted=False))

    # What is to be seen

    async def record(self) -> Json:
        record = self.workspace.record
        return {
            "calls": dict(record.calls),
            "refused": {f"{method} {error}": count for (method, error), count in record.refused.items()},
            "envelopes": dict(record.envelopes),
            "acks": dict(record.acks),
            "failures": {f"{name} {error}": count for (name, error), count in record.failures.items()},
            "undelivered": dict(record.undelivered),
            "problems": record.problems[-5:],
            "connections": self.workspace.connections,
            "p50": record.latencies.p50,
            "p99": record.latencies.p99,
            "max": record.latencies.max,
            "hits": dict(self.workspace.faults.hits),
        }

    async def posted(self) -> int:
        """Return how many messages have come in by chat.postMessage, refused ones too."""
        return self.workspace.record.calls["chat.postMessage"]

    async def history(self, since: float = 0.0) -> list[tuple[float, str, str, int]]:
        """Return the calls since a moment."""
        return [call for call in self.calls if call[0] >= since]

    async def messages(self, words: str = "") -> Json:
        """Return whom messages with these words reached by DM, how often, and what stands there twice."""
        attempts: Counter[str] = Counter()
        people: Counter[str] = Counter()
        texts: Counter[str] = Counter()
        core = self.workspace._core
        for room in core.conversations.by_id.values():
            if room.kind != "im":
                continue
            [person] = room.members - {core.bot} or {core.bot}
            for message in room.log.backward(None, -1):
                if words in message.get("text", ""):
                    attempts[_attempt(message)] += 1
                    people[person] += 1
                    texts[f"{person} {message['text']}"] += 1
        twice = {one: count for one, count in (attempts | texts).items() if one and count > 1}
        return {"attempts": sorted(one for one in attempts if one), "people": dict(people), "twice": twice}

    async def whispers(self, words: str) -> Json:
        """Return how many messages for one person's eyes hold these words, by person."""
        found: Counter[str] = Counter()
        core = self.workspace._core
        for room in core.conversations.by_id.values():
            for person in room.members:
                said = core.conversations.whispers(room, person)
                found[person] += sum(words in str(message.get("text", "")) for message in said)
        return {person: count for person, count in found.items() if count}

    async def everything(self) -> str:
        """Return all that Slack holds of messages, metadata and all."""
        rooms = self.workspace._core.conversations.by_id.values()
        return json.dumps([message for room in rooms for message in room.log.backward(None, -1)])

    # What people do

    async def person(self, user: str, does: str, args: list[Any]) -> None:
        """Let one person do something by its label: says, clicks, fills, submits, opens_home."""
        await getattr(self.workspace.person(user), does)(*args)

    async def modals(self, user: str) -> list[Json]:
        return self.workspace.modals_of(user)

    async def storm(self, rate: float, people: int, first: int = 0) -> None:
        self.crowd.begin(rate, first, people)

    async def calmed(self) -> Json:
        return await self.crowd.end()

    async def repeat_events(self, distinct: int, seed: int, first: int, people: int) -> Json:
        return await self.crowd.repeat_events(distinct, seed, first, people)

    async def doubles(self, kind: str, whats: list[list[str]]) -> Json:
        return await self.crowd.doubles(kind, whats)

    async def tell(self, user: str) -> None:
        """Let somebody write to the app; Slack sends that until it is acked."""
        await self.crowd.tell(user)

    async def thank(self, user: str, to: str, text: str = "For your time.") -> Json:
        return await self.crowd.thank(user, to, text)

    async def write(self, user: str, text: str) -> None:
        """Let somebody write to the app."""
        await self.workspace.message(user, self.workspace.app_dm(user).id, text)

    async def type(self, user: str, text: str) -> None:
        """Let somebody type a command in their DM with the app."""
        await self.workspace.command(user, self.workspace.app_dm(user).id, text)

    async def click(self, user: str, action_id: str, value: str) -> Json:
        return await self.crowd.click(user, action_id, value)


def _attempt(message: Json) -> str:
    payload = message.get("metadata", {}).get("event_payload", {})
    return str(payload.get("attempt", ""))


async def serve(people: int, secret: str) -> None:
    workspace = Workspace(users(people), manifest=MANIFEST, clock=SystemClock(), keep_calls=10)
    hand = Hand(workspace)
    workspace.web.middlewares.append(hand.watch)

    async def command(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if request.headers.get("Authorization") != secret or name.startswith("_"):
            raise web.HTTPForbidden
        answer = await getattr(hand, name)(**await request.json())
        return web.json_response({"answer": answer})

    desk = web.Application()
    desk.router.add_post("/{name}", command)
    runner, port = await server.listen(desk, 0)
    await hand.start()
    print(
        json.dumps(
            {
                "bot_token": workspace.bot_token,
                "app_token": workspace.app_token,
                "url": workspace.url,
                "desk": f"http://{server.HOST}:{port}",
            }
        ),
        flush=True,
    )
    await asyncio.to_thread(sys.stdin.read)
    await hand.free()
    await hand._session.close()
    await workspace.stop()
    await runner.cleanup()


if __name__ == "__main__":
    collect_seldom()
    uvloop.run(serve(int(sys.argv[1]), sys.argv[2]))
