from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.agendas import Span, agenda_number, is_working_time, next_search, slots
from bot.rules.quiet import Hours

MONDAY = datetime(2026, 1, 5, 9, 7, tzinfo=UTC)
LONDON, BERLIN = Hours("Europe/London"), Hours("Europe/Berlin")
SAO_PAULO, SINGAPORE = Hours("America/Sao_Paulo"), Hours("Asia/Singapore")
ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Auckland",
)


def span(start: datetime, minutes: int = 45) -> Span:
    return Span(start, start + timedelta(minutes=minutes))


def test_three_times_on_three_days_suit_both() -> None:
    found = slots(MONDAY, LONDON, BERLIN, 45)

    assert len({start.date() for start in found}) == 3
    assert all(is_working_time(span(start), hours) for start in found for hours in (LONDON, BERLIN))


def test_the_times_lie_at_different_parts_of_the_day() -> None:
    assert len({start.time() for start in slots(MONDAY, LONDON, BERLIN, 45)}) == 3


def test_the_same_question_has_the_same_answer() -> None:
    assert slots(MONDAY, LONDON, BERLIN, 45) == slots(MONDAY, LONDON, BERLIN, 45)


def test_nobody_is_asked_to_meet_within_a_day() -> None:
    assert min(slots(MONDAY, LONDON, LONDON, 45)) >= MONDAY + timedelta(hours=24)


def test_berlin_meets_sao_paulo_in_its_afternoon_and_nobody_meets_sao_paulo_from_singapore() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    assert all(start.astimezone(berlin).hour >= 12 for start in slots(MONDAY, BERLIN, SAO_PAULO, 45))
    assert slots(MONDAY, SAO_PAULO, SINGAPORE, 45) == []


def test_berlin_meets_singapore_in_its_morning_only_while_a_whole_session_fits() -> None:
    found = slots(MONDAY, BERLIN, SINGAPORE, 45)

    assert {start.astimezone(ZoneInfo("Europe/Berlin")).time() for start in found} == {time(9)}
    assert slots(MONDAY, BERLIN, SINGAPORE, 90) == []


def test_working_hours_stay_wall_time_on_both_sides_of_the_night_the_clocks_change() -> None:
    early = Hours("Europe/Berlin", time(9), time(10))
    friday = datetime(2026, 3, 26, 8, tzinfo=UTC)  # the clocks go forward on Sunday the 29th

    found = slots(friday, early, early, 45, count=10)

    assert {start.astimezone(ZoneInfo("Europe/Berlin")).time() for start in found} == {time(9)}
    assert {start.hour for start in found} == {7, 8}


def test_two_continents_whose_clocks_change_on_different_days_meet_where_both_work() -> None:
    new_york = Hours("America/New_York", time(9), time(12))
    berlin = Hours("Europe/Berlin", time(14), time(17))

    # Between the two nights Berlin is five hours ahead, not six.
    for start in slots(datetime(2026, 3, 5, 12, tzinfo=UTC), new_york, berlin, 45, count=10):
        assert is_working_time(span(start), new_york)
        assert is_working_time(span(start), berlin)


def test_a_night_worker_and_a_day_worker_meet_at_the_edge() -> None:
    night = Hours("Europe/London", time(22), time(10))

    found = slots(MONDAY, night, LONDON, 45)

    assert {start.time() for start in found} == {time(9)}


def test_what_is_planned_elsewhere_is_left_out() -> None:
    short = Hours("Europe/London", time(9), time(10))
    [first, *_] = slots(MONDAY, short, short, 45)

    assert first not in slots(MONDAY, short, short, 45, busy=[span(first)])


@given(
    zone_a=st.sampled_from(ZONES),
    zone_b=st.sampled_from(ZONES),
    start=st.integers(5, 12),
    length=st.integers(4, 10),
    minutes=st.integers(0, 366 * 24 * 60),
)
def test_every_time_offered_keeps_every_promise(
    zone_a: str, zone_b: str, start: int, length: int, minutes: int
) -> None:
    now = MONDAY + timedelta(minutes=minutes)
    a, b = Hours(zone_a, time(start), time(start + length)), Hours(zone_b)

    found = slots(now, a, b, 45)

    assert found == sorted(set(found))
    assert len({moment.astimezone(ZoneInfo(zone_a)).date() for moment in found}) == len(found) <= 3
    for moment in found:
        assert now + timedelta(hours=24) <= moment <= now + timedelta(days=15)
        assert moment.minute in (0, 30)
        assert is_working_time(span(moment), a)
        assert is_working_time(span(moment), b)


@pytest.mark.parametrize(
    ("total", "expected"), [(6, [1, 2, 3, 4, 5, 6]), (3, [1, 2, 6]), (8, [1, 2, 3, 4, 5, 5, 5, 6])]
)
def test_the_last_session_looks_back_however_many_there_are(total: int, expected: list[int]) -> None:
    assert [agenda_number(number, total, 6) for number in range(1, total + 1)] == expected


def test_the_search_for_the_next_session_begins_a_week_before_its_rhythm_is_over() -> None:
    held = MONDAY

    assert next_search(MONDAY, None, 28, date(2026, 7, 6), 6) == MONDAY
    assert next_search(MONDAY, held, 28, date(2026, 7, 6), 5) == held + timedelta(days=21)
    assert next_search(MONDAY + timedelta(days=60), held, 28, date(2026, 7, 6), 5) == MONDAY + timedelta(
        days=60
    )


def test_sessions_move_closer_together_where_the_program_ends_soon() -> None:
    assert next_search(MONDAY, MONDAY, 28, date(2026, 3, 6), 4) == MONDAY + timedelta(days=8)
