"""Each hard rule, one by one."""

from datetime import time

import pytest

from bot.matching import RULES, Rules, check
from tests.matching.people import ON, a_mentee, a_mentor, both


def broken(mentor, mentee, **facts) -> tuple[str, ...]:
    told = {"managers": {}, "not_with": frozenset(), "met": frozenset(), "on": ON, **facts}
    return check(mentor, mentee, **told).broken


def test_two_who_fit_break_no_rule():
    assert broken(a_mentor("ana"), a_mentee("ben")) == ()


def test_nobody_mentors_themselves():
    cem = both("cem")
    assert broken(cem, cem) == ("self",)


@pytest.mark.parametrize("pair", [("ana", "ben"), ("ben", "ana")])
def test_not_with_holds_in_either_direction(pair):
    assert broken(a_mentor("ana"), a_mentee("ben"), not_with=frozenset({pair})) == ("not_with",)


@pytest.mark.parametrize("pair", [("ana", "ben"), ("ben", "ana")])
def test_nobody_meets_the_same_partner_again_in_either_direction(pair):
    assert broken(a_mentor("ana"), a_mentee("ben"), met=frozenset({pair})) == ("met",)


@pytest.mark.parametrize(
    "managers",
    [{"ana": "ben"}, {"ben": "ana"}, {"ana": "x", "x": "y", "y": "ben"}, {"ben": "x", "x": "ana"}],
)
def test_one_management_chain_is_forbidden_at_any_distance(managers):
    assert broken(a_mentor("ana"), a_mentee("ben"), managers=managers) == ("chain",)


def test_two_under_one_boss_are_not_one_chain():
    assert broken(a_mentor("ana"), a_mentee("ben"), managers={"ana": "x", "ben": "x"}) == ()


@pytest.mark.parametrize(("distance", "names"), [(1, ()), (2, ("chain",)), (None, ("chain",))])
def test_the_distance_in_a_chain_is_a_setting(distance, names):
    managers = {"ana": "x", "x": "ben"}
    rules = Rules(chain_distance=distance)
    assert broken(a_mentor("ana"), a_mentee("ben"), managers=managers, rules=rules) == names


@pytest.mark.parametrize(
    ("one", "other", "names"), [("web", "web", ("team",)), ("web", "ops", ()), (None, None, ()), ("", "", ())]
)
def test_one_team_is_forbidden_and_an_unknown_team_is_not(one, other, names):
    assert broken(a_mentor("ana", team=one), a_mentee("ben", team=other)) == names


@pytest.mark.parametrize(
    ("mentor", "mentee", "names"),
    [(1, 3, ()), (2, 3, ("level",)), (3, 3, ("level",)), (5, 2, ("level",)), (None, 1, ()), (4, None, ())],
)
def test_the_mentee_is_two_levels_above_and_an_unknown_level_forbids_nothing(mentor, mentee, names):
    assert broken(a_mentor("ana", level=mentor), a_mentee("ben", level=mentee)) == names


def test_the_level_gap_is_a_setting():
    assert broken(a_mentor("ana", level=2), a_mentee("ben", level=3), rules=Rules(level_gap=1)) == ()


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [({"en", "pt"}, {"pt"}, ()), ({"en"}, {"pt"}, ("language",)), (set(), {"en"}, ("language",))],
)
def test_a_shared_language_is_needed(one, other, names):
    pair = a_mentor("ana", languages=frozenset(one)), a_mentee("ben", languages=frozenset(other))
    assert broken(*pair) == names


@pytest.mark.parametrize(("start", "names"), [(time(15), ()), (time(15, 1), ("hours",))])
def test_two_hours_of_overlap_are_needed(start, names):
    assert broken(a_mentor("ana"), a_mentee("ben", work_start=start, work_end=time(23))) == names


def test_the_overlap_is_a_setting():
    pair = a_mentor("ana"), a_mentee("ben", work_start=time(16), work_end=time(23))
    assert broken(*pair, rules=Rules(overlap_minutes=60)) == ()


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        (("video", "Rome"), ("in_person", "Rome"), ("format",)),
        (("in_person", "Rome"), ("in_person", "Rome"), ()),
        (("in_person", "Rome"), ("either", "Rome"), ()),
        (("in_person", "Rome"), ("either", "Oslo"), ("format",)),
        (("in_person", None), ("in_person", None), ("format",)),
        (("either", "Rome"), ("either", "Oslo"), ()),
        (("video", "Rome"), ("either", "Oslo"), ()),
    ],
)
def test_in_person_needs_the_same_place_and_no_wish_for_video(one, other, names):
    pair = a_mentor("ana", format=one[0], place=one[1]), a_mentee("ben", format=other[0], place=other[1])
    assert broken(*pair) == names


@pytest.mark.parametrize(
    ("wants", "names"), [({"ai": 1}, ()), ({"video": 3}, ("skills",)), ({"video": 3, "ai": 1}, ()), ({}, ())]
)
def test_there_is_something_to_learn_unless_the_mentee_named_nothing(wants, names):
    assert broken(a_mentor("ana"), a_mentee("ben", wants=wants)) == names


def test_a_floor_forbids_what_fits_less():
    pair = a_mentor("ana"), a_mentee("ben")
    told = {"managers": {}, "not_with": frozenset(), "met": frozenset(), "on": ON}
    score = check(*pair, **told).score
    assert broken(*pair, rules=Rules(floor=score)) == ()
    assert broken(*pair, rules=Rules(floor=score + 1)) == ("floor",)


def test_every_broken_rule_is_named_in_the_order_of_the_table():
    pair = a_mentor("ana", team="web", level=5), a_mentee("ben", team="web", languages=frozenset())
    assert broken(*pair, managers={"ana": "ben"}) == ("chain", "team", "level", "language")


@pytest.mark.parametrize("name", [rule.name for rule in RULES if rule.is_switchable])
def test_a_switchable_rule_can_be_switched_off(name):
    pair = (
        a_mentor("ana", team="web", level=5, format="video", offers={"x": 1}),
        a_mentee(
            "ben",
            team="web",
            languages=frozenset(),
            format="in_person",
            work_start=time(20),
            work_end=time(23),
        ),
    )
    managers = {"ana": "ben"}
    everything = broken(*pair, managers=managers, rules=Rules(floor=10**6))
    assert name in everything
    assert name not in broken(*pair, managers=managers, rules=Rules(floor=10**6, off=frozenset({name})))


def test_every_rule_says_itself_in_a_sentence():
    assert all(rule.sentence.endswith(".") and rule.name for rule in RULES)
    assert {rule.name for rule in RULES if rule.is_private} == {"removed", "not_with"}
