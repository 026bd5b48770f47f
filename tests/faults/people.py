"""People who leave, become guests and come back while messages to them are on their way."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from tests.faults import company, fanout
from tests.faults.lines import Line
from tests.faults.scene import RUN, Place, Scene, scene


async def comings_and_goings(place: Place, *, quick: bool) -> Line:
    """Test 13: one call at most to whoever is gone, none to guests once we know; all others hear once."""
    each = 10 if quick else 100
    line = Line(13, f"{each} deactivated, {each} guests, {each} back again", place.database, place.processes)
    line.scaled = f"{each} of 100 people each" if quick else None
    async with scene(place.alone, 4 * each, entry=fanout.QUICK if quick else RUN, per_minute=1200) as on:
        everybody = await on.people(4 * each)
        gone, guests, back, others = (everybody[n * each : (n + 1) * each] for n in range(4))
        await on.start()
        await asyncio.sleep(1)
        began = time.time()
        await on.slack("change", people=[*gone, *back], marks={"deleted": True})
        await on.slack("change", people=guests, marks={"is_restricted": True})
        await on.owe([*others, *gone], line.test)  # before anybody has told us
        await _over(on, line.test)
        await asyncio.gather(*(bot.stop() for bot in on.bots))
        await on.start()  # and reads the directory
        await on.until(lambda: _left(on, 3 * each), "those who were seen off")
        await on.slack("join", people=back)
        await on.until(lambda: _left(on, 2 * each), "those who are back")
        await on.store.run(company.rejoin, [*back, *guests])
        await on.store.run(company.owe, [*guests, *gone], 131)
        await on.store.run(company.owe, back, 132)
        await on.slack("thank", user=others[0], to=others[1])  # wakes whoever runs alone
        await _over(on, 131, 132)
        line.seconds = round(time.time() - began, 1)
        await _count(on, line, began, (gone, guests), (*others, *back))
    return line


async def _over(on: Scene, *waves: int) -> None:
    for wave in waves:
        await on.until(lambda wave=wave: company.is_over(on, wave), "the end of a fan-out", 600)


async def _count(
    on: Scene, line: Line, began: float, excluded: tuple[list[str], list[str]], others: tuple[str, ...]
) -> None:
    gone, guests = excluded
    history = await on.slack("history", since=began)
    calls = Counter(place for _, method, place, _ in history if method == "chat.postMessage")
    found = await company.reached(on, [*gone, *guests, *others])
    line.reads = sum(method == "conversations.history" for _, method, _, _ in history)
    line.lost = sum(one not in found for one in others)
    line.duplicates = sum(times - 1 for times in found.values())
    most = max(calls[one] for one in gone)
    line.more = {"calls_to_the_gone": sum(calls[one] for one in gone)}
    line.holds(most <= 1, f"{most} calls to one who is gone")
    line.holds(not any(one in found or one in calls for one in guests), "a guest was spoken to")
    line.holds(not any(one in found for one in gone), "somebody who is gone heard of it")
    line.nothing_lost_nothing_twice()


async def _left(on: Scene, number: int) -> bool:
    [(count,)] = await on.read("SELECT count(*) FROM person WHERE NOT is_employee AND id LIKE 'U00%'")
    return bool(count == number)
