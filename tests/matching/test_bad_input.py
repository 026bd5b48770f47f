"""What cannot be is refused in words that say what to do."""

from datetime import time
from math import inf, nan

import numpy as np
import pytest

from bot.matching import (
    BadCapacity,
    BadProfile,
    BadRules,
    BadScores,
    ContradictoryLock,
    DuplicateId,
    ManagerLoop,
    MatchingError,
    Rules,
    UnknownTimeZone,
    Weights,
    assign,
)
from tests.matching.people import a_mentee, a_mentor, a_round, both


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ([[1.0, nan]], "row 0, column 1 is not a number"),
        ([[1.0, inf]], "-inf forbids"),
        ([1, 2], "1 dimensions"),
        ([["a", "b"]], "signed integers or floats"),
        (np.zeros((1, 2), dtype=np.uint8), "signed integers or floats"),
        ([[True, False]], "signed integers or floats"),
        ([[2**60, 1]], "Divide them all"),
        ([[1e305, 1.0]], "Divide them all"),
    ],
)
def test_scores_that_are_none_are_refused(scores, words):
    with pytest.raises(BadScores, match=words):
        assign(scores, [1, 1])


@pytest.mark.parametrize(
    ("capacity", "words"),
    [([1, -1], "negative"), ([1], "one for each mentor"), ([1.5, 1], "whole"), ([True, True], "whole")],
)
def test_capacities_that_are_none_are_refused(capacity, words):
    with pytest.raises(BadCapacity, match=words):
        assign([[1, 2]], capacity)


def test_mentees_need_a_capacity_each_too():
    with pytest.raises(BadCapacity, match="one for each mentee"):
        assign([[1, 2]], [1, 1], [1, 1])


@pytest.mark.parametrize(
    ("people", "error", "words"),
    [
        ([a_mentor("ana"), a_mentee("ana")], DuplicateId, "'ana' is there twice"),
        ([a_mentor("")], BadProfile, "empty id"),
        ([a_mentor("ana", mentor_capacity=-1)], BadCapacity, "'ana' is negative"),
        ([a_mentor("ana", timezone="Mars/Base")], UnknownTimeZone, "'Mars/Base'"),
        ([a_mentor("ana", timezone="../etc/passwd")], UnknownTimeZone, "'Europe/Lisbon'"),
        ([a_mentor("ana", timezone="")], UnknownTimeZone, "'Europe/Lisbon'"),
        ([a_mentor("ana", work_start=time(9), work_end=time(9))], BadProfile, "same time"),
        ([a_mentor("ana", offers={"ai": 4})], BadProfile, "Use 1, 2 or 3"),
        ([a_mentee("ben", wants={"ai": 0})], BadProfile, "leave the skill out"),
        ([a_mentee("ben", format="phone")], BadProfile, "video, in_person, either"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(people, error, words):
    with pytest.raises(error, match=words):
        a_round(people)


@pytest.mark.parametrize(
    "managers",
    [{"ana": "ana"}, {"ana": "ben", "ben": "ana"}, {"x": "ana", "ana": "ben", "ben": "cem", "cem": "ana"}],
)
def test_a_loop_of_managers_is_refused(managers):
    with pytest.raises(ManagerLoop, match="Correct one manager"):
        a_round([], managers=managers)


def test_a_manager_nobody_knows_ends_the_chain():
    assert a_round([a_mentor("ana"), a_mentee("ben")], managers={"ana": "somebody"}).pairs


@pytest.mark.parametrize(
    ("locked", "words"),
    [
        ([("ana", "zoe")], "not in this round"),
        ([("ben", "ana")], "not in this round"),
        ([("ana", "ben"), ("ana", "ben")], "twice"),
        ([("cem", "dot"), ("dot", "cem")], "both ways round"),
        ([("cem", "cem")], "nobody mentors themselves"),
        ([("ana", "ben"), ("ana", "cem")], "raise the capacity"),
        ([("ana", "ben"), ("dot", "ben")], "raise the capacity"),
        ([("cem", "ben")], "also removed"),
    ],
)
def test_locks_that_contradict_are_refused(locked, words):
    people = [a_mentor("ana"), a_mentee("ben"), both("cem"), both("dot")]
    with pytest.raises(ContradictoryLock, match=words):
        a_round(people, locked=locked, removed=frozenset({("cem", "ben")}))


@pytest.mark.parametrize(
    "facts",
    [{"chain_distance": 0}, {"level_gap": -1}, {"overlap_minutes": -1}, {"overlap_minutes": 1441}],
)
def test_settings_out_of_range_are_refused(facts):
    with pytest.raises(BadRules):
        Rules(**facts)


@pytest.mark.parametrize("name", ["not_with", "met", "self", "removed", "nonsense"])
def test_what_protects_people_cannot_be_switched_off(name):
    with pytest.raises(BadRules, match="These can"):
        a_round([], rules=Rules(off=frozenset({name})))


def test_a_negative_weight_is_refused():
    with pytest.raises(BadRules, match="skills"):
        Weights(skills=-1)


def test_every_refusal_is_a_value_error():
    assert issubclass(MatchingError, ValueError)


def test_nobody_at_all_gives_an_empty_proven_draft():
    draft = a_round([])
    assert (draft.pairs, draft.unmatched, draft.total, draft.bound, draft.certified) == ((), (), 0, 0, True)
