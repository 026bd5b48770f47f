"""What would help those left alone: tried, true, and silent about what is private."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import Candidate, Case, Reason, Rules, advise, check
from tests.matching.people import ON, a_mentee, a_mentor, both, names


def a_case(*people: Candidate, **facts) -> Case:
    return Case(**{"people": people, "on": ON, "seed": 1, **facts})


def advice(case: Case, name: str, role: str = "mentee") -> Reason | None:
    draft = advise(case, case.solve())
    return next(one.advice for one in draft.unmatched if (one.id, one.role) == (name, role))


def changed(person: Candidate, told: Reason, role: str) -> Candidate:
    """Return a profile after its owner has followed the advice."""
    facts = told.facts
    if told.kind == "change:format":
        return replace(person, format="either")
    if told.kind == "change:languages":
        return replace(person, languages=person.languages | set(facts["languages"]))
    if told.kind == "change:skills":
        name = "wants" if role == "mentee" else "offers"
        return replace(person, **{name: {**getattr(person, name), **dict.fromkeys(facts["skills"], 2)}})
    name = "start" if "start" in facts else "end"
    return replace(person, **{f"work_{name}": time.fromisoformat(facts[name])})


def count_of_fitting(case: Case, person: Candidate, role: str) -> int:
    """Count whose profiles fit a person, one by one, private wishes aside."""
    others = [
        one for one in case.people if (one.mentor_capacity if role == "mentee" else one.mentee_capacity)
    ]
    facts = {"managers": case.managers, "met": case.met, "on": case.on, "rules": case.rules}
    pairs = [(one, person) if role == "mentee" else (person, one) for one in others if one.id != person.id]
    return sum(not check(*pair, not_with=frozenset(), **facts).broken for pair in pairs)


def test_half_an_hour_more_opens_the_way_to_three():
    mentors = [a_mentor(f"m{n}", work_start=time(7), work_end=time(11, 30)) for n in range(3)]
    case = a_case(*mentors, a_mentee("ben", work_start=time(10), work_end=time(18)))
    told = advice(case, "ben")
    assert told == Reason("change:hours", {"minutes": 30, "start": "09:30", "candidates": 3})


def test_who_is_asked_for_alone_is_told_what_they_are_told_among_all():
    mentees = [a_mentee(name, wants={"ai": 3}, work_start=time(22), work_end=time(23)) for name in "abc"]
    case = a_case(a_mentor("ana"), *mentees)
    draft = case.solve()
    everybody = {one.id: one.advice for one in advise(case, draft).unmatched}
    only = {one.id: one.advice for one in advise(case, draft, among={"b"}).unmatched}
    assert everybody["b"] is not None
    assert only == dict.fromkeys(everybody) | {"b": everybody["b"]}


@pytest.mark.parametrize(
    ("mentor", "mentee", "told"),
    [
        ({"format": "video"}, {"format": "in_person"}, Reason("change:format", {"candidates": 1})),
        (
            {"languages": frozenset({"fr", "en"})},
            {"languages": frozenset({"de"})},
            Reason("change:languages", {"languages": ("en",), "candidates": 1}),
        ),
        (
            {"offers": {"sql": 3}},
            {"wants": {"art": 3}},
            Reason("change:skills", {"skills": ("sql",), "candidates": 1}),
        ),
        (
            {"work_start": time(17), "work_end": time(21)},
            {"work_end": time(18)},
            Reason("change:hours", {"minutes": 60, "end": "19:00", "candidates": 1}),
        ),
    ],
)
def test_the_smallest_change_fits_what_is_in_the_way(mentor, mentee, told):
    case = a_case(a_mentor("ana", **mentor), a_mentee("ben", **mentee))
    assert advice(case, "ben") == told


def test_of_two_ways_the_one_that_asks_less_is_told():
    ana = a_mentor("ana", work_start=time(17, 30), work_end=time(21))
    cem = a_mentor("cem", format="in_person", place="Rome")
    case = a_case(ana, cem, a_mentee("ben", format="video", place="Rome"))
    assert advice(case, "ben").kind == "change:format"


def test_who_fits_only_people_that_are_taken_hears_how_many_more_are_looked_for():
    people = [a_mentee(name, wants={"ai": 3}) for name in ("ben", "cem", "dot")]
    case = a_case(a_mentor("ana"), *people)
    left = [one.id for one in case.solve().unmatched]
    assert [advice(case, name) for name in left] == [Reason("recruit", {"skills": ("ai",), "more": 2})] * 2
    joined = case.with_people(a_mentor("new1"), a_mentor("new2"))
    assert not joined.solve().unmatched


def test_a_partner_may_become_free_because_another_pair_gives_way():
    people = [
        a_mentor("ana", format="video"),
        a_mentor("cem", offers={"sql": 2}, format="video"),
        a_mentee("dot", wants={"ai": 3, "sql": 1}),
        a_mentee("fay", format="in_person"),
    ]
    case = a_case(*people)
    assert names(case.solve()) == {("ana", "dot")}
    assert advice(case, "fay") == Reason("change:format", {"candidates": 1})
    assert advice(replace(case, locked=(("ana", "dot"),)), "fay").kind == "recruit"


def test_a_change_that_would_only_lead_to_a_private_no_is_not_told():
    case = a_case(
        a_mentor("ana", format="video"),
        a_mentee("ben", format="in_person"),
        not_with=frozenset({("ana", "ben")}),
    )
    assert advice(case, "ben").kind == "recruit"


def test_a_private_no_does_not_lower_the_count():
    mentors = [a_mentor(f"m{n}", format="video") for n in range(3)]
    ben = a_mentee("ben", format="in_person")
    told = Reason("change:format", {"candidates": 3})
    assert advice(a_case(*mentors, ben), "ben") == told
    assert advice(a_case(*mentors, ben, not_with=frozenset({("m1", "ben")})), "ben") == told
    assert advice(a_case(*mentors, ben, removed=frozenset({("m2", "ben")})), "ben") == told


def test_a_rule_that_is_off_is_no_reason_to_change():
    case = a_case(
        a_mentor("ana", format="video"),
        a_mentee("ben", format="in_person", wants={"sql": 1}),
        rules=Rules(off=frozenset({"format"})),
    )
    assert advice(case, "ben") == Reason("change:skills", {"skills": ("ai",), "candidates": 1})


def test_nobody_is_sent_to_a_partner_they_already_teach():
    case = a_case(both("ana"), both("ben"))
    draft = advise(case, case.solve())
    assert {one.advice.kind for one in draft.unmatched} == {"recruit"}


HOURS = st.sampled_from([(9, 17), (7, 10), (12, 20), (14, 18)])
SKILLS = st.dictionaries(st.sampled_from(["ai", "sql", "art"]), st.integers(1, 3), min_size=1, max_size=2)


@st.composite
def companies(draw):
    return tuple(
        Candidate(
            id=f"p{number}",
            mentor_capacity=draw(st.integers(0, 2)),
            mentee_capacity=draw(st.integers(0, 1)),
            level=draw(st.none() | st.integers(1, 4)),
            languages=draw(st.sampled_from([frozenset({"en"}), frozenset({"de"}), frozenset({"en", "de"})])),
            format=draw(st.sampled_from(["video", "in_person", "either"])),
            place=draw(st.sampled_from([None, "Rome"])),
            work_start=time((hours := draw(HOURS))[0]),
            work_end=time(hours[1]),
            offers=draw(SKILLS),
            wants=draw(SKILLS),
        )
        for number in range(draw(st.integers(2, 7)))
    )


PAIRS = st.frozensets(st.tuples(*[st.sampled_from([f"p{n}" for n in range(7)])] * 2), max_size=3)
CASES = st.builds(
    lambda people, not_with, removed, floor: a_case(
        *people, not_with=not_with, removed=removed, rules=Rules(floor=floor)
    ),
    companies(),
    PAIRS,
    PAIRS,
    st.sampled_from([None, 3000]),
)


def people_paired(draft) -> tuple[int, int]:
    """Return how many mentees have a mentor, and how many mentors a mentee."""
    return len({pair.mentee for pair in draft.pairs}), len({pair.mentor for pair in draft.pairs})


@given(CASES)
def test_whoever_follows_the_advice_has_a_partner_and_as_many_fit_as_was_told(case):
    before = case.solve()
    people = {person.id: person for person in case.people}
    for one in advise(case, before).unmatched:
        if one.advice and one.advice.kind.startswith("change:"):
            after = case.with_people(changed(people[one.id], one.advice, one.role))
            draft = after.solve()
            assert people_paired(draft) > people_paired(before)
            if min(people[one.id].mentor_capacity, people[one.id].mentee_capacity) == 0:
                assert one.id not in {left.id for left in draft.unmatched}
            fitting = count_of_fitting(after, changed(people[one.id], one.advice, one.role), one.role)
            assert fitting == one.advice.facts["candidates"] > 0


@given(CASES, PAIRS, st.booleans())
def test_a_private_no_changes_no_word_but_through_who_is_matched(case, private, is_veto):
    """Who can be matched counts as well: a change that would lead only to a no is not proposed."""
    name = "removed" if is_veto else "not_with"
    stricter = replace(case, **{name: getattr(case, name) | private})
    before, after = case.solve(), stricter.solve()
    if {(pair.mentor, pair.mentee) for pair in before.pairs} != {
        (pair.mentor, pair.mentee) for pair in after.pairs
    }:
        return
    assert after.pairs == before.pairs
    assert after.unmatched == before.unmatched
    told = {(one.id, one.role): one.advice for one in advise(stricter, after).unmatched}
    for one in advise(case, before).unmatched:
        if told[one.id, one.role] != one.advice:
            people = {person.id: person for person in case.people}
            profile = changed(people[one.id], one.advice, one.role)
            draft = stricter.with_people(profile).solve()
            assert (one.id, one.role) in {(left.id, left.role) for left in draft.unmatched}
