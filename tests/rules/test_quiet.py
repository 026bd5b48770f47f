from datetime import UTC, date, datetime, time, timedelta

from bot.rules.quiet import Hours, another_silence, budget, falls_quiet, next_moment, within_budget

MONDAY = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
BERLIN = Hours("Europe/Berlin")
SINGAPORE = Hours("Asia/Singapore")
NIGHT = Hours("UTC", time(22), time(6))


def test_inside_working_hours_a_message_may_leave_at_once() -> None:
    assert next_moment(MONDAY, [BERLIN]) == MONDAY


def test_in_the_evening_it_waits_for_the_next_morning() -> None:
    evening = datetime(2026, 1, 5, 20, 0, tzinfo=UTC)

    assert next_moment(evening, [BERLIN]) == datetime(2026, 1, 6, 8, 0, tzinfo=UTC)


def test_on_saturday_it_waits_for_monday() -> None:
    saturday = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)

    assert next_moment(saturday, [BERLIN]) == datetime(2026, 1, 12, 8, 0, tzinfo=UTC)


def test_a_group_message_waits_for_the_hours_that_all_share() -> None:
    assert next_moment(MONDAY, [BERLIN, SINGAPORE]) == datetime(2026, 1, 6, 8, 0, tzinfo=UTC)


def test_a_night_shift_is_spoken_to_at_night() -> None:
    after_midnight = datetime(2026, 1, 6, 3, 0, tzinfo=UTC)

    assert next_moment(after_midnight, [NIGHT]) == after_midnight
    assert next_moment(MONDAY, [NIGHT]) == datetime(2026, 1, 5, 22, 0, tzinfo=UTC)


def test_people_whose_hours_never_meet_are_served_by_the_first() -> None:
    auckland = Hours("Pacific/Auckland")

    assert next_moment(MONDAY, [BERLIN, auckland]) == MONDAY


def test_the_third_message_waits_until_the_week_has_room() -> None:
    monday, wednesday = MONDAY - timedelta(days=3), MONDAY - timedelta(days=1)

    assert within_budget(MONDAY, [monday]) == MONDAY
    assert within_budget(MONDAY, [monday, wednesday]) == monday + timedelta(days=7)


def test_who_wants_one_message_a_week_gets_one() -> None:
    assert within_budget(MONDAY, [MONDAY - timedelta(days=3)], most=1) == MONDAY + timedelta(days=4)


def test_a_budget_is_lowered_by_its_owner_and_raised_by_nobody() -> None:
    assert [budget(own) for own in (-1, 0, 1, 2, 3, 99)] == [1, 1, 1, 2, 2, 2]


def test_who_is_away_is_spoken_to_on_the_day_they_are_back() -> None:
    away = Hours("Europe/Berlin", back_on=date(2026, 3, 2))

    assert next_moment(MONDAY, [away]) == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_silence_is_counted_by_the_week_and_not_by_the_question() -> None:
    day = MONDAY.date()

    assert another_silence(None, day)
    assert not another_silence(day, day + timedelta(days=6))
    assert another_silence(day, day + timedelta(days=7))


def test_two_silent_weeks_are_enough() -> None:
    day = MONDAY.date()

    assert not falls_quiet(1, day, day + timedelta(days=30))
    assert not falls_quiet(2, day, day + timedelta(days=3))
    assert falls_quiet(2, day, day + timedelta(days=7))
