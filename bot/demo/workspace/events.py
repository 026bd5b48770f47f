"""The Events API: only what the manifest subscribes to, again and again until it is acked."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from bot.demo.workspace import payloads, scopes
from bot.demo.workspace.core import Core
from bot.demo.workspace.courier import Delivery, Parcel, parcel
from bot.demo.workspace.values import Json

# Recorded events about people carry no event_ts.
_WITHOUT_TS = frozenset({"team_join", "user_change"})


class Events:
    """Sends events; those that must wait do so in tasks that end with the workspace."""

    def __init__(self, core: Core, delivery: Delivery) -> None:
        self._core = core
        self._delivery = delivery
        self._tasks: set[asyncio.Task[Any]] = set()
        self.flowing = False  # nobody can hear before the workspace has started

    async def send(self, name: str, event: Json) -> str | None:
        """Send an event and wait for its first ack; returns its id, None when the app does not get it."""
        sent = self._prepare(name, event)
        if sent is None:
            return None
        if self._core.faults.events_late_by:
            self._spawn(self._later(sent))
            return None
        await self._once(sent)
        return str(sent.body["event_id"])

    def emit(self, name: str, event: Json) -> None:
        """Send an event without waiting."""
        sent = self._prepare(name, event) if self.flowing else None
        if sent is not None:
            self._spawn(self._later(sent))

    async def close(self) -> None:
        """Give up what is still on its way."""
        self.flowing = False
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _prepare(self, name: str, event: Json) -> Parcel | None:
        manifest = self._core.manifest
        needed = scopes.EVENTS.get(name, ())
        if name not in manifest.events or (needed and not manifest.scopes.intersection(needed)):
            self._core.record.undelivered[name] += 1
            return None
        bare = "event_ts" in event or name in _WITHOUT_TS
        stamped = event if bare else event | {"event_ts": self._core.ids.stamp()}
        return parcel("events_api", event["type"], payloads.event_callback(self._core, stamped))

    async def _later(self, sent: Parcel) -> None:
        await asyncio.sleep(self._core.faults.events_late_by)
        await self._once(sent)

    async def _once(self, sent: Parcel) -> None:
        if self._core.faults.duplicated():
            self._spawn(self._deliver(sent))
        await self._deliver(sent)

    async def _deliver(self, sent: Parcel) -> None:
        receipt = await self._delivery.send(sent)
        if receipt.error is not None:
            self._spawn(self._retry(sent, receipt.error))

    async def _retry(self, sent: Parcel, error: str) -> None:
        for attempt, delay in enumerate(self._core.timing.retries, start=1):
            await asyncio.sleep(delay)
            self._core.record.retries += 1
            reason = "timeout" if error == "operation_timeout" else "http_error"
            receipt = await self._delivery.send(replace(sent, retry=attempt, retry_reason=reason))
            if receipt.error is None:
                return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
