from dataclasses import replace
from datetime import date

import pytest

from bot.rules import objectives
from bot.rules.objectives import Aim, Plan
from bot.rules.refusals import Mistakes

TODAY = date(2026, 1, 5)
GOOD = Plan("Flip", "Learn", date(2026, 1, 12), date(2026, 7, 12), 6, 4, 2, measures=("match_rate",))


def mistakes(plan: Plan) -> dict[str, str]:
    with pytest.raises(Mistakes) as refusal:
        objectives.check_plan(plan, TODAY)
    return refusal.value.fields


def test_a_plan_of_half_a_year_is_fine() -> None:
    objectives.check_plan(GOOD, TODAY)

    assert GOOD.weeks == 26
    assert objectives.last_day(GOOD.starts_on, GOOD.weeks) == GOOD.last_day


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": ""}, "name", "Give the program a name"),
        ({"name": "x" * 61}, "name", "Keep it under 60"),
        ({"purpose": ""}, "purpose", "Say in a sentence"),
        ({"starts_on": None}, "starts_on", "Choose the first day"),
        ({"starts_on": date(2026, 1, 4)}, "starts_on", "That day has passed. Choose today, 5 January 2026"),
        ({"last_day": None}, "last_day", "Choose the last day"),
        ({"last_day": date(2026, 1, 10)}, "last_day", "It ends before it starts. Choose a day after 12"),
        ({"last_day": date(2026, 1, 20)}, "last_day", "A program runs 4 to 104 weeks"),
        ({"last_day": date(2036, 1, 20)}, "last_day", "A program runs 4 to 104 weeks"),
        ({"session_weeks": 6}, "session_weeks", "6 sessions in this rhythm need 31 weeks"),
        ({"session_count": 0}, "session_count", "Choose how many"),
        ({"measures": tuple("abcdef")}, "measures", "Choose at most 5"),
    ],
)
def test_each_contradiction_is_named_under_its_field(change: dict, field: str, words: str) -> None:
    found = mistakes(replace(GOOD, **change))

    assert list(found) == [field]
    assert found[field].startswith(words)


def test_several_mistakes_are_told_at_once() -> None:
    assert set(mistakes(replace(GOOD, name="", purpose="", last_day=None))) == {"name", "purpose", "last_day"}


@pytest.mark.parametrize(
    ("aim", "field", "words"),
    [
        (Aim("a", None, TODAY), "a_target", "Which number"),
        (Aim("a", 0, TODAY), "a_target", "Choose a number above 0"),
        (Aim("a", 120, TODAY, "%"), "a_target", "It cannot go above 100"),
        (Aim("a", 11, TODAY, "of 10"), "a_target", "It cannot go above 10"),
        (Aim("a", 7, TODAY, "sessions", most=6), "a_target", "It cannot go above 6"),
        (Aim("a", 50, TODAY, "%", baseline=60), "a_target", "More is better here, and it stands at 60"),
        (Aim("a", 50, None), "a_due", "Choose a day of the program"),
        (Aim("a", 50, date(2027, 1, 1)), "a_due", "Choose a day of the program: 5 January 2026 to 1 July"),
    ],
)
def test_a_target_that_makes_no_sense_is_named(aim: Aim, field: str, words: str) -> None:
    found = objectives.check_aims([aim], TODAY, date(2026, 7, 1))

    assert found[field].startswith(words)


@pytest.mark.parametrize(
    ("title", "start", "target", "others", "field"),
    [
        ("", None, 4.0, 1, "own_title"),
        ("Mentors promoted", None, None, 1, "own_target"),
        ("Mentors promoted", 5.0, 4.0, 1, "own_target"),
        ("Mentors promoted", None, 4.0, 5, "own_title"),
        ("", None, None, 0, "own_title"),
    ],
)
def test_an_objective_of_ones_own_that_is_half_given_is_named(
    title: str, start: float | None, target: float | None, others: int, field: str
) -> None:
    assert list(objectives.check_own(title, start, target, others)) == [field]


def test_an_objective_of_ones_own_may_be_given_or_not() -> None:
    assert objectives.check_own("Mentors promoted", 2, 4.0, others=1) == {}
    assert objectives.check_own("", None, None, others=1) == {}


def test_the_way_to_a_target_is_measured_from_the_baseline() -> None:
    assert objectives.share_reached(None, 70, 35) == 0.5
    assert objectives.share_reached(50, 70, 60) == 0.5
    assert objectives.share_reached(50, 70, 90) == 1
    assert objectives.share_reached(50, 70, 10) == 0
    assert objectives.share_reached(70, 70, 70) == 1
    assert objectives.share_reached(0, 70, None) is None


def test_an_objective_is_on_track_while_it_keeps_up_with_the_calendar() -> None:
    due = date(2026, 4, 15)

    assert objectives.is_on_track(0.0, TODAY, due, date(2026, 1, 12))
    assert not objectives.is_on_track(0.2, TODAY, due, date(2026, 3, 15))
    assert not objectives.is_on_track(0.7, TODAY, due, date(2027, 3, 15))
