from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot import content
from bot.rules.refusals import Mistakes
from bot.rules.shoutouts import Draft, Honored, Lean, Leaning, again_from, check_draft, fill, lean
from bot.rules.wording import age_words

GOOD = Draft(("ANA",), "Thank you, {people}.", "courage", "C1")


def mistakes(**changes) -> dict[str, str]:
    with pytest.raises(Mistakes) as refusal:
        check_draft(replace(GOOD, **changes), "ADA", ["courage"])
    return refusal.value.fields


def test_a_complete_draft_passes() -> None:
    assert check_draft(GOOD, "ADA", ["courage"]) is GOOD


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("people", (), "whom"),
        ("people", ("ANA", "ADA"), "yourself"),
        ("people", tuple("ABCDEF"), "at most 5"),
        ("text", "", "Write"),
        ("text", "x" * 501, "under 500"),
        ("value", None, "value"),
        ("value", "forged", "value"),
        ("channel", None, "channel"),
    ],
)
def test_what_is_missing_is_named_at_its_field(field: str, value: object, word: str) -> None:
    found = mistakes(**{field: value})

    assert list(found) == [field]
    assert word in found[field]


def test_words_about_age_are_named() -> None:
    words = mistakes(text="Our Youngest colleague taught an old dog new tricks.")["text"]

    assert "“Youngest”, “old dog”" in words


@pytest.mark.parametrize(
    "text",
    [
        "She understands across generations.",
        "They replaced the old dashboard with a new one.",
        "A senior colleague learned from a junior one.",
        "Great management of the package!",
    ],
)
def test_words_about_work_are_no_words_about_age(text: str) -> None:
    assert age_words(text) == []


@pytest.mark.parametrize(
    "text", ["only 24 years old", "Gen Z", "a digital native", "at her age", "young-at-heart", "old-school"]
)
def test_age_is_found_in_many_words(text: str) -> None:
    assert age_words(text)


def test_the_templates_pass_the_linter() -> None:
    assert [words for one in content.shoutouts().values() if (words := age_words(one.text))] == []


def test_only_the_two_placeholders_are_filled() -> None:
    assert fill("{people}: {value}, {0} {x}", "@ana", "Shares What") == "@ana: shares what, {0} {x}"


def test_the_next_question_is_possible_the_day_after_four_weeks() -> None:
    assert again_from(datetime(2026, 1, 5, 23, 0, tzinfo=UTC)) == date(2026, 2, 3)


SALES_MENTOR, SALES_MENTEE = Honored("Sales", "mentor"), Honored("Sales", "mentee")


def test_five_in_a_row_from_one_department_lean() -> None:
    newest = [SALES_MENTOR, SALES_MENTEE, SALES_MENTOR, SALES_MENTOR, SALES_MENTOR, Honored("HR", None)]

    assert lean(newest) == Lean(Leaning.DEPARTMENT, "Sales")


def test_five_mentors_in_a_row_lean() -> None:
    newest = [Honored(str(place), "mentor") for place in range(5)]

    assert lean(newest) == Lean(Leaning.ROLE, "mentor")


@pytest.mark.parametrize(
    "newest",
    [
        [SALES_MENTOR] * 4,
        [Honored(None, None)] * 5,
        [Honored("Sales", "mentor")] * 4 + [Honored("HR", "mentee")],
        [Honored(str(place), "both") for place in range(5)],
    ],
)
def test_few_or_mixed_shout_outs_do_not_lean(newest: list[Honored]) -> None:
    assert lean(newest) is None
