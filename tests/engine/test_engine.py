"""The clockwork: what is due runs once a period, however often and however late the engine ticks."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import func, select

from bot import timetable
from bot.clock import MovingClock
from bot.engine.local import Engine
from bot.flows import vitals
from bot.flows.portions import Portion
from bot.rules.messages import Kind
from bot.timetable import TIMETABLE, Every, Row, Thought
from storage import migrations
from storage.database import connect
from storage.models import Beat, OutboxMessage
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, a_person, days


def greet(work: Work) -> None:
    work.outbox.owe(Kind.THANKS, f"greeting:{work.now.date()}", person="ADA")


def stumble(_work: Work) -> None:
    raise ZeroDivisionError


GREETING = Row("greeting", Every.DAY, greet, after=timedelta(hours=5))


def owed(work: Work) -> list[str]:
    return sorted(work.session.exec(select(OutboxMessage.key)))


def beats(work: Work) -> int:
    return work.session.exec(select(func.count()).select_from(Beat)).one()


@pytest.fixture
async def staffed(store: Store) -> Store:
    await store.run(a_person, "ADA")
    return store


async def test_a_second_tick_changes_nothing(staffed: Store):
    engine = Engine(staffed, [GREETING])

    assert await engine.tick() == ["greeting"]
    assert await engine.tick() == []
    assert await staffed.run(owed) == ["greeting:2026-01-05"]


async def test_two_ticks_at_once_run_a_beat_once(staffed: Store):
    one, other = Engine(staffed, [GREETING]), Engine(staffed, [GREETING])

    ran = await asyncio.gather(one.tick(), other.tick(), one.tick())

    assert sorted(map(len, ran)) == [0, 0, 1]
    assert await staffed.run(owed) == ["greeting:2026-01-05"]


async def test_the_next_day_is_another_beat(staffed: Store, clock: MovingClock):
    engine = Engine(staffed, [GREETING])
    await engine.tick()

    clock.move(days(1))

    assert await engine.tick() == ["greeting"]
    assert await staffed.run(owed) == ["greeting:2026-01-05", "greeting:2026-01-06"]


async def test_days_offline_are_caught_up_with_once(staffed: Store, clock: MovingClock):
    engine = Engine(staffed, [GREETING])
    await engine.tick()

    clock.move(days(9))

    assert await engine.tick() == ["greeting"]
    assert await engine.tick() == []
    assert await staffed.run(owed) == ["greeting:2026-01-05", "greeting:2026-01-14"]


async def test_beats_that_never_came_are_counted(staffed: Store, clock: MovingClock):
    engine = Engine(staffed, [GREETING, Row("hourly", Every.HOUR, greet), Row("weekly", Every.WEEK, greet)])
    await engine.tick()
    clock.move(days(9))
    await engine.tick()

    def missed(work: Work) -> dict[str, int]:
        return {one.name: one.missed for one in work.session.exec(select(Beat).where(Beat.missed > 0))}

    assert await staffed.run(missed) == {"greeting": 8, "hourly": 9 * 24 - 1}
    assert (await staffed.run(vitals.read)).missed == 8 + 9 * 24 - 1


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), days(1), timedelta(minutes=-5), -timedelta(hours=1), -days(1)]
)
async def test_a_clock_that_jumps_and_returns_runs_no_beat_twice(
    staffed: Store, clock: MovingClock, jump: timedelta
):
    engine = Engine(staffed, [GREETING])
    for step in (timedelta(0), jump, -jump, jump, -jump):
        clock.move(step)
        await engine.tick()

    keys = await staffed.run(owed)
    assert "greeting:2026-01-05" in keys
    assert len(keys) == len(set(keys)) == await staffed.run(beats)
    assert len(keys) <= 2


async def test_a_double_autumn_hour_is_one_beat_of_each_kind(staffed: Store, clock: MovingClock):
    clock.move_to(datetime(2026, 10, 24, 20, tzinfo=UTC))
    hourly = Row("hourly", Every.HOUR, lambda _work: None)
    engine = Engine(staffed, [GREETING, hourly])
    for _ in range(48):
        await engine.tick()
        clock.move(timedelta(minutes=15))

    assert await staffed.run(beats) == 12 + 2  # hours of the night, and two days


async def test_a_restart_remembers_what_ran(tmp_path: Path):
    clock = MovingClock(NOW)
    for expected in (["greeting"], []):
        store = Store(connect(f"sqlite:///{tmp_path / 'flipside.db'}"), clock)
        migrations.upgrade(store.engine)
        if expected:
            await store.run(a_person, "ADA")

        assert await Engine(store, [GREETING]).tick() == expected
        store.close()


async def test_a_beat_that_fails_is_not_remembered_and_comes_again(staffed: Store):
    with pytest.raises(ExceptionGroup) as failed:
        await Engine(staffed, [Row("greeting", Every.DAY, stumble)]).tick()

    assert failed.group_contains(ZeroDivisionError)
    assert await staffed.run(beats) == 0
    assert await Engine(staffed, [GREETING]).tick() == ["greeting"]


async def test_a_row_that_fails_does_not_hold_up_the_others(staffed: Store):
    with pytest.raises(ExceptionGroup):
        await Engine(staffed, [Row("stumbling", Every.HOUR, stumble), GREETING]).tick()

    assert await staffed.run(owed) == ["greeting:2026-01-05"]


def by_portions(work: Work, number: int = 1) -> Portion:
    work.outbox.owe(Kind.THANKS, f"portion:{number}", person="ADA")
    return Portion(1, partial(by_portions, number=number + 1) if number < 3 else None)


async def test_a_beat_in_portions_is_remembered_with_the_last_one(staffed: Store):
    row = Row("portions", Every.DAY, by_portions)

    first = await staffed.run(timetable.beat, row)
    assert await staffed.run(beats) == 0  # a stop here, and the next tick begins with the first one

    assert await Engine(staffed, [row]).tick() == ["portions"]
    assert first.rest is not None
    assert await staffed.run(owed) == ["portion:1", "portion:2", "portion:3"]
    assert await staffed.run(beats) == 1
    assert await Engine(staffed, [row]).tick() == []


async def test_whoever_waits_comes_between_two_portions(staffed: Store):
    ticking = asyncio.create_task(Engine(staffed, [Row("portions", Every.DAY, by_portions)]).tick())
    seen: set[int] = set()
    while not ticking.done():
        seen.add(len(await staffed.run(owed)))

    assert await ticking == ["portions"]
    assert seen & {1, 2}


async def test_the_scheduler_ticks_at_once_and_stops(staffed: Store):
    engine = Engine(staffed, [GREETING])
    engine.start(seconds=3600)
    for _ in range(100):
        if await staffed.run(owed):
            break
        await asyncio.sleep(0.02)
    await engine.stop()

    assert await staffed.run(owed) == ["greeting:2026-01-05"]


async def test_a_stop_waits_for_the_tick_that_is_under_way(staffed: Store, caplog: pytest.LogCaptureFixture):
    began, loop = asyncio.Event(), asyncio.get_running_loop()

    def dawdle(work: Work) -> None:
        loop.call_soon_threadsafe(began.set)
        time.sleep(0.1)
        greet(work)

    engine = Engine(staffed, [Row("slow", Every.DAY, dawdle)])
    engine.start(seconds=3600)
    await began.wait()
    await engine.stop()

    assert await staffed.run(owed) == ["greeting:2026-01-05"]
    assert caplog.text == ""


async def test_the_whole_timetable_runs_before_there_is_a_program(store: Store, clock: MovingClock):
    engine = Engine(store)

    ran = await engine.tick()
    clock.move(days(8))
    again = await engine.tick()

    assert ran == [row.name for row in TIMETABLE]
    assert again == ran
    assert await store.run(owed) == []


def test_every_row_of_the_timetable_has_its_own_name():
    assert len({row.name for row in TIMETABLE}) == len(TIMETABLE)


@pytest.mark.parametrize(
    ("every", "moment", "period"),
    [
        (Every.HOUR, "2026-10-25T01:30", "2026-10-25T01"),
        (Every.DAY, "2026-01-05T04:59", "2026-01-04"),
        (Every.DAY, "2026-01-05T05:00", "2026-01-05"),
        (Every.WEEK, "2026-01-04T23:00", "2026-W01"),
        (Every.WEEK, "2026-01-05T04:00", "2026-W01"),
        (Every.WEEK, "2026-01-05T05:00", "2026-W02"),
        (Every.WEEK, "2027-01-03T12:00", "2026-W53"),
    ],
)
def test_a_period_changes_once_a_beat(every: Every, moment: str, period: str):
    after = timedelta(0) if every is Every.HOUR else timedelta(hours=5)

    assert Row("row", every, greet, after=after).period(datetime.fromisoformat(f"{moment}+00:00")) == period


def knock(work: Work) -> None:
    work.outbox.owe(Kind.THANKS, f"knock:{work.now}", person="ADA")


async def test_rows_share_a_transaction_and_a_row_that_takes_long_ends_it(staffed: Store):
    def linger(work: Work) -> None:
        knock(work)
        time.sleep(timetable.MOMENT)

    rows = [Row("lingering", Every.DAY, linger), Row("knock", Every.HOUR, knock), GREETING]

    beats, left = await staffed.run(timetable.strike, rows)

    assert [beat.row.name for beat in beats] == ["lingering"]
    assert [row.name for row in left] == ["knock", "greeting"]
    assert await Engine(staffed, rows).tick() == ["knock", "greeting"]
    assert await Engine(staffed, rows).tick() == []


async def test_a_row_finds_done_what_those_before_it_have_thought_over(staffed: Store):
    seen: list[list[str]] = []

    def keep(work: Work, _question: object, answer: str) -> None:
        work.outbox.owe(Kind.THANKS, answer, person="ADA")

    thinking = Row("thinking", Every.DAY, lambda _work: "?", thought=Thought(lambda _: "thought", keep))
    looking = Row("looking", Every.HOUR, lambda work: seen.append(owed(work)))

    assert await Engine(staffed, [thinking, looking, GREETING]).tick() == ["thinking", "looking", "greeting"]
    assert seen == [["thought"]]
