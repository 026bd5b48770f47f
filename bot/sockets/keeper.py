"""Keeps Socket Mode connections open, each replaced before or as soon as it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from time import monotonic, perf_counter
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sockets import link
from bot.sockets.acks import IN_TIME, Acks
from bot.sockets.link import Json, Link, NoHello
from bot.sockets.troubles import remedy_for

log = structlog.get_logger()

CONNECTIONS = 2
APART = 20.0  # seconds between the first openings, so that Slack does not refresh both at once
LONGEST_REST = 10.0  # seconds between two attempts
HOPELESS = 60.0  # seconds without any connection
GOODBYE = 0.1  # seconds from our goodbye to Slack's
FULL = "too_many_websockets"
AT_ONCE = 64  # envelopes; the others wait in line
LAST_WORDS = 3  # connections to open when we leave, each for acks that the one before it could not carry
TOO_LATE = 2.0  # seconds in line, after which whoever clicked is about to see Slack's own error

# Does what an envelope asks for; returns the ack's payload ({}: none), or None where nothing may be acked.
Serve = Callable[[Json], Awaitable[Json | None]]


class NoConnection(RuntimeError):
    """Slack was not reached for too long: somebody should start us anew."""


class Sockets:
    """Some connections at once: while one is replaced, another serves."""

    def __init__(
        self,
        client: AsyncWebClient,
        app_token: str,
        serve: Serve,
        acked: Callable[[float], None],
        *,
        apart: float = APART,
        hopeless: float = HOPELESS,
        heartbeat: float = link.HEARTBEAT,
    ) -> None:
        self._client, self._app_token, self._serve = client, app_token, serve
        self._acks = Acks(acked)
        self._apart, self._hopeless, self._heartbeat = apart, hopeless, heartbeat
        self._session: ClientSession | None = None
        self._links: list[Link] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening = asyncio.Lock()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._hurry = asyncio.Event()
        self._leaving = asyncio.Event()
        self.trouble: str | None = None

    @property
    def count(self) -> int:
        """How many connections are open."""
        return sum(one.is_open for one in self._links)

    async def start(self) -> str:
        """Open the first connection and begin to listen; return the app's id as Slack tells it.

        Raises SlackApiError where the token is refused, ClientError, OSError or TimeoutError in silence.
        """
        self._session = self._session or ClientSession()
        first = await self._connect()
        self._spawn(self._hold(first))
        for number in range(1, CONNECTIONS):
            self._spawn(self._hold(None, number * self._apart))
        return first.app_id

    async def watch(self) -> None:
        """Return never; raises NoConnection where no connection could be held for too long."""
        last = monotonic()
        while True:
            last = monotonic() if self.count else last
            if monotonic() - last > self._hopeless:
                raise NoConnection(self.trouble or "the connections ended")
            await asyncio.sleep(min(1.0, self._hopeless / 4))

    async def stop(self) -> None:
        """Leave: what has come is acked, one connection after the other is closed."""
        self._leaving.set()
        for one in list(self._links):
            await self._retire(one)
        await self._say_rest()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _hold(self, current: Link | None, delay: float = 0.0) -> None:
        """Keep one connection for good."""
        await asyncio.sleep(delay)
        while not self._leaving.is_set():
            current = current or await self._connect_again()
            is_asked_to_leave = await self._listen(current)
            log.info("socket.ended", is_asked_to_leave=is_asked_to_leave, open=self.count)
            old, current = current, None
            if self._leaving.is_set():
                return
            if is_asked_to_leave:
                self._spawn(self._hear_out(old))
                self._hurry.set()
                current = await self._connect_again(old)  # before the old one goes
            self._spawn(self._retire(old))

    async def _listen(self, link: Link) -> bool:
        """Serve envelopes until the connection ends; return True where Slack asks for another first."""
        async for message in link.messages():
            match message.get("type"):
                case "disconnect":
                    return True
                case "hello":
                    pass
                case _:
                    task = asyncio.create_task(self._answer(link, message))
                    link.at_work.add(task)
                    task.add_done_callback(link.at_work.discard)
        return False

    async def _hear_out(self, old: Link) -> None:
        """Serve what still comes by a connection that is to go."""
        while await self._listen(old):
            pass

    async def _answer(self, came_by: Link, envelope: Json) -> None:
        started = perf_counter()
        async with self._slots:
            # To work on what nobody waits for any more would make the next one late, too.
            if perf_counter() - started > TOO_LATE and envelope.get("type") != "events_api":
                log.warning("socket.too_late", open=self.count)
                return
            payload = await self._serve(envelope)
        if payload is None:
            return
        ack = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
        await self._acks.say(started, ack, came_by, *self._links)

    async def _say_rest(self) -> None:
        """Ack what crossed our goodbye on the last connection: by one more, for that alone."""
        for _ in range(LAST_WORDS):
            if not self._acks.are_waiting:
                return
            with suppress(SlackApiError, ClientError, OSError, TimeoutError):
                last = await self._connect()
                self._spawn(self._hear_out(last))
                await self._retire(last)
        self._acks.give_up()

    async def _retire(self, old: Link) -> None:
        """Close a connection at a moment when all that came by it is acked."""
        end = monotonic() + IN_TIME
        while old.at_work and monotonic() < end:
            await asyncio.wait(old.at_work, timeout=IN_TIME, return_when=asyncio.FIRST_COMPLETED)
        await old.say_goodbye()
        self._links = [one for one in self._links if one is not old]
        await asyncio.sleep(GOODBYE)  # what was on its way is read meanwhile, and acked by another connection
        await old.close()
        if old.at_work:  # Slack gives it to another process, which finds it done
            await asyncio.wait(old.at_work, timeout=IN_TIME)

    async def _connect_again(self, old: Link | None = None) -> Link:
        """Connect, with rests that grow; one slot at a time, so that Slack is asked seldom.

        Where there is no room beside the ``old`` connection, it goes first.
        """
        rest = 1.0
        async with self._opening:
            while True:
                try:
                    return await self._connect()
                except SlackApiError as refusal:
                    rest = max(rest, float(refusal.response.headers.get("Retry-After", 0)))
                    self._tell(str(refusal.response.get("error") or refusal.response.status_code))
                except NoHello as farewell:
                    self._tell(farewell.reason)
                    if old and farewell.reason == FULL:
                        await self._retire(old)
                        old = None
                        continue
                except (ClientError, OSError, TimeoutError) as silent:
                    self._tell(type(silent).__name__)
                self._hurry.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), rest)
                rest = min(rest * 2, LONGEST_REST)

    async def _connect(self) -> Link:
        if self._session is None:
            raise RuntimeError("start() comes first")
        opened = await link.connect(self._client, self._app_token, self._session, self._heartbeat)
        self._links.append(opened)
        self.trouble = None
        log.info("socket.open", open=self.count)
        await self._acks.catch_up(opened)
        return opened

    def _tell(self, problem: str) -> None:
        """Say once what is wrong and what to do."""
        if problem != self.trouble:
            log.error("socket.refused", problem=problem, open=self.count, remedy=remedy_for(problem))
        self.trouble = problem

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
