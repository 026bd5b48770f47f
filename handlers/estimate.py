"""Before a large send, how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.context.async_context import AsyncBoltContext

from bot.flows import estimate
from bot.flows.estimate import Expected, Rates, Send
from storage.store import Store
from storage.work import Work

RATES = "rates"
Gather = Callable[[Work, str, str, Rates], Send]


def lend(rates: Rates) -> Callable[[AsyncBoltContext, Callable[[], Awaitable[None]]], Awaitable[None]]:
    """Return the middleware that tells listeners how fast Slack lets us speak."""

    async def lend_rates(context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        context[RATES] = rates
        await next_()

    return lend_rates


async def expect(
    store: Store, context: AsyncBoltContext, gather: Gather, admin_id: str, round_id: str
) -> Expected:
    """Say how long a send takes that an admin is about to begin."""
    send = await store.run(gather, admin_id, round_id, context[RATES])
    return await asyncio.to_thread(estimate.solve, send)
