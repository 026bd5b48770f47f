from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.refusals import Mistakes
from bot.rules.surveys import (
    FEWEST_ANSWERS,
    Mean,
    Tally,
    check_second_page,
    check_sheet,
    is_open,
    results,
    shown,
    wave_due,
)

START = date(2026, 1, 5)
DIMENSIONS = {"tools": "digital", "trust": "digital", "voice": "inclusion"}


@pytest.mark.parametrize(
    ("days", "wave"),
    [(0, None), (90, None), (91, "midpoint"), (167, "midpoint"), (168, "closing"), (200, "closing")],
)
def test_the_midpoint_comes_at_half_and_the_closing_two_weeks_before_the_end(days, wave):
    assert wave_due(START, 26, START + timedelta(days=days)) == wave


def test_a_program_of_four_weeks_is_asked_once_at_its_end():
    assert wave_due(START, 4, START + timedelta(days=14)) == "closing"


def test_a_survey_may_be_answered_for_six_weeks():
    assert is_open(START, START + timedelta(days=42))
    assert not is_open(START, START + timedelta(days=43))


def test_each_gap_of_a_sheet_is_named():
    with pytest.raises(Mistakes) as refusal:
        check_sheet(["tools", "voice", "trust"], {"tools": 3, "voice": 6})

    assert list(refusal.value.fields) == ["voice", "trust"]


def test_the_second_page_wants_its_look_back_and_its_score():
    check_second_page(["tools"], {"tools": 1}, 0)

    with pytest.raises(Mistakes) as refusal:
        check_second_page(["tools"], {}, 11)

    assert list(refusal.value.fields) == ["then-tools", "recommend"]


def test_the_mean_of_a_dimension_is_over_all_its_items():
    told = results(
        [Tally("mentee", "tools", 5, 20, 10), Tally("mentee", "trust", 5, 15, 5)], DIMENSIONS, "recommend"
    )

    assert told.by_dimension == {"digital": Mean(5, 3.5, 1.5)}


def test_four_answers_are_not_told():
    assert results([Tally("mentee", "tools", 4, 20)], DIMENSIONS, "recommend").by_dimension == {}


def test_the_recommend_score_is_told_from_five_answers_on():
    assert results([Tally("mentee", "recommend", 5, 40)], DIMENSIONS, "recommend").recommend == Mean(5, 8.0)
    assert results([Tally("mentee", "recommend", 4, 40)], DIMENSIONS, "recommend").recommend is None


def test_a_small_group_hides_the_smallest_of_the_others_too():
    tallies = [
        Tally("mentor", "voice", 8, 32),
        Tally("mentee", "voice", 6, 18),
        Tally("both", "voice", 2, 10),
    ]

    told = results(tallies, DIMENSIONS, "recommend")

    assert told.by_dimension["inclusion"].n == 16
    assert told.by_role == {"mentor": {"inclusion": Mean(8, 4.0)}}


def test_two_large_groups_are_both_told():
    assert sorted(shown({"mentor": 8, "mentee": 6})) == ["mentee", "mentor"]


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 12), max_size=6))
def test_a_total_less_the_told_groups_leaves_nobody_or_enough(counts):
    told = shown(counts)
    left = sum(counts.values()) - sum(counts[group] for group in told)

    assert all(counts[group] >= FEWEST_ANSWERS for group in told)
    assert not told or left == 0 or left >= FEWEST_ANSWERS
