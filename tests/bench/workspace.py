"""The bot's answers: from a command or a click to its ack, and to its visible effect."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from bot.demo.stage import Stage
from tests.builders import a_program
from tests.stories import cast

ROUNDS = 200


def measure() -> Iterator[dict[str, Any]]:
    yield asyncio.run(_hub())


async def _hub() -> dict[str, Any]:
    async with Stage(cast.USERS, admins=[cast.ADA]) as stage:
        await stage.flipside.store.run(a_program)
        maya = stage.person(cast.MAYA)
        began = perf_counter()
        for _ in range(ROUNDS):
            await maya.says("/flipside")
        seconds = (perf_counter() - began) / ROUNDS
        acks = stage.workspace.record.latencies
        return {
            "work": f"/flipside, {ROUNDS} times",
            "effect_ms": round(seconds * 1000, 1),
            "ack_ms": {"p50": round(acks.p50 * 1000, 1), "p99": round(acks.p99 * 1000, 1)},
        }
