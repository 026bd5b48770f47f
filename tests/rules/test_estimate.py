from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.estimate import Crowd, Estimate, Stream, estimate, spans
from bot.rules.quiet import WEEKEND, Hours, next_moment, stretches

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UTC_HOURS, NEW_YORK, AUCKLAND = Hours("UTC"), Hours("America/New_York"), Hours("Pacific/Auckland")
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
HOURS = st.builds(
    Hours,
    ZONES,
    st.builds(time, st.integers(0, 23)),
    st.builds(time, st.integers(0, 23), st.sampled_from([0, 30])),
    st.sampled_from([WEEKEND, frozenset({4, 5}), frozenset()]),
)


def send(per_minute: float, *crowds: tuple[int, Hours], now: datetime = MONDAY) -> Estimate:
    """Estimate messages to these crowds, by one method."""
    some = tuple(Crowd((index,), count) for index, (count, _) in enumerate(crowds))
    return estimate([Stream(per_minute, some)], [spans(now, hours) for _, hours in crowds])


def test_people_who_are_at_work_get_it_as_fast_as_slack_lets_us() -> None:
    assert send(200, (6000, UTC_HOURS)) == Estimate(timedelta(minutes=30), timedelta(minutes=27))


def test_nobody_gets_it_before_their_working_day_begins() -> None:
    found = send(200, (1000, UTC_HOURS), (1000, NEW_YORK))

    assert found.last == 5 * HOUR + timedelta(minutes=5)


def test_what_the_day_has_no_room_for_goes_out_the_next_morning() -> None:
    found = send(10, (6000, UTC_HOURS))  # ten hours' worth, and eight are left today

    assert found.last == timedelta(days=1) + 2 * HOUR


def test_those_who_share_a_moment_share_the_pace_so_that_a_short_day_is_not_served_first() -> None:
    short = Hours("UTC", time(9), time(10))

    found = send(10, (600, short), (600, UTC_HOURS))

    assert found.last == timedelta(days=1, minutes=30)


def test_a_friday_evening_waits_for_monday() -> None:
    friday = datetime(2026, 1, 9, 18, 0, tzinfo=UTC)

    assert send(200, (200, UTC_HOURS), now=friday).last == timedelta(days=2, hours=15, minutes=1)


def test_a_pair_hears_in_hours_that_both_share_or_else_in_the_first_ones() -> None:
    hours = [spans(MONDAY, one) for one in (UTC_HOURS, NEW_YORK, AUCKLAND)]

    def pairs(*both: int) -> timedelta | None:
        return estimate([Stream(0, (Crowd(both, 9),))], hours).last

    assert pairs(0, 1) == 5 * HOUR
    assert pairs(0, 2) == timedelta(0)
    assert pairs(2, 0) == next_moment(MONDAY, [AUCKLAND, UTC_HOURS]) - MONDAY == 11 * HOUR


def test_the_slowest_method_decides() -> None:
    streams = [Stream(45, (Crowd((0,), 450),)), Stream(200, (Crowd((0,), 450),))]

    assert estimate(streams, [spans(MONDAY, UTC_HOURS)]).last == timedelta(minutes=10)


def test_without_a_limit_only_hours_count() -> None:
    assert send(0, (100_000, UTC_HOURS), (9, NEW_YORK)) == Estimate(5 * HOUR, timedelta(0))


def test_nothing_to_send_takes_no_time() -> None:
    assert send(200) == estimate([], []) == Estimate(timedelta(0), timedelta(0))


def test_beyond_four_weeks_no_figure_is_given() -> None:
    never = Hours("UTC", weekend=frozenset(range(7)))

    assert send(1, (100_000, UTC_HOURS)) == Estimate(None, None)
    assert send(200, (99, UTC_HOURS), (1, never)).last is None
    assert send(200, (99, UTC_HOURS), (1, never)).most is not None


@given(
    st.lists(st.tuples(st.integers(1, 5000), HOURS), min_size=1, max_size=6), st.sampled_from([5, 45, 200])
)
def test_no_estimate_is_shorter_than_pace_and_hours_allow(
    crowds: list[tuple[int, Hours]], per_minute: int
) -> None:
    found = send(per_minute, *crowds)
    if found.last is None:
        return
    count = sum(count for count, _ in crowds)
    begins = max(next_moment(MONDAY, [hours]) for _, hours in crowds) - MONDAY
    worked = _anybody_works([hours for _, hours in crowds], MONDAY + found.last)

    assert found.last >= begins
    assert found.last.total_seconds() >= count / per_minute * 60 - 0.001
    assert worked.total_seconds() >= count / per_minute * 60 - 0.001
    assert found.most is not None
    assert found.most <= found.last


@given(HOURS, st.integers(0, 7 * 24 * 4))
def test_stretches_begin_when_somebody_may_next_be_spoken_to(hours: Hours, quarters: int) -> None:
    now = MONDAY + timedelta(minutes=15 * quarters)

    first, *_ = stretches(now, hours, 14)

    assert first[0] == next_moment(now, [hours])
    assert next_moment(first[1] - timedelta(seconds=1), [hours]) == first[1] - timedelta(seconds=1)


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_a_hundred_times_the_people_in_the_same_hours_are_one_crowd(count: int) -> None:
    one = send(200, (6 * count, UTC_HOURS), (6 * count, NEW_YORK))
    split = send(200, *[(count, UTC_HOURS)] * 6, *[(count, NEW_YORK)] * 6)

    assert one.last is not None
    assert split.last is not None
    assert abs(one.last - split.last) < timedelta(seconds=1)


def _anybody_works(people: list[Hours], until: datetime) -> timedelta:
    """Return for how long, all in all, at least one of them is at work until a moment."""
    worked = sorted(span for hours in people for span in stretches(MONDAY, hours, 28))
    total, end = timedelta(0), MONDAY
    for start, stop in worked:
        total += max(timedelta(0), min(stop, until) - max(start, end))
        end = max(end, min(stop, until))
    return total
