"""Slack refuses, Slack is away, the database is away."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from itertools import pairwise

from storage.database import connect
from tests.faults import company, fanout
from tests.faults.lines import Line
from tests.faults.scene import Place, Scene, scene
from tests.faults.traffic import PEOPLE, a_program_of_clicks

AWAY = "cannot get at my notes"
WINDOW = 10.0  # seconds, in which Slack is asked once at most whether it is back
Trouble = Callable[[Scene], AbstractAsyncContextManager[None]]


async def too_many_requests(place: Place, *, quick: bool) -> Line:
    """Test 5: 429 with Retry-After; the method rests in all processes, the others do not."""
    rest, windows, many = (3, 3, 20) if quick else (30, 4, 60)
    line = Line(5, f"429 with Retry-After {rest}", place.database, place.processes)
    line.scaled = "Retry-After 3 instead of 30" if quick else None
    async with scene(place.alone, many, per_minute=600) as on:
        people = await on.people(many)
        await on.start()
        await asyncio.sleep(1)
        before, began = await on.slack("record"), time.time()
        await on.slack.fault("fail_before", "chat.postMessage", 429, times=fanout.FOREVER, retry_after=rest)
        await on.owe(people, line.test)
        slowest, heard = 0.0, 0
        while time.time() < began + rest * windows:
            moment = time.monotonic()
            await on.slack("tell", user=people[0])
            heard += 1
            await on.until(lambda: _has_whispered(on, heard), "an answer by another method")  # noqa: B023  at once
            slowest = max(slowest, time.monotonic() - moment)
            await asyncio.sleep(0.5)
        calls = [call[0] for call in await on.slack("history", since=began) if call[1] == "chat.postMessage"]
        gaps = [later - earlier for earlier, later in pairwise(calls)]
        await on.slack("calm")
        await on.until(lambda: company.is_over(on, line.test), "the end of the fan-out", 600)
        line.seconds = round(time.time() - began, 1)
        await fanout.count(on, line, people, before)
        line.more |= {"calls_in_rest": len(calls), "shortest_gap": round(min(gaps, default=0), 1)}
        line.more["other_method_s"] = round(slowest, 2)
        line.holds(calls, "no call at all")
        line.holds(min(gaps, default=rest) >= 0.98 * rest, f"a call after {min(gaps, default=0):.1f} s")
        line.holds(slowest < 3, "other methods were disturbed")
    return line


async def slack_away(place: Place, *, quick: bool) -> Line:
    """Test 6: Slack is down; what is still useful goes out afterwards, what is not expires and is counted."""
    away, many = (40, 20) if quick else (180, 100)
    line = Line(6, "Slack down", place.database, place.processes)
    line.scaled = f"down for {away} s instead of 30 min"
    async with scene(place.alone, 2 * many, per_minute=600) as on:
        people = await on.people(2 * many)
        await on.start()
        await asyncio.sleep(1)
        await on.slack("thank", user=people[0], to=people[1])  # the first click of all asks Slack who we are
        before = await on.slack("record")
        await on.slack.fault("fail_before", "*", 503, times=fanout.FOREVER)
        began = time.time()
        lasting, stale = people[:many], people[many:]
        await on.store.run(company.owe, stale, 66, timedelta(seconds=away / 2))
        await on.owe(lasting, line.test)
        await on.slack("cut", most=10)
        await asyncio.sleep(away)
        calls = await on.slack("history", since=began + WINDOW)
        await on.slack("calm")
        await on.until(lambda: company.is_over(on, line.test), "the end of the fan-out", 600)
        await on.until(lambda: company.is_over(on, 66), "the end of the stale ones", 600)
        line.seconds = round(time.time() - began, 1)
        await fanout.count(on, line, lasting, before)
        expired = (await company.states(on, 66)).get("expired", 0)
        too_late = await on.store.run(lambda work: work.reports.too_late(work.now - timedelta(days=1)))
        line.more |= {"expired": expired, "told_as_too_late": too_late}
        line.holds(expired == many, f"{expired} of {many} expired")
        line.holds(too_late >= expired, "not counted")
        probes = [call[0] for call in calls if call[1] in {"auth.test", "chat.postMessage"}]
        most = max((sum(one <= other < one + WINDOW - 0.5 for other in probes) for one in probes), default=0)
        line.more["probes_in_10_s"] = most
        line.holds(most <= place.processes, f"{most} probes in {WINDOW:g} s")
    return line


async def database_away(place: Place, *, quick: bool) -> Line:
    """Test 8: the database is locked, full, and (PostgreSQL) frozen and gone, under clicks."""
    line = Line(8, "database locked, full, frozen, gone", place.database, place.processes)
    troubles = (_locked, _full_here) if place.server is None else (_table_locked, _full_there, _frozen, _gone)
    away = 4.0 if quick else 8.0
    line.scaled = f"away for {away:g} s each"
    async with scene(place.alone, PEOPLE) as on:
        await a_program_of_clicks(on, 20_000)
        await on.start()
        await asyncio.sleep(3)
        pids = [bot.pid for bot in on.bots]
        began = time.monotonic()
        await on.slack("storm", rate=20, first=0, people=PEOPLE)
        backs = []
        for trouble in troubles:
            await asyncio.sleep(1)
            async with trouble(on):
                await asyncio.sleep(away)
            known = len(await company.answered(on))
            backs.append(await on.until(lambda known=known: _is_back(on, known), "the database's return"))
        storm = await on.slack("calmed")
        line.seconds = round(time.monotonic() - began, 1)
        gone = set(storm["acked_checks"]) - await company.answered(on)
        told = sum((await on.slack("whispers", words=AWAY)).values())
        line.lost = max(0, len(gone) - told)
        line.more |= {"sent": storm["sent"], "unacked": storm["unacked"], "told": told}
        line.more |= {"slowest_ms": round(storm["max"] * 1000), "back_after_s": round(max(backs), 1)}
        line.holds(told, "nobody was told anything")
        if _frozen in troubles:
            line.holds(any('"database.silent"' in one for bot in on.bots for one in bot.lines), "not logged")
        line.holds(storm["unacked"] == 0, f"{storm['unacked']} without an answer in 3 s")
        line.holds(max(backs) <= 10, "not back within 10 s")
        line.holds(pids == [bot.pid for bot in on.bots], "a bot was started anew")
        line.nothing_lost_nothing_twice()
    return line


async def _has_whispered(on: Scene, times: int) -> bool:
    calls = (await on.slack("record"))["calls"]
    return bool(calls.get("chat.postEphemeral", 0) >= times)


async def _is_back(on: Scene, known: int) -> bool:
    try:
        return len(await company.answered(on)) > known
    except Exception:  # noqa: BLE001  a database that comes back may end our connection
        return False


@asynccontextmanager
async def _locked(on: Scene) -> AsyncIterator[None]:
    """Let another program hold the file."""
    neighbor = sqlite3.connect(on.folder / "flipside.db", isolation_level=None, timeout=30)
    neighbor.execute("BEGIN EXCLUSIVE")
    yield
    neighbor.execute("COMMIT")
    neighbor.close()


@asynccontextmanager
async def _full_here(on: Scene) -> AsyncIterator[None]:
    """Let the system refuse every byte that the bot would write into a file."""
    before = [(bot.pid, resource.prlimit(bot.pid, resource.RLIMIT_FSIZE)) for bot in on.bots]
    for pid, (_, hard) in before:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, hard))
    yield
    for pid, limits in before:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@asynccontextmanager
async def _table_locked(on: Scene) -> AsyncIterator[None]:
    """Let an operator hold the tables."""
    engine = connect(on.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE received, checkin IN ACCESS EXCLUSIVE MODE")
        yield
    engine.dispose()


@asynccontextmanager
async def _full_there(on: Scene) -> AsyncIterator[None]:
    """Let the server say of every row that comes that its disk is full."""
    engine = connect(on.url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left' USING ERRCODE = '53100'; END $$"
        )
        for table in ("received", "checkin", "outboxmessage"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION full_disk()"
            )
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION full_disk CASCADE")
    engine.dispose()


@asynccontextmanager
async def _frozen(on: Scene) -> AsyncIterator[None]:
    """Let the server keep its connections and say nothing: its disk hangs, its machine is moved."""
    assert on.place.server
    with on.reader.connect() as connection:
        pids = list(connection.exec_driver_sql("SELECT pid FROM pg_stat_activity").scalars())
    pids.append(on.place.server.server.get_pid())
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@asynccontextmanager
async def _gone(on: Scene) -> AsyncIterator[None]:
    """Stop the server and start it again."""
    assert on.place.server
    on.reader.dispose()
    await asyncio.to_thread(on.place.server.server.stop)
    yield
    await asyncio.to_thread(on.place.server.server.start)
