from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.checkins import Rhythm, check_note, due, is_silent, is_trouble
from bot.rules.refusals import Mistakes

TODAY = date(2026, 3, 30)


def test_a_pair_is_asked_again_when_its_rhythm_has_passed():
    rhythm = Rhythm("pair", 14, date(2026, 1, 1), asked_on=date(2026, 3, 16))

    assert due([rhythm], date(2026, 3, 29)) == []
    assert due([rhythm], date(2026, 3, 30)) == ["pair"]


def test_a_new_pair_is_left_alone_for_ten_days_however_quick_the_rhythm():
    rhythm = Rhythm("pair", 7, date(2026, 3, 1))

    assert due([rhythm], date(2026, 3, 10)) == []
    assert due([rhythm], date(2026, 3, 11)) == ["pair"]


def test_who_waits_longest_is_asked_first():
    rhythms = [
        Rhythm("short", 14, date(2026, 1, 1), date(2026, 3, 16)),
        Rhythm("long", 14, date(2026, 1, 1), date(2026, 3, 1)),
        Rhythm("never", 14, date(2026, 2, 1)),
    ]

    assert due(rhythms, TODAY) == ["never", "long", "short"]


@given(
    st.lists(st.builds(Rhythm, st.text(max_size=3), st.integers(1, 60), st.dates(date(2026, 1, 1), TODAY)))
)
def test_the_order_of_the_rhythms_changes_nothing(rhythms):
    assert due(rhythms, TODAY) == due(rhythms[::-1], TODAY)


@pytest.mark.parametrize(
    ("answers", "silent"),
    [([], False), ([False], False), ([True, False], False), ([False, False], True), ([False, True], False)],
)
def test_two_check_ins_in_a_row_without_an_answer_are_silence(answers, silent):
    assert is_silent(answers) is silent


@pytest.mark.parametrize(
    ("mood", "obstacle", "trouble"),
    [("great", "nothing", False), ("okay", None, False), ("hard", "nothing", True), ("great", "time", True)],
)
def test_a_hard_time_or_an_obstacle_calls_for_help(mood, obstacle, trouble):
    assert is_trouble(mood, obstacle) is trouble


def test_a_note_of_a_thousand_characters_is_kept_and_one_more_is_not():
    check_note("x" * 1000, shared=True)

    with pytest.raises(Mistakes) as refusal:
        check_note("x" * 1001, shared=False)

    assert "you wrote 1001" in refusal.value.fields["note"]


def test_there_is_nothing_to_share_in_an_empty_note():
    check_note("", shared=False)

    with pytest.raises(Mistakes) as refusal:
        check_note("", shared=True)

    assert "unticked" in refusal.value.fields["note"]
