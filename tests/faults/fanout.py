"""A fan-out to many that is killed again and again, while Slack drops, fails and refuses."""

from __future__ import annotations

import asyncio
import time

from tests.faults import company
from tests.faults.lines import Line
from tests.faults.scene import RUN, Place, Scene, scene

FOREVER = 1e9
QUICK = ("tests.faults.bot", "1", "12000")
QUICK_SCALE = "Slack is given 1 s instead of 10 for an answer; only posts have a pace"


async def kills(place: Place, *, quick: bool) -> Line:
    """Test 1: kill -9 at random points, with drops and 503 after acceptance, and 429."""
    many, times = (300, 5) if quick else (10_000, 50)
    line = Line(1, f"{many} DMs, kill -9, drops, 503 and 429", place.database, place.processes)
    line.scaled = f"{QUICK_SCALE}; 300 of 10,000 DMs, 5 of 50 kills" if quick else None
    await disturbed(place, line, many, times, entry=QUICK if quick else RUN)
    return line


async def disturbed(
    place: Place,
    line: Line,
    many: int,
    times: int,
    *,
    entry: tuple[str, ...] = RUN,
    per_minute: int = 12_000,
    limit: int = 0,
) -> None:
    """Send so many DMs; with kills come a drop and a 503 in a hundred each.

    A 429 comes in a hundred as well, or with a ``limit`` where there are more calls a minute.
    """
    async with scene(place, many, entry=entry, per_minute=per_minute) as on:
        people = await on.people(many)
        before = await on.slack("record")
        await on.slack.fault("latency", 0.01)
        faults = [("drop_after", None), ("fail_after", 503), ("fail_before", 429)]
        if limit:
            await on.slack.fault("rate_limit", {"chat.postMessage": limit})
        for name, error in faults[: 2 if limit else 3] if times else ():
            more = [error] if error else []
            await on.slack.fault(name, "chat.postMessage", *more, times=FOREVER, probability=0.01)
        await on.start()
        began = time.monotonic()
        await on.owe(people, line.test)
        line.kills = await _kill(on, many, times)
        await on.until(lambda: company.is_over(on, line.test), "the end of the fan-out", 3600)
        line.seconds = round(time.monotonic() - began, 1)
        await count(on, line, people, before)
        line.holds(line.kills == times, f"{line.kills} kills")
        line.holds(line.reads <= 10 * times, f"{line.reads} reads")


async def internal_errors(place: Place, *, quick: bool) -> Line:
    """Test 7: 10 % internal_error, half of them delivered."""
    many = 50 if quick else 1000
    line = Line(7, f"{many} DMs, 10 % internal_error", place.database, place.processes)
    line.scaled = f"{QUICK_SCALE}; 50 of 1,000 DMs" if quick else None
    async with scene(place, many, entry=QUICK if quick else RUN) as on:
        people = await on.people(many)
        before = await on.slack("record")
        for name in ("fail_before", "fail_after"):
            await on.slack.fault(name, "chat.postMessage", "internal_error", times=FOREVER, probability=0.05)
        await on.start()
        began = time.monotonic()
        await on.owe(people, line.test)
        await on.until(lambda: company.is_over(on, line.test), "the end of the fan-out", 3600)
        line.seconds = round(time.monotonic() - began, 1)
        await count(on, line, people, before)
        line.holds(line.more["faults"], "no fault at all")
    return line


async def count(on: Scene, line: Line, people: list[str], before: dict[str, dict[str, int]]) -> None:
    """Count what was lost and what came twice, by what stands in Slack; reads since the record before."""
    found, record = await company.reached(on, people), await on.slack("record")
    states = await company.states(on, line.test)
    line.lost += len(people) - len(found)
    line.duplicates += sum(times - 1 for times in found.values())
    reads = (one["calls"].get("conversations.history", 0) for one in (record, before))
    line.reads = next(reads) - next(reads)
    line.more |= {
        "faults": sum(record["hits"].values()),
        "limited": record["refused"].get("chat.postMessage ratelimited", 0),
    }
    if falls := sum(bot.falls for bot in on.bots):
        line.more["falls"] = falls
    line.holds(states == {"sent": len(people)}, f"the outbox says {states}")
    line.nothing_lost_nothing_twice()


async def _kill(on: Scene, many: int, times: int) -> int:
    """Kill whoever sends at random points of the way; return how often."""
    start, done = int(await on.slack("posted")), 0
    for point in sorted(on.chance.sample(range(5, many - 5), times)):
        await on.until(lambda point=point: _has_come(on, start + point), f"message {point}", 1800)
        victim = on.sender()
        await victim.kill()
        done += 1
        await victim.start()
    return done


async def _has_come(on: Scene, point: int) -> bool:
    """Tell whether so many messages have come in, and somebody is there to be killed."""
    if not any(bot.sends if on.place.server else bot.has_started for bot in on.bots):
        return False
    await asyncio.sleep(on.chance.uniform(0, 0.05))
    return int(await on.slack("posted")) >= point
