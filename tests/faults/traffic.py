"""Clicks, forms and events under restarts, repetition and failing connections."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from sqlmodel import col, func, select

from storage.models import Session, Thanks
from storage.work import Work
from tests.faults import company
from tests.faults.lines import Line
from tests.faults.processes import Bot
from tests.faults.scene import Place, Scene, scene

PEOPLE = 400
RATE = 200  # interactions a second
LONGEST_EXIT = 20.0  # seconds
LONGEST_WAIT = 3.0  # seconds for an ack; then Slack tells the person that it failed
HELD = 1.0  # seconds around a kill in which a click may reach the process: Slack sees its end a moment later
SPARE = 100_000  # check-ins that can be tapped


async def rolling_restart(place: Place, *, quick: bool) -> Line:
    """Test 2: SIGTERM under 200 interactions/s, one after the other; on SQLite the next one starts before."""
    line = Line(2, f"SIGTERM under {RATE} interactions/s", place.database, place.processes)
    line.scaled = "one round of restarts instead of three" if quick else None
    rounds = 1 if quick else 3
    async with scene(
        place,
        PEOPLE,
        processes=max(2, place.processes),
    ) as on:
        await a_program_of_clicks(on, SPARE if not quick else SPARE // 5)
        await on.start(place.processes)
        await asyncio.sleep(3)  # the directory is learned meanwhile
        await on.slack("storm", rate=RATE, people=PEOPLE)
        exits = []
        for _ in range(rounds):
            await asyncio.sleep(2)
            exits += await _restart_all(on)
        await asyncio.sleep(2)
        await weathered(on, line)
        line.kills = len(exits)
        line.more["longest_exit"] = round(max(seconds for _, seconds in exits), 1)
        line.holds(all(status == 0 for status, _ in exits), f"ended with {[status for status, _ in exits]}")
        line.holds(line.more["longest_exit"] <= LONGEST_EXIT, "slow to end")
        line.holds(line.more["unacked"] == 0, "unacked")
    return line


async def repeated_events(place: Place, *, quick: bool) -> Line:
    """Test 3: every event one to four times, shuffled, with whatever retry header."""
    people, distinct = 50, 100 if quick else 1000
    line = Line(3, f"{distinct} events, each 1-4 times", place.database, place.processes)
    line.scaled = "100 of 1,000 events" if quick else None
    async with scene(place, people) as on:
        await on.people(people)
        await on.start()
        await asyncio.sleep(1)
        before = await _whispers(on)
        began = time.monotonic()
        first = on.cast - people
        came = await on.slack("repeat_events", distinct=distinct, seed=1, first=first, people=people)

        async def effects() -> int:
            return await _whispers(on) - before

        await on.until(lambda: _at_least(effects, distinct), "an answer to each event", 120)
        await asyncio.sleep(1)
        line.seconds = round(time.monotonic() - began, 1)
        found = await effects()
        line.lost, line.duplicates = max(0, distinct - found), max(0, found - distinct)
        line.more = {"sent": came["sent"], "unacked": came["sent"] - came["acked"], "effects": found}
        line.nothing_lost_nothing_twice()
    return line


async def doubles(place: Place, *, quick: bool) -> Line:
    """Test 4: double clicks and double submissions within 50 ms, on different processes if there are any."""
    pairs = 20 if quick else 200
    line = Line(4, f"{pairs} double clicks, {pairs} double submissions", place.database, place.processes)
    line.scaled = f"{pairs} of 200 each" if quick else None
    async with scene(place, 2 * pairs) as on:
        people = await on.people(2 * pairs)
        ids = await on.store.run(company.pair_up, people)
        await on.start()
        await asyncio.sleep(1)
        began = time.monotonic()
        clicks = [[mentor, pair] for mentor, pair in zip(people[::2], ids, strict=True)]
        forms = [[one, other] for one, other in zip(people[::2], people[1::2], strict=True)]
        ends = [
            await on.slack("doubles", kind=kind, whats=w) for kind, w in (("click", clicks), ("form", forms))
        ]
        line.seconds = round(time.monotonic() - began, 1)
        met, thanked = await on.store.run(_effects, people)
        line.lost = max(0, pairs - met) + max(0, pairs - thanked)
        line.duplicates = max(0, met - pairs) + max(0, thanked - pairs)
        line.more = {name: sum(end[name] for end in ends) for name in ("sent", "unacked")}
        line.more["effects"] = met + thanked
        line.nothing_lost_nothing_twice()
    return line


async def sockets(place: Place, *, quick: bool) -> Line:
    """Test 9: refreshes every 20 s, a connection cut off, too_many_websockets, a black hole."""
    every, rounds = (2, 2) if quick else (20, 4)
    line = Line(9, "refreshed, cut and crowded sockets, a black hole", place.database, place.processes)
    line.scaled = f"a refresh every {every} s instead of 20" if quick else None
    async with scene(place, PEOPLE) as on:
        await a_program_of_clicks(on, 30_000)
        await on.start()
        wanted = 2 * place.processes
        await on.until(lambda: _connections(on, wanted), "two connections each")
        began = time.monotonic()
        await on.slack("storm", rate=50, people=PEOPLE)
        for _ in range(rounds):
            await on.slack("refresh")
            await asyncio.sleep(every)
        await on.until(lambda: _connections(on, wanted), "new connections")
        await on.slack("occupy", count=10 - wanted)
        await on.slack("refresh")  # nobody can open another before the old ones go
        await asyncio.sleep(3)
        await on.slack("free")
        await on.until(lambda: _connections(on, wanted), "connections where there is room again")
        await weathered(on, line)
        line.more["served_after_cut"] = await _cut(on, line, wanted)
        await _black_hole(on, line, wanted)
        line.seconds = round(time.monotonic() - began, 1)
        line.nothing_lost_nothing_twice()
    return line


async def killed_in_turn(place: Place, *, quick: bool) -> Line:
    """Bench: under 100 interactions/s and a fan-out, one process is killed and started again every 20 s."""
    seconds, every = (25, 8) if quick else (180, 20)
    people, per_minute, kills = 1000 if quick else 4000, 1200, list[float]()
    line = Line(0, "killed in turn under 100 interactions/s", place.database, place.processes)
    line.scaled = f"every {every} s instead of 20" if quick else None
    async with scene(place, max(people, PEOPLE), per_minute=per_minute) as on:
        await a_program_of_clicks(on, SPARE, people)
        await on.start()
        await asyncio.sleep(3)
        everybody = [f"U{number:06}" for number in range(people)]
        await on.owe(everybody, 0)
        began = time.monotonic()
        await on.slack("storm", rate=100, people=PEOPLE)
        while time.monotonic() - began < seconds:
            await asyncio.sleep(every)
            victim = on.bots[len(kills) % len(on.bots)]
            kills.append(time.monotonic())
            await victim.kill()
            await victim.start()
        line.kills = len(kills)
        said = await on.slack("posted")
        share = said / min(people, per_minute / 60 * (time.monotonic() - began))
        storm = await weathered(on, line)
        line.more["share_of_rate"] = round(share, 3)
        line.more["slowest_ack"] = storm["max"]
        others = [at for at in storm["unacked_at"] if not any(abs(at - kill) < HELD for kill in kills)]
        line.more["unacked_elsewhere"] = len(others)
        line.holds(not others, "clicks without an ack that were at no killed process")
        line.holds(storm["max"] < LONGEST_WAIT, "slow to ack")
        await on.until(lambda: company.is_over(on, 0), "the end of the fan-out", 600)
        found = await company.reached(on, everybody)
        line.lost += people - len(found)
        line.duplicates = sum(times - 1 for times in found.values())
        line.nothing_lost_nothing_twice()
        line.holds(share >= 0.95, "sending was slowed down")
    return line


async def a_program_of_clicks(on: Scene, checks: int, people: int = PEOPLE) -> None:
    """Pair everybody up and ask them enough check-ins for a storm."""
    everybody = await on.people(people)
    clicking = everybody[:PEOPLE]
    await on.store.run(company.pair_up, clicking)
    await on.store.run(company.ask_all, clicking, checks)


async def weathered(on: Scene, line: Line) -> dict[str, Any]:
    """End the storm; note what was acked and is lost."""
    storm: dict[str, Any] = await on.slack("calmed")
    done = await company.answered(on)
    gone = set(storm["acked_checks"]) - done
    line.lost += len(gone)
    line.seconds = round(storm["seconds"], 1)
    line.more |= {"sent": storm["sent"], "unacked": storm["unacked"]}
    line.more |= {f"{name}_ms": round((storm[name] or 0) * 1000) for name in ("p50", "p99", "max")}
    line.holds(not gone, f"{len(gone)} acked and lost")
    return storm


async def _restart_all(on: Scene) -> list[tuple[int, float]]:
    """Restart one after the other. On SQLite another one takes over: two of them are there for a moment."""
    if on.place.server is None:
        old, new = sorted(on.bots, key=_is_at_work, reverse=True)
        await on.start_quietly(new)
        return [await old.stop()]
    ends = []
    for bot in on.bots:
        ends.append(await bot.stop())
        await on.start_quietly(bot)
    return ends


def _is_at_work(bot: Bot) -> bool:
    return bot.is_alive


async def _cut(on: Scene, line: Line, wanted: int) -> float:
    """Break all connections but one off; return after how many seconds a click is served."""
    worst = 0.0
    for number in range(3):
        await on.until(lambda: _connections(on, wanted), "all connections")
        await on.slack("cut", most=wanted - 1)
        began = time.monotonic()
        end = await on.slack(
            "click", user="U000000", action_id="checkins_mood.great", value=f"check-{400 * number}"
        )
        worst = max(worst, time.monotonic() - began)
        line.holds(end["error"] is None, f"a click after the cut: {end['error']}")
    line.holds(worst < 1.0, f"served only after {worst:.1f} s")
    return round(worst, 3)


async def _black_hole(on: Scene, line: Line, wanted: int) -> None:
    """Let the network swallow everything for a while; Slack sends the events of that time again."""
    before = await _whispers(on)
    await on.slack.fault("black_hole", True)
    for number in range(10):
        await on.slack("tell", user=f"U{number:06}")
    await asyncio.sleep(15)  # pings go unanswered
    await on.slack.fault("black_hole", False)
    await on.until(lambda: _connections(on, wanted), "connections after the hole", 90)

    async def effects() -> int:
        return await _whispers(on) - before

    await on.until(lambda: _at_least(effects, 10), "the events of the hole", 400)
    line.duplicates += await effects() - 10


async def _whispers(on: Scene) -> int:
    """Return how often something was said for one person's eyes."""
    return int((await on.slack("record"))["calls"].get("chat.postEphemeral", 0))


async def _connections(on: Scene, wanted: int) -> bool:
    return await on.connections() >= wanted


async def _at_least(count: Any, wanted: int) -> bool:
    return await count() >= wanted


def _effects(work: Work, people: list[str]) -> tuple[int, int]:
    """Return how many sessions and how many thanks there are of these people."""
    met = select(func.count()).where(col(Session.planned_by).in_(people))
    thanked = select(func.count()).where(col(Thanks.from_id).in_(people))
    return work.session.exec(met).one(), work.session.exec(thanked).one()
