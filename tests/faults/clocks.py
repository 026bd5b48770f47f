"""A year of schedules, clocks that jump, processes that stand still for a minute."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.clock import MovingClock
from bot.engine.local import Engine
from bot.rules.messages import Kind
from bot.timetable import TIMETABLE
from storage import migrations
from storage.database import connect
from storage.models import Appointment, Duty, OutboxMessage
from storage.store import Store
from storage.work import Work
from tests.builders import a_person, a_program
from tests.faults import company, fanout
from tests.faults.lines import Line
from tests.faults.scene import Place, Scene, scene

# As in tests/rules/test_rhythms.py: half hours, skipped days, two changes a year and none.
ZONES = tuple(
    """
    Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Lagos America/Anchorage
    America/Argentina/Buenos_Aires America/Asuncion America/Bogota America/Chicago America/Denver
    America/Havana America/Los_Angeles America/Mexico_City America/New_York America/Nuuk America/Santiago
    America/Sao_Paulo America/St_Johns Antarctica/Troll Asia/Beirut Asia/Dubai Asia/Gaza Asia/Jerusalem
    Asia/Kathmandu Asia/Kolkata Asia/Shanghai Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide
    Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin Europe/London Pacific/Apia
    Pacific/Auckland Pacific/Chatham Pacific/Kiritimati
    """.split()  # noqa: SIM905  forty lines else
)
START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
JUMPS = (HOUR, timedelta(minutes=-5), timedelta(days=1), timedelta(minutes=-5))
PAUSE = 60  # seconds


async def a_year_of_schedules(place: Place, *, quick: bool) -> Line:
    """Test 10: a year of weekly digests in 40 zones, on as many schedulers as there are processes."""
    weeks = 4 if quick else 52
    line = Line(10, f"{weeks} weeks of schedules in {len(ZONES)} zones", place.database, place.processes)
    line.scaled = f"{weeks} of 52 weeks" if quick else "on a simulated clock, in this process"
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        clock, numbers = MovingClock(START), count()
        url = place.new(Path(folder))
        stores = [Store(connect(url), clock, lambda: f"id-{next(numbers)}") for _ in range(place.processes)]
        migrations.upgrade(stores[0].engine)
        await stores[0].run(_admins_everywhere)
        rows = [row for row in TIMETABLE if row.name == "digest"]
        engines = [Engine(store, rows) for store in stores]
        while clock.now() < START + timedelta(weeks=weeks):
            await asyncio.gather(*(engine.tick() for engine in engines for _ in range(2)))
            clock.move(HOUR)
        owed = await stores[0].run(_digests)
        for store in stores:
            store.close()
    seen = Counter((person, moment.astimezone(ZoneInfo(zone)).date()) for person, zone, moment in owed)
    clocks = Counter(moment.astimezone(ZoneInfo(zone)).strftime("%a %H:%M") for _, zone, moment in owed)
    line.seconds = round(time.monotonic() - began, 1)
    line.duplicates = sum(times - 1 for times in seen.values())
    line.lost = sum(max(0, weeks - 1 - sum(one == zone for _, one, _ in owed)) for zone in ZONES)
    line.more = {"owed": len(owed), "at": dict(clocks)}
    line.holds(set(clocks) == {"Mon 09:00"}, f"owed at {dict(clocks)}")
    line.nothing_lost_nothing_twice()
    return line


async def jumps(place: Place, *, quick: bool) -> Line:
    """Test 11: the clock of all processes jumps by an hour, a day, and back five minutes, in mid-send."""
    many = 300 if quick else 3000
    line = Line(11, f"{many} DMs, the clock jumps", place.database, place.processes)
    line.scaled = "300 of 3,000 DMs" if quick else None
    with tempfile.TemporaryDirectory() as folder:
        ahead = Path(folder, "ahead")
        _set(ahead, timedelta(0))
        entry = ("tests.faults.bot", "1" if quick else "10", "1200", str(ahead))
        async with scene(place.alone, many, entry=entry) as on:
            people = await on.people(many)
            await on.store.run(company.owe, people, line.test)
            before = await on.slack("record")
            await on.slack.fault("latency", 0.05)
            await on.slack.fault("drop_after", "chat.postMessage", times=fanout.FOREVER, probability=0.005)
            began, offset = time.monotonic(), timedelta(0)
            await on.start()
            for number, jump in enumerate(JUMPS):
                point = many * (number + 1) // (len(JUMPS) + 1)
                await on.until(lambda point=point: _has_come(on, point), f"message {point}", 600)
                offset += jump
                _set(ahead, offset)
                await asyncio.sleep(11)  # the state machine's limit: not twice while a call is under way
            await on.until(lambda: company.is_over(on, line.test), "the end of the fan-out", 900)
            line.seconds = round(time.monotonic() - began, 1)
            line.more["jumps"] = len(JUMPS)
            await fanout.count(on, line, people, before)
    return line


async def pauses(place: Place, *, quick: bool) -> Line:
    """Test 12: two (SQLite) to ten schedulers; whoever sends stands still for a minute, and goes on."""
    many, times, pause = (300, 1, 20) if quick else (3000, 3, PAUSE)
    processes = 2 if place.server is None else 3 if quick else 10
    line = Line(12, f"{processes} schedulers, paused and resumed", place.database, processes)
    line.scaled = f"{pause} of {PAUSE} s, {times} of 3 pauses" if quick else None
    entry = fanout.QUICK if quick else ("bot", "run")
    async with scene(place.alone, many, processes=processes, entry=entry, per_minute=1200) as on:
        people = await on.people(many)
        await on.store.run(company.owe, people, line.test)
        before = await on.slack("record")
        await on.slack.fault("latency", 0.05)
        began = time.monotonic()
        await on.start()
        for number in range(times):
            point = many * (number + 1) // (times + 1)
            await on.until(lambda point=point: _has_come(on, point), f"message {point}", 600)
            asleep = on.sender() if place.server else on.bots[number % 2]
            asleep.pause()
            await asyncio.sleep(pause)
            asleep.go_on()
        await on.until(lambda: company.is_over(on, line.test), "the end of the fan-out", 900)
        await asyncio.sleep(2)
        line.seconds = round(time.monotonic() - began, 1)
        line.more["pauses"] = times
        await fanout.count(on, line, people, before)
    return line


def _set(file: Path, offset: timedelta) -> None:
    new = file.with_suffix(".new")
    new.write_text(str(offset.total_seconds()))
    new.replace(file)


async def _has_come(on: Scene, point: int) -> bool:
    return int(await on.slack("posted")) >= point


def _admins_everywhere(work: Work) -> None:
    a_program(work, weeks=60)
    for number, zone in enumerate(ZONES):
        a_person(work, f"ADMIN{number}", zone=zone)
        work.session.add(Appointment(person_id=f"ADMIN{number}", duty=Duty.ADMIN))


def _digests(work: Work) -> list[tuple[str, str, datetime]]:
    """Return of each digest whose it is, the zone, and the moment from which on it may go out."""
    query = select(OutboxMessage).where(OutboxMessage.kind == Kind.DIGEST)
    zones = {f"ADMIN{number}": zone for number, zone in enumerate(ZONES)}
    return [
        (str(one.person_id), zones[str(one.person_id)], one.not_before) for one in work.session.exec(query)
    ]
