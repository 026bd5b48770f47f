from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import questions as rules
from bot.rules.questions import Mentor
from bot.rules.refusals import Mistakes

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def ago(days: float) -> datetime:
    return MONDAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("text", "skill", "fields"),
    [
        ("", "ai", ["question"]),
        ("x" * 501, "ai", ["question"]),
        ("How?", "", ["skill"]),
        ("", "x", ["question", "skill"]),
    ],
)
def test_a_question_needs_words_and_a_skill_of_the_list(text: str, skill: str, fields: list[str]) -> None:
    with pytest.raises(Mistakes) as refusal:
        rules.check(text, skill, {"ai"})

    assert list(refusal.value.fields) == fields


def test_a_question_within_the_limit_passes() -> None:
    rules.check("x" * 500, "ai", {"ai"})


@pytest.mark.parametrize(
    ("limit", "asked", "may"),
    [
        (0, (), False),
        (1, (), True),
        (1, (ago(6),), False),
        (1, (ago(8),), True),
        (2, (ago(1), ago(20)), True),
        (2, (ago(1), ago(2)), False),
        (None, (), True),
        (None, (ago(300),), False),  # who let the first one go is not asked again until they say so
    ],
)
def test_nobody_is_asked_more_often_than_they_said(limit: int | None, asked: tuple, may: bool) -> None:
    assert rules.may_be_asked(Mentor("A", 2, limit, asked), MONDAY) is may


def test_the_turn_goes_by_the_last_time_then_by_how_well_they_know_it() -> None:
    mentors = [
        Mentor("JUST", 3, 2, (ago(1),)),
        Mentor("LONG", 1, 1, (ago(30), ago(60))),
        Mentor("GOOD", 2, 1),
        Mentor("BEST", 3, 1),
        Mentor("FULL", 3, 1, (ago(2),)),
    ]

    assert rules.in_turn(mentors, MONDAY, "seed") == ["BEST", "GOOD", "LONG", "JUST"]


def test_equals_are_asked_in_the_order_of_a_lot_that_can_be_drawn_again() -> None:
    mentors = [Mentor(f"M{n}", 2, 1) for n in range(8)]
    first = rules.in_turn(mentors, MONDAY, "one")

    assert rules.in_turn(reversed(mentors), MONDAY, "one") == first
    assert {tuple(rules.in_turn(mentors, MONDAY, f"seed {n}")[:1]) for n in range(40)} == {
        (m.id,) for m in mentors
    }


@pytest.mark.parametrize(
    ("start", "zone", "end"),
    [
        (datetime(2026, 1, 5, 9, tzinfo=UTC), "UTC", datetime(2026, 1, 8, 9, tzinfo=UTC)),
        (datetime(2026, 1, 8, 9, tzinfo=UTC), "UTC", datetime(2026, 1, 13, 9, tzinfo=UTC)),
        (datetime(2026, 1, 10, 9, tzinfo=UTC), "UTC", datetime(2026, 1, 14, 9, tzinfo=UTC)),
        (datetime(2026, 3, 27, 9, tzinfo=UTC), "Europe/Berlin", datetime(2026, 4, 1, 8, tzinfo=UTC)),
    ],
)
def test_three_working_days_pass_over_weekends_and_the_change_of_clocks(start, zone, end) -> None:
    assert rules.deadline(start, zone) == end
