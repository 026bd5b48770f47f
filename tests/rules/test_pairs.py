from datetime import timedelta

from bot.rules import pairs
from bot.rules.pairs import Places
from tests.builders import NOW, days


def test_a_mentor_has_room_for_mentees_only() -> None:
    assert pairs.free_places(2, teaches=True, learns=False, as_mentor=1) == Places(mentor=1, mentee=0)


def test_who_teaches_and_learns_has_room_on_each_side() -> None:
    assert pairs.free_places(1, teaches=True, learns=True, as_mentee=1) == Places(mentor=1, mentee=0)


def test_nobody_has_less_than_no_room() -> None:
    assert pairs.free_places(1, teaches=True, learns=False, as_mentor=3) == Places()


def test_the_first_pairs_take_the_places() -> None:
    places = {"ANA": Places(mentor=1), "BEN": Places(mentee=1), "CEM": Places(mentee=1)}

    kept, rest = pairs.fitting([("ANA", "CEM"), ("ANA", "BEN"), ("EVA", "BEN")], places)

    assert kept == [("ANA", "CEM")]
    assert rest == [("ANA", "BEN"), ("EVA", "BEN")]


def test_a_start_is_quiet_after_ten_days_and_no_longer_news_after_three_weeks() -> None:
    since, until = pairs.quiet_starts(NOW)

    assert until == NOW - days(10)
    assert timedelta(0) < until - since <= days(14)
