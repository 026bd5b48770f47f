"""Knows which of Bolt's listeners are still at work: they go on after their ack."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse


class Running:
    """Counts listeners from start to end, by the interaction (trigger or event id) that they serve."""

    def __init__(self) -> None:
        self._at_work: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    def watch(self, app: AsyncApp) -> None:
        """Count this app's listeners."""
        app.listener_runner.listener_start_handler = _Start(self)
        app.listener_runner.listener_completion_handler = _End(self)

    async def idle(self, interaction: str | None = None) -> None:
        """Wait until nothing is at work for an interaction, or at all."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._is_busy(interaction))

    async def count(self, request: AsyncBoltRequest, by: int) -> None:
        """Note that a listener has started (+1) or ended (-1)."""
        key = _interaction(request.body)
        async with self._changed:
            self._at_work[key] += by
            if not self._at_work[key]:
                del self._at_work[key]
            self._changed.notify_all()

    def _is_busy(self, interaction: str | None) -> bool:
        return bool(self._at_work) if interaction is None else interaction in self._at_work


class _Start(AsyncListenerStartHandler):
    def __init__(self, running: Running) -> None:
        self._running = running

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002  Bolt's signature
        await self._running.count(request, +1)


class _End(AsyncListenerCompletionHandler):
    def __init__(self, running: Running) -> None:
        self._running = running

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002  Bolt's signature
        await self._running.count(request, -1)


def _interaction(body: dict[str, Any]) -> str:
    return str(body.get("trigger_id") or body.get("event_id") or "")
