"""Knows which of Bolt's listeners are still at work: they go on after their ack."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_error_handler import AsyncListenerErrorHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

FAILURE = "flipside_failure"  # in a request's context: that its listener failed, and had not acked before

Ended = Callable[[AsyncBoltRequest], Awaitable[None]]


class Running:
    """Counts listeners from start to end, by the interaction (trigger or event id) that they serve."""

    def __init__(self) -> None:
        self._at_work: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    def watch(self, app: AsyncApp, ended: Ended) -> None:
        """Count this app's listeners, and tell ``ended`` of each; its error handler must be there already."""
        runner = app.listener_runner
        runner.listener_start_handler = _Start(self)
        runner.listener_error_handler = _Failure(runner.listener_error_handler)
        runner.listener_completion_handler = _End(self, ended)

    async def idle(self, interaction: str | None = None) -> None:
        """Wait until nothing is at work for an interaction, or at all."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._is_busy(interaction))

    async def count(self, interaction: str, by: int) -> None:
        """Note that something has started (+1) or ended (-1)."""
        async with self._changed:
            self._at_work[interaction] += by
            if not self._at_work[interaction]:
                del self._at_work[interaction]
            self._changed.notify_all()

    def _is_busy(self, interaction: str | None) -> bool:
        return bool(self._at_work) if interaction is None else interaction in self._at_work


class _Start(AsyncListenerStartHandler):
    def __init__(self, running: Running) -> None:
        self._running = running

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002  Bolt's signature
        await self._running.count(_interaction(request.body), +1)


class _Failure(AsyncListenerErrorHandler):
    def __init__(self, told: AsyncListenerErrorHandler) -> None:
        self._told = told

    async def handle(
        self, error: Exception, request: AsyncBoltRequest, response: BoltResponse | None
    ) -> None:
        is_event = "event" in request.body  # acked before its listener starts
        if is_event or request.context.ack.response is None:
            request.context[FAILURE] = type(error).__name__
        await self._told.handle(error, request, response)


class _End(AsyncListenerCompletionHandler):
    def __init__(self, running: Running, ended: Ended) -> None:
        self._running = running
        self._ended = ended

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002  Bolt's signature
        try:
            await self._ended(request)
        finally:
            await self._running.count(_interaction(request.body), -1)


def _interaction(body: dict[str, Any]) -> str:
    return str(body.get("trigger_id") or body.get("event_id") or "")
