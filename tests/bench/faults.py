"""What disturbances cost: a fan-out with and without kills, processes killed in turn, a restart.

FLIPSIDE_BENCH_MESSAGES: of the fan-out, 10,000 without; a kill comes with every 200 of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator
from typing import Any

from bot import logs
from tests.faults import fanout, traffic
from tests.faults.lines import Line
from tests.faults.scene import Place, Scene, scene
from tests.faults.suite import places

PER_MINUTE = 1200  # calls that Slack is said to take
STARTS = 3


def measure() -> Iterator[dict[str, Any]]:
    logs.configure("ERROR")
    many = int(os.environ.get("FLIPSIDE_BENCH_MESSAGES", "10000"))
    with places() as found:
        for place in found:
            yield asyncio.run(_restart(place))
            yield _fan_out(place, many)
        yield _told(asyncio.run(traffic.killed_in_turn(found[-1], quick=False)))


def _fan_out(place: Place, many: int) -> dict[str, Any]:
    lines = []
    for kills in (0, many // 200):
        line = Line(1, f"{many} DMs at {PER_MINUTE} a minute", place.database, place.processes)
        asyncio.run(fanout.disturbed(place, line, many, kills, per_minute=PER_MINUTE, limit=PER_MINUTE))
        lines.append(line)
    calm, killed = lines
    ratio = round(killed.seconds / calm.seconds, 2)
    return _told(killed) | {"undisturbed_seconds": calm.seconds, "ratio": ratio, "reach": {"ratio": 1.3}}


async def _restart(place: Place) -> dict[str, Any]:
    """Return how long it takes from a start to the first ack, at worst."""
    worst = 0.0
    async with scene(place, 2, processes=1) as on:
        await on.people(2)
        for _ in range(STARTS):
            began = time.monotonic()
            await on.bots[0].start()
            await on.until(lambda: _is_acked(on), "the first ack")
            worst = max(worst, time.monotonic() - began)
            await on.bots[0].kill()
    return {
        "work": "restart to first ack",
        "database": place.database,
        "seconds": round(worst, 2),
        "reach": 5,
    }


async def _is_acked(on: Scene) -> bool:
    return not (await on.slack("click", user="U000000", action_id="hub_home", value=""))["error"]


def _told(line: Line) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(str(line))
    return {"work": told.pop("name")} | told
