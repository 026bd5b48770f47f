"""Takes one message one step further: marks the attempt, calls Slack, notes how it ended."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot import causes, words
from bot.delivery import errors
from bot.delivery.errors import Meaning, Refusal
from bot.delivery.health import Health
from bot.delivery.pace import Pace
from bot.delivery.post import Post, Posted
from bot.flows import outcomes
from bot.flows.parcels import Parcel, Sent
from bot.ledger import Ledger
from bot.letters import ALSO, Letters, Message
from storage.faults import OutOfReach
from storage.models import OutboxState, Step
from storage.store import Store

log = structlog.get_logger()

SETTLES = timedelta(seconds=5)  # after which Slack knows whether a call that it answered had an effect


class LostClaim(Exception):
    """The message is in other hands, or ours end before a call would."""


class Courier:
    """Carries parcels; nothing is ever raised to who hands one over."""

    def __init__(
        self, store: Store, client: AsyncWebClient, letters: Letters, allowed: Mapping[Step, float]
    ) -> None:
        self.health = Health(client)
        self.pace = Pace(allowed)
        self.takes = timedelta(seconds=client.timeout)  # how long a call may be under way
        self.counts: Counter[str] = Counter()
        self.is_stopping = False
        self._noting: set[asyncio.Task[None]] = set()
        self._clock, self._letters = store.clock, letters
        self._ledger, self._post = Ledger(store), Post(client)
        self._attempts = {
            has_files: partial(outcomes.attempt, takes=self.takes, has_files=has_files)
            for has_files in (False, True)
        }

    async def carry(self, parcel: Parcel) -> None:
        """Take a message one step further."""
        try:
            with causes.because_of(parcel.message.cause):
                await self._carry(parcel)
        except LostClaim:
            await self._ledger.note(outcomes.lost, parcel)
        except (OutOfReach, SQLAlchemyError):  # its claim lapses, and what was said is looked for
            log.exception("delivery.not_noted", key=parcel.message.key)

    async def written(self) -> None:
        """Wait until all that was said is noted."""
        while self._noting:
            await asyncio.wait(self._noting)

    async def _carry(self, parcel: Parcel) -> None:
        now = self._clock.now()
        if self.is_stopping or self.health.trouble or self.pace.rests(parcel.step, now):
            await self._ledger.note(outcomes.put_off, parcel, now)
            return
        try:
            message = self._words(parcel)
        except Exception as failure:  # our own fault: this message is the only one to suffer
            log.exception("delivery.failed", key=parcel.message.key, kind=parcel.message.kind)
            await self._ledger.note(outcomes.ended, parcel, OutboxState.DEAD, type(failure).__name__)
            return
        await self._call(parcel, message)

    async def _call(self, parcel: Parcel, message: Message) -> None:
        try:
            await self._take(parcel, message)
        except SlackApiError as error:
            await self._refused(parcel, errors.of(error))
        except (LostClaim, OutOfReach, SQLAlchemyError):
            raise
        except (ClientError, TimeoutError, OSError) as broken:
            await self._doubted(parcel, type(broken).__name__, self.takes)
        except Exception as failure:  # whatever it is, Slack may have heard us
            log.exception("delivery.broken", key=parcel.message.key, kind=parcel.message.kind)
            await self._doubted(parcel, type(failure).__name__, self.takes)
        else:
            self.health.went_well()

    def _words(self, parcel: Parcel) -> Message:
        if parcel.values is None or parcel.step is Step.OPEN:
            return Message("")
        with words.speaking(parcel.locale):
            message = self._letters[parcel.message.kind].view(parcel.values)
            return self._with_more(message, parcel) if parcel.also else message

    def _with_more(self, message: Message, parcel: Parcel) -> Message:
        more = self._letters[ALSO].view(parcel.also)
        if not message.blocks:
            return message  # a text alone would vanish beside blocks
        return replace(message, blocks=(*message.blocks, *more.blocks))

    async def _take(self, parcel: Parcel, message: Message) -> None:
        match parcel.step:
            case Step.OPEN:
                channel = await self._post.open(parcel.recipients)
                await self._ledger.note(outcomes.opened, parcel, channel)
            case Step.POST:
                await self._attempt(parcel, message)
                await self._said(parcel, message, await self._post.say(parcel, message))
            case Step.WHISPER:
                await self._attempt(parcel, message)
                await self._said(parcel, message, await self._post.whisper(parcel, message))
            case Step.EDIT:
                self._sent(parcel, await self._post.edit(parcel, message))
            case Step.ATTACH:
                await self._attach(parcel, message)
            case Step.LOOK:
                await self._look(parcel)

    async def _attempt(self, parcel: Parcel, message: Message) -> None:
        """Mark the attempt; a moment later nothing but the call itself happens."""
        if not await self._ledger.share(self._attempts[bool(message.files)], parcel):
            raise LostClaim
        self._require_time(parcel)

    def _require_time(self, parcel: Parcel) -> None:
        if self._clock.now() + self.takes >= parcel.lease_until:
            raise LostClaim

    async def _said(self, parcel: Parcel, message: Message, posted: Posted) -> None:
        if message.files:
            await self._ledger.note(outcomes.posted, parcel, posted.channel, posted.ts)
        else:
            self._sent(parcel, posted)

    async def _attach(self, parcel: Parcel, message: Message) -> None:
        """Show the files, once: their ids are remembered before anybody sees them."""
        known = parcel.message.files or []
        if not (known and await self._post.is_shared(known[0])):
            with words.speaking(parcel.locale):
                ids = await self._post.upload(message.files)
            if not await self._ledger.note(outcomes.announced, parcel, ids):
                raise LostClaim
            self._require_time(parcel)
            await self._post.share(parcel, ids, message.files)
        self._sent(parcel, None)

    async def _look(self, parcel: Parcel) -> None:
        self.counts["looked"] += 1
        posted = await self._post.find(parcel)
        if posted:
            await self._ledger.note(outcomes.found, parcel, posted.channel, posted.ts)
        else:
            await self._ledger.note(outcomes.missing, parcel)

    def _sent(self, parcel: Parcel, posted: Posted | None) -> None:
        """Have it noted that a message stands in Slack; the next call does not wait for that.

        Its attempt is in line behind this note: no more than are in flight are ever in doubt.
        """
        self.counts["sent"] += 1
        note: asyncio.Future[None] = self._ledger.share(outcomes.sent, Sent(parcel, *(posted or ())))
        noting = asyncio.create_task(self._noted(parcel, note))
        self._noting.add(noting)
        noting.add_done_callback(self._noting.discard)

    async def _noted(self, parcel: Parcel, note: asyncio.Future[None]) -> None:
        try:
            await note
            log.info("delivery.sent", kind=parcel.message.kind)
        except (OutOfReach, SQLAlchemyError):  # its claim lapses, and what was said is looked for
            log.exception("delivery.not_noted", key=parcel.message.key)

    async def _refused(self, parcel: Parcel, refusal: Refusal) -> None:
        message, problem = parcel.message, refusal.problem
        is_dm = message.person_id is not None and message.other_id is None and parcel.step is not Step.WHISPER
        meaning = errors.meaning(refusal, parcel.step, is_dm=is_dm)
        log.warning("delivery.refused", key=message.key, step=parcel.step, problem=problem)
        if meaning not in (Meaning.NO_ACCESS, Meaning.DOUBTFUL):
            self.health.went_well()
        match meaning:
            case Meaning.LIMITED:
                await self._limited(parcel, refusal)
            case Meaning.NO_ACCESS:
                self.health.no_access(problem)
                await self._ledger.note(outcomes.put_off, parcel, self._clock.now(), problem)
            case Meaning.DOUBTFUL:
                await self._doubted(parcel, problem, SETTLES)
            case Meaning.BLIND:
                await self._ledger.note(outcomes.unknowable, parcel)
            case Meaning.UNKNOWN:
                await self._ledger.note(outcomes.failed, parcel, problem)
            case _:
                self.counts["refused"] += 1
                await self._ledger.note(_ENDS[meaning], parcel, problem)

    async def _limited(self, parcel: Parcel, refusal: Refusal) -> None:
        """Let the method rest for as long as Slack asks, in every process, and be slower afterwards."""
        self.counts["limited"] += 1
        rest = timedelta(seconds=refusal.retry_after)
        self.pace.rest(parcel.step, self._clock.now() + rest)
        allowed = self.pace.rates[parcel.step]
        await self._ledger.note(outcomes.limited, parcel, rest, allowed, refusal.problem)

    async def _doubted(self, parcel: Parcel, problem: str, wait: timedelta) -> None:
        self.counts["doubted"] += 1
        self.health.went_wrong(problem)
        log.warning("delivery.interrupted", key=parcel.message.key, step=parcel.step, problem=problem)
        await self._ledger.note(outcomes.doubted, parcel, wait, problem)


_ENDS = {
    Meaning.FINAL: outcomes.refused,
    Meaning.DOOR_CLOSED: outcomes.door_closed,
    Meaning.CHANNEL_LOST: outcomes.channel_lost,
}
