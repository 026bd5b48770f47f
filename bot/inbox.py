"""Everything from Slack enters here, once: written down before it is acked, worked off, and noted as done.

Events are acked as soon as they are written down; the listeners run from what was written, now or after a
restart. Interactions are acked by their listeners; of several that mean one click only the first gets there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic, perf_counter

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy.exc import SQLAlchemyError

from bot import causes
from bot.flows import inbox
from bot.flows.inbox import Arrival, Ending, Taken
from bot.ledger import Ledger
from bot.running import FAILURE, Running
from handlers.payloads import envelopes
from handlers.payloads.envelopes import Envelope
from storage.faults import OutOfReach
from storage.store import Store

log = structlog.get_logger()

BROKEN = (SQLAlchemyError, OutOfReach)

AT_ONCE = 16  # events
SWEEP = 10.0  # seconds between two looks for events that were left
PATIENCE = 2.0  # seconds that a second click waits for the first; Slack waits three
SILENCE = 2.4  # seconds of a database, after which nobody waits for it; one that is locked tells so after two
LISTENER = 120.0  # seconds that an event's listener may take
SOON = 0.02  # seconds in which ends are gathered, to be noted in one transaction

_EVENT = "flipside_event"  # in a request's context: an event that comes from the inbox
_ENVELOPE = "flipside_envelope"  # and an interaction that was taken
_STARTED = "flipside_started"


class Inbox:
    """Takes what Slack sends, and runs the events among it until they are done."""

    def __init__(self, store: Store, running: Running, secret: str) -> None:
        self._store = store
        self._running = running
        self._secret = secret
        self._ledger = Ledger(store)
        self._is_silent = False  # the database
        self._endings: list[Ending] = []
        self._hurry = asyncio.Event()
        self._noting: asyncio.Task[None] | None = None
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._app: AsyncApp | None = None
        self.door = _Door(self)

    def serve(self, app: AsyncApp) -> None:
        """Work events off with this app's listeners."""
        self._app = app
        self._running.watch(app, self._ended)

    async def run(self, *, is_alone: bool) -> None:
        """Look for what was acked and never finished, now and then, until canceled.

        Where no other process is, nobody else can be at it when we start.
        """
        everybodys = is_alone
        while True:
            try:
                await self.sweep(everybodys=everybodys)
                everybodys = False
            except BROKEN as broken:
                log.error("inbox.database", problem=type(broken).__name__)  # noqa: TRY400  its words may be people's
            await asyncio.sleep(SWEEP)

    async def sweep(self, *, everybodys: bool = False) -> int:
        """Take up events that were left, at the start of the only process ``everybodys``; return how many."""
        await self.written()
        left = await self._store.run(inbox.take_open, frozenset(self._busy), AT_ONCE, everybodys=everybodys)
        for event in left:
            await self._begin(event)
        if lost := await self._store.run(inbox.forget):
            log.error(
                "inbox.given_up", events=lost, remedy="The log of the last two days tells why they failed."
            )
        return len(left)

    def stop(self) -> None:
        """Let go of events that are not finished: they are taken up at the next start."""
        for task in self._busy.values():
            task.cancel()

    async def written(self) -> None:
        """Have all ends noted now."""
        self._hurry.set()
        if self._noting:
            await asyncio.shield(self._noting)

    async def receive(
        self, request: AsyncBoltRequest, go_on: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        """Let through what is new, once; raises where it cannot be written down, so that it is not acked."""
        body = request.body
        if _EVENT in request.context or body.get("type") == "url_verification" or "ssl_check" in body:
            return await go_on()
        envelope = envelopes.read(body, self._secret)
        if envelopes.is_event(body):
            return await self._receive_event(request, envelope)
        if not envelope.key or await self._is_first(envelope):
            request.context[_ENVELOPE] = envelope
            request.context[_STARTED] = perf_counter()
            causes.begin(envelope.key[:12] or causes.new())
            return await go_on()
        log.info("interaction.repeated", kind=envelope.kind, name=envelope.name)
        return BoltResponse(status=200, body="")

    async def _receive_event(self, request: AsyncBoltRequest, envelope: Envelope) -> BoltResponse:
        if not envelopes.is_our_own(request.body):
            event = Arrival(envelope.key, envelope.name, body=envelopes.kept(request.body))
            if await self._take(event) is Taken.NOW:
                await self._begin(event)
        return BoltResponse(status=200, body="")

    async def _is_first(self, envelope: Envelope) -> bool:
        """Take an interaction; where another is at it, wait for its end: it may come to nothing."""
        arrival = Arrival(envelope.key, envelope.kind, envelope.stamp)
        end = monotonic() + PATIENCE
        while (taken := await self._take(arrival)) is Taken.ELSEWHERE:
            if monotonic() > end:
                raise inbox.StillAtWork
            await asyncio.sleep(0.05)
        return taken is Taken.NOW

    async def _take(self, arrival: Arrival) -> Taken:
        """Take an arrival in time for an answer. What is written late is an event, or worked on by nobody."""
        try:
            async with asyncio.timeout(SILENCE):
                taken = await self._ledger.share(inbox.take, arrival)
        except TimeoutError:
            raise self._silence() from None
        self._is_silent = False
        return taken

    def _silence(self) -> OutOfReach:
        """Tell operators, once until it answers, that the database says nothing."""
        if not self._is_silent:
            log.error("database.silent", remedy="Look what keeps it busy; the bot goes on by itself.")
        self._is_silent = True
        return OutOfReach("The database does not answer.")

    async def _begin(self, event: Arrival) -> None:
        await self._running.count(event.id, +1)  # before it is acked
        task = asyncio.create_task(self._work_off(event), name=f"event {event.id}")
        self._busy[event.id] = task
        task.add_done_callback(lambda _: self._busy.pop(event.id, None))

    async def _work_off(self, event: Arrival) -> None:
        causes.begin(event.id)
        try:
            async with self._slots:
                started = perf_counter()
                problem = await self._dispatch(event)
            log.info(
                "event.handled",
                type=event.type,
                ms=_ms_since(started),
                attempt=event.attempts,
                problem=problem,
            )
            if problem:
                await self._store.run(inbox.put_off, event)
            else:
                self._end(Ending(event.id))
        except BROKEN as broken:  # its lease runs out, and it is taken up again
            log.error("inbox.database", problem=type(broken).__name__)  # noqa: TRY400  its words may be people's
        finally:
            await self._running.count(event.id, -1)

    async def _dispatch(self, event: Arrival) -> str | None:
        """Run an event's listener to its end; return what went wrong."""
        if self._app is None or event.body is None:
            raise RuntimeError("an inbox serves an app, and an event has a body")
        ended: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        request = AsyncBoltRequest(mode="socket_mode", body=event.body, context={_EVENT: ended})
        response = await self._app.async_dispatch(request)
        if response.status == 404:
            return None  # nobody listens
        if response.status != 200 or request.context.authorize_result is None:
            return "not authorized" if response.status == 200 else f"status {response.status}"
        try:
            return await asyncio.wait_for(ended, LISTENER)
        except TimeoutError:
            return "no end"

    async def _ended(self, request: AsyncBoltRequest) -> None:
        """Note that a listener has ended."""
        context = request.context
        problem = context.get(FAILURE)
        if (waiting := context.get(_EVENT)) is not None:
            if not waiting.done():
                waiting.set_result(problem)
            return
        envelope = context.get(_ENVELOPE)
        if envelope is None:
            return
        log.info(
            "interaction.handled",
            kind=envelope.kind,
            name=envelope.name,
            ms=_ms_since(context[_STARTED]),
            problem=problem,
        )
        if envelope.key:
            self._end(Ending(envelope.key, is_done=problem is None))

    def _end(self, ending: Ending) -> None:
        """Note an end in a moment, together with others: until then it is held as being worked on."""
        self._endings.append(ending)
        if self._noting is None:
            self._hurry.clear()
            self._noting = asyncio.create_task(self._note_endings(), name="endings")

    async def _note_endings(self) -> None:
        while self._endings:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), SOON)
            endings, self._endings = self._endings, []
            try:
                await self._store.run(inbox.end, endings)
            except BROKEN as broken:  # their leases run out; an event is taken up again, and changes no more
                log.error("inbox.database", problem=type(broken).__name__)  # noqa: TRY400  its words may be people's
        self._noting = None


class _Door(AsyncMiddleware):
    """Stands before Bolt's authorization, so that nothing is acked that was not written down."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's signature
    ) -> BoltResponse:
        return await self._inbox.receive(req, next)


def _ms_since(started: float) -> float:
    return round((perf_counter() - started) * 1000, 1)
