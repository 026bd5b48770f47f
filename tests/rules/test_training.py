from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.training import Sent, alternate, next_lesson

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TRACK = ("one", "two", "three")


def sent(lesson: str, days_ago: float, *, done: bool) -> Sent:
    return Sent(lesson, NOW - timedelta(days=days_ago), done)


def test_the_first_lesson_comes_at_once():
    assert next_lesson(TRACK, [], NOW) == "one"


def test_the_next_lesson_comes_a_week_after_one_that_is_done():
    assert next_lesson(TRACK, [sent("one", 6.9, done=True)], NOW) is None
    assert next_lesson(TRACK, [sent("one", 7, done=True)], NOW) == "two"


def test_a_lesson_that_waits_holds_the_next_one_back_for_two_weeks():
    assert next_lesson(TRACK, [sent("one", 13.9, done=False)], NOW) is None
    assert next_lesson(TRACK, [sent("one", 14, done=False)], NOW) == "two"


def test_a_lesson_that_was_left_behind_does_not_hold_back_those_after_it():
    assert next_lesson(TRACK, [sent("one", 30, done=False), sent("two", 7, done=True)], NOW) == "three"


def test_nothing_comes_after_the_last_lesson():
    assert next_lesson(TRACK, [sent(lesson, 20, done=True) for lesson in TRACK], NOW) is None


def test_two_tracks_alternate_and_the_longer_one_ends_alone():
    assert alternate(["a1", "a2", "a3"], ["b1"]) == ["a1", "b1", "a2", "a3"]


@given(st.lists(st.tuples(st.sampled_from(TRACK), st.floats(0, 60), st.booleans()), max_size=5))
def test_no_lesson_comes_twice(history):
    known = [sent(lesson, ago, done=done) for lesson, ago, done in history]

    assert next_lesson(TRACK, known, NOW) not in {one.lesson for one in known}
