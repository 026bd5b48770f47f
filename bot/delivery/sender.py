"""Pays what the outbox owes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import errors, lanes
from bot.delivery.pace import Pace
from bot.delivery.post import Post, Posted
from bot.flows import outbox
from bot.flows.outbox import Parcel
from bot.letters import Letters
from storage.models import OutboxState
from storage.store import Store

log = structlog.get_logger()

BATCH = 16
LONGEST_SLEEP = 30.0  # seconds


class Delivery:
    """Sends due messages, a small batch at a time, each exactly as its row says.

    ``client`` must come without retry handlers: a message is never posted twice by itself.
    """

    def __init__(self, store: Store, client: AsyncWebClient, letters: Letters, pace: Pace) -> None:
        self._store = store
        self._letters = letters
        self._pace = pace
        self._post = Post(client)
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Pay until canceled; wakes when something is owed, and every half minute to look at the clock."""
        await self.recover()
        while True:
            await self.pay()
            try:
                await asyncio.wait_for(self._store.owed.wait(), LONGEST_SLEEP)
            except TimeoutError:
                continue

    async def pay(self) -> int:
        """Send everything that may leave now; return how many messages left."""
        total, is_more = 0, True
        async with self._turn:
            while is_more or self._store.owed.is_set():
                self._store.owed.clear()
                parcels, is_more = await self._store.run(outbox.claim, BATCH)
                total += sum(await asyncio.gather(*(self._in_order(lane) for lane in lanes.split(parcels))))
        return total

    async def catch_up(self) -> None:
        """Send what was owed since the last look at the outbox, if anything was."""
        async with self._turn:  # another may be at it already
            pass
        if self._store.owed.is_set():
            await self.pay()

    async def recover(self) -> None:
        """Find out what became of messages whose sending was interrupted by a stop."""
        for parcel in await self._store.run(outbox.interrupted):
            await self._reconcile(parcel)

    async def _in_order(self, parcels: Sequence[Parcel]) -> int:
        """Send one after the other; one that our own fault keeps from being made holds up no other."""
        total = 0
        for parcel in parcels:
            [end] = await asyncio.gather(self._send(parcel), return_exceptions=True)
            total += end is True
            if isinstance(end, BaseException):
                await self._give_up(parcel, end)
        return total

    async def _send(self, parcel: Parcel) -> bool:
        letter = self._letters[parcel.message.kind]
        values = await self._store.run(letter.load, parcel.message)
        if values is None:
            await self._store.run(outbox.ended, parcel, OutboxState.OUTDATED)
            return False
        await self._pace.wait()
        try:
            posted = await self._post.letter(parcel, letter, values)
        except SlackApiError as refusal:
            await self._refused(parcel, refusal)
            return False
        except (ClientError, TimeoutError, OSError) as broken:
            log.warning("delivery.interrupted", key=parcel.message.key, problem=type(broken).__name__)
            await self._reconcile(parcel)
            return False
        await self._done(parcel, posted)
        return True

    async def _give_up(self, parcel: Parcel, failure: BaseException) -> None:
        """End a message that our own fault keeps from being made."""
        if not isinstance(failure, Exception):
            raise failure
        log.error("delivery.failed", key=parcel.message.key, kind=parcel.message.kind, exc_info=failure)
        await self._store.run(outbox.ended, parcel, OutboxState.DEAD, type(failure).__name__)

    async def _done(self, parcel: Parcel, posted: Posted) -> None:
        if parcel.message.pair_id and parcel.channel is None:
            await self._store.run(outbox.opened, parcel.message.pair_id, posted.channel)
        await self._store.run(outbox.sent, parcel, posted.channel, posted.ts)

    async def _refused(self, parcel: Parcel, refusal: SlackApiError) -> None:
        response = refusal.response
        problem = str(response.get("error", "")) or f"status {response.status_code}"
        log.warning("delivery.refused", key=parcel.message.key, kind=parcel.message.kind, problem=problem)
        if response.status_code == 429:
            seconds = float(response.headers.get("Retry-After", 30))
            self._pace.pause(seconds)
            await self._put_off(parcel, self._now() + timedelta(seconds=seconds), problem)
        elif problem in errors.FINAL:
            closes = problem in errors.CLOSED_DOORS
            await self._store.run(outbox.refused, parcel, problem, closes_the_door=closes)
        elif problem in errors.DEAD_TOKEN:
            log.error("delivery.no_access", problem=problem, remedy="Run `python -m bot check`.")
            await self._put_off(parcel, self._now() + timedelta(minutes=10), problem)
        else:
            await self._reconcile(parcel)

    async def _reconcile(self, parcel: Parcel) -> None:
        """Look whether an attempt arrived after all: its id travels in the message's metadata."""
        posted = await self._post.find(parcel)
        if posted:
            await self._done(parcel, posted)
        else:
            await self._put_off(parcel, outbox.retry_at(self._now(), parcel.message.attempts), "interrupted")

    async def _put_off(self, parcel: Parcel, until: datetime, problem: str) -> None:
        await self._store.run(outbox.put_off, parcel, until, problem)

    def _now(self) -> datetime:
        return self._store.clock.now()
