"""Before a large send, how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from slack_bolt.context.async_context import AsyncBoltContext

from bot.flows import estimate
from bot.flows.estimate import Expected, Rates, Send
from storage.store import Store
from storage.work import Work

RATES = "rates"
Gather = Callable[[Work, str, str, Rates], Send]


async def expect(
    store: Store, context: AsyncBoltContext, gather: Gather, admin_id: str, round_id: str
) -> Expected:
    """Say how long a send takes that an admin is about to begin."""
    send = await store.run(gather, admin_id, round_id, context[RATES])
    return await asyncio.to_thread(estimate.solve, send)
