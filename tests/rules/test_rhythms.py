from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.rules.rhythms import Rhythm, may_come, occasions

ZONES = (
    "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Lagos",
    "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota",
    "America/Chicago", "America/Denver", "America/Havana", "America/Los_Angeles", "America/Mexico_City",
    "America/New_York", "America/Nuuk", "America/Santiago", "America/Sao_Paulo", "America/St_Johns",
    "Antarctica/Troll", "Asia/Beirut", "Asia/Dubai", "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu",
    "Asia/Kolkata", "Asia/Shanghai", "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin", "Europe/London",
    "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati",
)  # fmt: skip
CLOCKS = (time(0), time(1, 45), time(2, 30), time(9))
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
HOUR = timedelta(hours=1)
STEP = 4 * HOUR


def ticks(zone: str) -> list[datetime]:
    """Return six ticks a day for a year; around a change of the clocks every ten minutes, each twice."""
    place, moment, found = ZoneInfo(zone), YEAR[0], []
    while moment < YEAR[1]:
        later = moment + 24 * HOUR
        changes = moment.astimezone(place).utcoffset() != later.astimezone(place).utcoffset()
        step = timedelta(minutes=10) if changes else STEP
        count = (later - moment) // step
        found += [moment + step * n for n in range(count) for _ in range(2 if changes else 1)]
        moment = later
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_schedules_comes_once_a_local_day(zone: str):
    last, came = YEAR[0], Counter[tuple[time, date]]()
    for now in ticks(zone):
        for clock in CLOCKS:
            came.update({(clock, one.day): 1 for one in occasions(Rhythm(clock), zone, last, now)})
        last = now

    first = YEAR[0].astimezone(ZoneInfo(zone)).date()
    assert set(came.values()) == {1}
    for clock in CLOCKS:
        days = sorted(day for when, day in came if when == clock)
        assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
        assert days[0] - first in (timedelta(0), timedelta(days=1))
        assert len(days) in (364, 365, 366)


def one(rhythm: Rhythm, zone: str, day: date) -> datetime:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    [found] = [
        each for each in occasions(rhythm, zone, noon - 36 * HOUR, noon + 36 * HOUR) if each.day == day
    ]
    return found.moment


def test_a_weekly_rhythm_may_come_only_around_its_weekday():
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday

    mondays = Rhythm(time(9), weekday=0)
    assert not may_come(mondays, noon, noon + timedelta(days=3))
    assert may_come(mondays, noon, noon + timedelta(days=3, hours=23))  # Sunday, Monday in the far east
    assert may_come(mondays, noon - timedelta(days=1, hours=3), noon)  # Tuesday, Monday in the far west
    assert may_come(Rhythm(time(9)), noon, noon)


def test_a_missing_hour_moves_after_the_gap():
    half_past_two = Rhythm(time(2, 30))

    assert one(half_past_two, "Europe/Berlin", date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert one(half_past_two, "America/New_York", date(2026, 3, 8)) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_of_a_double_hour_the_first_counts():
    half_past_two = Rhythm(time(2, 30))

    assert one(half_past_two, "Europe/Berlin", date(2026, 10, 25)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_day_that_a_place_skipped_has_no_occasion():
    morning = Rhythm(time(9))
    span = (datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 2, tzinfo=UTC))

    days = [each.day.isoformat() for each in occasions(morning, "Pacific/Apia", *span)]

    assert days == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"]


def test_a_weekly_rhythm_keeps_its_weekday():
    mondays = Rhythm(time(9), weekday=0)

    days = [each.day for each in occasions(mondays, "Asia/Kathmandu", *YEAR)]

    assert {day.weekday() for day in days} == {0}
    assert len(days) == 52
