"""Pays what the outbox owes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.courier import Courier
from bot.delivery.lanes import Lanes
from bot.delivery.pace import in_flight
from bot.flows import outbox, outcomes
from bot.flows.parcels import Claimed, Parcel, Terms
from bot.letters import Letters
from storage.faults import OutOfReach
from storage.models import OutboxState, Step
from storage.store import Store

log = structlog.get_logger()

ROOM = 64  # messages in hand
LEASE = 3  # HTTP timeouts
LONGEST_SLEEP = 30.0  # seconds
ALWAYS, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Delivery:
    """Claims due messages, a small batch at a time, and sends each exactly as its row says.

    ``client`` must come without retry handlers: a message is never posted twice by itself. ``allowed`` is how
    many calls a minute Slack may get (0: any). ``trouble`` says what keeps everything from being sent.
    """

    def __init__(
        self, store: Store, client: AsyncWebClient, letters: Letters, allowed: Mapping[Step, float]
    ) -> None:
        self._store, self._letters = store, letters
        self._courier = Courier(store, client, letters, allowed)
        self._lanes = Lanes(in_flight(allowed[Step.POST]))
        self._turn = asyncio.Lock()
        self._next = ALWAYS  # before this moment nothing falls due

    @property
    def counts(self) -> Counter[str]:
        """How many were sent, refused, limited, doubted, looked for since the start."""
        return self._courier.counts

    @property
    def probe_every(self) -> float:
        """Seconds between two questions to a Slack that takes no messages."""
        return self._courier.health.probe_every

    @probe_every.setter
    def probe_every(self, seconds: float) -> None:
        self._courier.health.probe_every = seconds

    @property
    def trouble(self) -> str | None:
        """What keeps everything from being sent, in a sentence; None while nothing does."""
        return self._courier.health.trouble

    async def run(self) -> None:
        """Pay until canceled; wakes when something is owed or falls due. What is under way is finished."""
        self._courier.is_stopping = False
        try:
            while True:
                await self._sleep(await self._round())
        finally:
            self._courier.is_stopping = True  # what has not begun is let go of
            await self._lanes.until(0)
            await self._courier.written()

    async def pay(self) -> int:
        """Send everything that may leave now; return how many messages left."""
        before = self.counts["sent"]
        async with self._turn:
            while await self._may_go_on():
                self._store.owed.clear()
                claimed = await self._claim()
                await self._lanes.until(0)
                await self._courier.written()
                if not (claimed.is_more or self._store.owed.is_set()):
                    break
        return self.counts["sent"] - before

    async def catch_up(self) -> None:
        """Send what was owed or has fallen due since the last look at the outbox, if anything has."""
        async with self._turn:  # another may be at it already
            pass
        if self._store.owed.is_set() or self._next <= self._store.clock.now():
            await self.pay()

    async def _round(self) -> float:
        """Claim and set to work; return the seconds until it is worth to do so again."""
        self._store.owed.clear()
        try:
            if not await self._may_go_on():
                return self._courier.health.wait()
            async with self._turn:
                claimed = await self._claim()
            await self._lanes.until(ROOM // 2)
        except OutOfReach:  # already told; it comes back by itself
            return self._courier.health.probe_every
        if claimed.is_more or claimed.again_at is None:
            return 0.0 if claimed.is_more else LONGEST_SLEEP
        return (claimed.again_at - self._store.clock.now()).total_seconds()

    async def _sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._store.owed.wait(), min(seconds, LONGEST_SLEEP))
        except TimeoutError:
            return

    async def _may_go_on(self) -> bool:
        return self.trouble is None or await self._courier.health.probe()

    async def _claim(self) -> Claimed:
        """Claim what may leave now and start it on its way, evenly spread."""
        claimed = await self._claim_loaded()
        self._next = ALWAYS if claimed.is_more else claimed.again_at or NEVER
        for parcel in claimed.parcels:
            await self._courier.pace.turn(parcel.step)
            self._lanes.start(parcel, self._courier.carry)
        return claimed

    async def _claim_loaded(self) -> Claimed:
        try:
            return await self._store.run(outbox.claim_loaded, self._terms(), self._letters)
        except OutOfReach:
            raise
        except Exception:  # noqa: BLE001  whichever letter it was is found and told below
            claimed = await self._store.run(outbox.claim, self._terms())
            return replace(claimed, parcels=tuple(await self._load(claimed.parcels)))

    def _terms(self) -> Terms:
        room = ROOM - len(self._lanes.under_way)
        return Terms(self._courier.pace.rates, LEASE * self._courier.takes, self._courier.takes, max(1, room))

    async def _load(self, parcels: Sequence[Parcel]) -> list[Parcel]:
        """Load what is claimed; where our own fault keeps a message from being made, it holds up no other."""
        if not parcels:
            return []
        try:
            return await self._store.run(outbox.load, self._letters, parcels)
        except OutOfReach:
            raise
        except Exception as failure:  # whatever a letter's flow may raise
            if len(parcels) > 1:
                return [one for parcel in parcels for one in await self._load([parcel])]
            [parcel] = parcels
            log.exception("delivery.failed", key=parcel.message.key, kind=parcel.message.kind)
            problem = type(failure).__name__
            await self._store.run(outcomes.ended, parcel, OutboxState.DEAD, problem)
            return []
