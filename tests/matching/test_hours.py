"""Working days meet across zones, midnight and daylight saving."""

from datetime import date, time

import pytest

from bot.matching.hours import clock, meeting_spans, minutes_together, working_day

NINE, FIVE = time(9), time(17)


def together(one: str, other: str, on: date, hours=((NINE, FIVE), (NINE, FIVE))) -> int:
    return minutes_together(working_day(one, *hours[0], on), working_day(other, *hours[1], on))


@pytest.mark.parametrize(
    ("on", "minutes"),
    [
        (date(2026, 3, 6), 180),  # both on winter time: five hours apart
        (date(2026, 3, 10), 240),  # New York is already on summer time
        (date(2026, 4, 1), 180),
        (date(2026, 10, 28), 240),  # London is back on winter time, New York is not
    ],
)
def test_london_and_new_york_follow_daylight_saving_on_the_date(on, minutes):
    assert together("Europe/London", "America/New_York", on) == minutes


def test_an_evening_in_california_meets_the_next_morning_in_auckland():
    assert together("America/Los_Angeles", "Pacific/Auckland", date(2026, 7, 1)) == 180


def test_opposite_sides_of_the_world_do_not_meet():
    assert together("Europe/Lisbon", "Pacific/Auckland", date(2026, 1, 15)) == 0


def test_a_night_shift_passes_midnight():
    night = (time(22), time(6))
    assert together("UTC", "UTC", date(2026, 1, 15), (night, (time(5), time(13)))) == 60


def test_a_night_on_which_the_clock_springs_forward_is_an_hour_shorter():
    assert working_day("Europe/Berlin", time(22), time(6), date(2026, 3, 28)).length == 7 * 60


def test_two_long_days_can_meet_twice_and_the_longest_comes_first():
    one = working_day("UTC", time(0), time(20), date(2026, 1, 15))
    other = working_day("UTC", time(18), time(3), date(2026, 1, 15))
    assert [(clock(span.begin), clock(span.end)) for span in meeting_spans(one, other)] == [
        ("00:00", "03:00"),
        ("18:00", "20:00"),
    ]


def test_half_hour_zones_are_exact():
    assert together("Asia/Kolkata", "Asia/Dubai", date(2026, 1, 15)) == 8 * 60 - 90


def test_meeting_is_mutual():
    one = working_day("Asia/Tokyo", NINE, FIVE, date(2026, 1, 15))
    other = working_day("America/Los_Angeles", NINE, FIVE, date(2026, 1, 15))
    assert meeting_spans(one, other) == meeting_spans(other, one)
