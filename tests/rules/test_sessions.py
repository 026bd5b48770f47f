from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.agendas import Span
from bot.rules.quiet import Hours
from bot.rules.refusals import Mistakes
from bot.rules.sessions import Diaries, check_time, may_hold, reminder_at

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
LONDON = Hours("Europe/London")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def session(start: datetime) -> Span:
    return Span(start, start + timedelta(minutes=45))


@pytest.mark.parametrize(
    ("start", "remedy"),
    [
        (None, "Choose a day"),
        (at(5, 9), "still ahead"),
        (NOW + timedelta(days=200), "six months"),
        (at(7, 20), "outside the working hours"),
        (at(10, 10), "outside the working hours"),
        (at(8, 10, 30), "another session"),
    ],
)
def test_an_impossible_time_is_declined_with_its_remedy(start: datetime | None, remedy: str) -> None:
    diaries = Diaries(LONDON, LONDON, (session(at(8, 10)),))

    with pytest.raises(Mistakes) as refusal:
        check_time(NOW, session(start) if start else None, diaries, anyway=False)

    assert remedy in refusal.value.fields["when"]


def test_two_people_who_agree_may_meet_outside_working_hours() -> None:
    evening = session(at(7, 20))

    assert check_time(NOW, evening, Diaries(LONDON, LONDON), anyway=True) == evening


def test_a_session_counts_from_its_own_day_on_wherever_the_person_is() -> None:
    assert not may_hold(at(7, 23), at(8, 10), "Europe/London")
    assert may_hold(at(7, 23), at(8, 1), "Asia/Singapore")
    assert may_hold(at(8, 0), at(8, 10), "Europe/London")
    assert may_hold(at(20, 0), at(8, 10), "Europe/London")


def test_the_reminder_comes_on_the_working_day_before_at_the_same_time() -> None:
    assert reminder_at(NOW, at(9, 10), LONDON) == at(8, 10)
    assert reminder_at(NOW, at(12, 10), LONDON) == at(9, 10)  # Monday: on Friday


def test_the_reminder_keeps_wall_time_when_the_clocks_change_in_between() -> None:
    monday = datetime(2026, 3, 30, 7, tzinfo=UTC)  # nine in Berlin, in summer time since the day before

    assert reminder_at(NOW, monday, Hours("Europe/Berlin")) == datetime(2026, 3, 27, 8, tzinfo=UTC)


def test_a_session_that_was_just_planned_needs_no_reminder() -> None:
    assert reminder_at(NOW, NOW + timedelta(hours=20), LONDON) is None
    assert reminder_at(at(9, 9), at(12, 10), LONDON) is None
