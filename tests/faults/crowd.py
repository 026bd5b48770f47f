"""Many people at once, in the workspace's own process: storms, events that come again, double clicks."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from random import Random
from time import monotonic
from typing import Any

from bot.demo.workspace import Workspace
from bot.demo.workspace.courier import Parcel, Receipt
from tests.faults import clicks

Json = dict[str, Any]
RETRIES = ("timeout", "http_error", "connection_failed")


class Crowd:
    """Sends what people do straight to the app, and remembers what Slack would show them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._storm: asyncio.Task[Json] | None = None
        self._chance = Random(1)
        self._is_calm = True

    # A storm

    def begin(self, rate: float, first: int, people: int) -> None:
        """Click at a steady rate, whether answers are late or not: three taps to a command."""
        self._is_calm = False
        self._storm = asyncio.create_task(self._play(rate, first, people))

    async def end(self) -> Json:
        """End the storm; return the checks that were tapped and acked, and how it went."""
        if self._storm is None:
            raise RuntimeError("no storm has begun")
        self._is_calm = True
        return await self._storm

    async def _play(self, rate: float, first: int, people: int) -> Json:
        sent: list[asyncio.Task[tuple[int | None, Receipt, float, float]]] = []
        began, numbers = monotonic(), count()
        while not self._is_calm:
            number = next(numbers)
            await asyncio.sleep(max(0.0, began + number / rate - monotonic()))
            sent.append(asyncio.create_task(self._one(number, f"U{first + number % people:06}")))
        ends = await asyncio.gather(*sent)
        acked = [check for check, receipt, _, _ in ends if receipt.error is None and check is not None]
        waits = sorted(wait for _, receipt, wait, _ in ends if receipt.error is None)
        return {
            "sent": len(ends),
            "unacked": sum(receipt.error is not None for _, receipt, _, _ in ends),
            "unacked_at": [began for _, receipt, _, began in ends if receipt.error is not None],
            "acked_checks": acked,
            "seconds": monotonic() - began,
            "p50": waits[len(waits) // 2] if waits else None,
            "p99": waits[int(len(waits) * 0.99)] if waits else None,
            "max": waits[-1] if waits else None,
        }

    async def _one(self, number: int, user: str) -> tuple[int | None, Receipt, float, float]:
        began = monotonic()
        if number % 4 == 0:
            receipt = await self._workspace._delivery.send(clicks.command(self._workspace, user))
            return None, receipt, monotonic() - began, began
        what = clicks.tap(self._workspace, user, "checkins_mood.great", f"check-{number}")
        receipt = await self._workspace._delivery.send(what)
        return number, receipt, monotonic() - began, began

    # One click, to any process

    async def click(self, user: str, action_id: str, value: str) -> Json:
        """Let one person tap a button; return Slack's view of it."""
        began = monotonic()
        receipt = await self._workspace._delivery.send(clicks.tap(self._workspace, user, action_id, value))
        return {"error": receipt.error, "seconds": monotonic() - began}

    async def thank(self, user: str, to: str, text: str) -> Json:
        """Let one person thank another; return Slack's view of it."""
        form, _ = self._two_forms(user, to, text)
        return {"error": (await self._workspace._delivery.send(form)).error}

    # Events that come again

    async def repeat_events(self, distinct: int, seed: int, first: int, people: int) -> Json:
        """Send events one to four times each, shuffled, with any retry header; return how many came."""
        chance = Random(seed)
        every: list[Parcel] = []
        for number in range(distinct):
            event = self._message(f"U{first + number % people:06}")
            for _ in range(chance.randint(1, 4)):
                retry = chance.randint(0, 3)
                every.append(
                    replace(event, retry=retry, retry_reason=chance.choice(RETRIES) if retry else "")
                )
        chance.shuffle(every)
        room = asyncio.Semaphore(32)

        async def deliver(event: Parcel) -> bool:
            async with room:
                return (await self._workspace._delivery.send(event)).error is None

        acked = await asyncio.gather(*map(deliver, every))
        return {"sent": len(every), "acked": sum(acked)}

    async def tell(self, user: str) -> None:
        """Let somebody write to the app, and do not wait."""
        events = self._workspace._events
        events._spawn(events._deliver(self._message(user)))

    def _message(self, user: str) -> Parcel:
        core = self._workspace._core
        room = core.dm(user)
        event = {
            "type": "message",
            "user": user,
            "text": "hello?",
            "ts": core.ids.stamp(),
            "channel": room.id,
            "channel_type": "im",
            "team": core.identity.team_id,
        }
        found = self._workspace._events._prepare("message.im", event)
        if found is None:
            raise LookupError("the manifest does not subscribe to message.im")
        return found

    # Double clicks, each on another process

    async def doubles(self, kind: str, whats: Sequence[Sequence[str]]) -> Json:
        """Click or submit twice within 50 ms, on connections of different processes."""
        room = asyncio.Semaphore(8)

        async def double(what: Sequence[str]) -> list[Receipt]:
            async with room:
                return await self._double(kind, *what)

        receipts = await asyncio.gather(*map(double, whats))
        every = [receipt for pair in receipts for receipt in pair]
        return {"sent": len(every), "unacked": sum(receipt.error is not None for receipt in every)}

    async def _double(self, kind: str, user: str, subject: str) -> list[Receipt]:
        make = self._two_clicks if kind == "click" else self._two_forms
        first, second = make(user, subject)
        sockets = self._workspace._sockets._usable()
        places = self._chance.sample(range(len(sockets)), min(2, len(sockets))) * 2
        one = asyncio.create_task(self._to(places[0], first))
        await asyncio.sleep(self._chance.uniform(0, 0.05))
        return list(await asyncio.gather(one, self._to(places[1], second)))

    def _two_clicks(self, user: str, pair: str) -> tuple[Parcel, Parcel]:
        ts = self._workspace._core.ids.stamp()
        first, second = (
            clicks.tap(self._workspace, user, "sessions_met_unplanned", pair, ts=ts, after=after)
            for after in (0.0, 0.04)
        )
        return first, second

    def _two_forms(self, user: str, to: str, text: str = "For your time.") -> tuple[Parcel, Parcel]:
        values = {
            "recipients": {"recipients": {"type": "multi_users_select", "selected_users": [to]}},
            "text": {"text": {"type": "plain_text_input", "value": text}},
        }
        form = clicks.form(self._workspace, user, "recognition_thanks", values)
        return form, form

    async def _to(self, place: int, what: Parcel) -> Receipt:
        """Deliver by one connection, as Slack's chance would have it."""
        core, sockets = self._workspace._core, self._workspace._sockets
        envelope_id = str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
        core.record.delivered("payload", what.name, what.text.encode())
        try:
            async with asyncio.timeout(core.timing.ack):
                answer = await sockets._exchange(sockets._usable()[place], envelope_id, what)
        except TimeoutError:
            return Receipt("operation_timeout", id=envelope_id)
        finally:
            sockets._waiting.pop(envelope_id, None)
        return Receipt(answer=answer, id=envelope_id)
