"""Why these two, and why nobody yet: as kinds and facts. Words are made where they are shown.

Nothing private is told: no "not with", no veto, no job level. Private rules change who is matched, and no
word beyond that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.hours import clock, meeting_spans, part_of_day
from bot.matching.market import Ints, Mask
from bot.matching.pool import Pool
from bot.matching.rules import applying
from bot.matching.score import meeting_place, points

Role = Literal["mentor", "mentee"]
Fact = str | int | bool | None | tuple[str, ...]

STRONGEST = 3
MOST_NAMED = 2  # skills, interests or languages in one reason


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind, and the facts that its words need; plain values that JSON can hold.

    For a pair: skills (skills, is_wanted_most), interests (interests), hours (minutes, and start and end of
    the longest stretch as HH:MM in UTC; mentor_part and mentee_part: morning, afternoon, evening or night for
    each of them, None where it spreads over the day), departments (mentor, mentee), place (place), languages
    (languages). For one who is left: nobody_joined_other_side; no_mentor_for_skill and no_mentee_for_skill
    (skills); nobody_free (candidates: how many fit by their profiles); hard_rule:<name> (blocked, of).
    """

    kind: str
    facts: Mapping[str, Fact]


def reasons(pool: Pool, mentees: Ints, mentors: Ints) -> list[tuple[Reason, ...]]:
    """Return the strongest reasons for each of these pairs (rows and columns), strongest first."""
    told = {name: gains for name, gains in points(pool, mentees, mentors).items() if name in _FACTS}
    return [
        tuple(_pair_reasons(pool, {name: int(gains[index]) for name, gains in told.items()}, *who))
        for index, who in enumerate(zip(mentees.tolist(), mentors.tolist(), strict=True))
    ]


def _pair_reasons(pool: Pool, gains: Mapping[str, int], row: int, column: int) -> Iterator[Reason]:
    best = sorted((name for name in gains if gains[name] > 0), key=lambda name: -gains[name])
    for name in best[:STRONGEST]:
        yield Reason(name, _FACTS[name](pool, pool.mentees[row], pool.mentors[column]))


def _skills(_: Pool, mentee: Candidate, mentor: Candidate) -> Mapping[str, Fact]:
    worth = {skill: wanted * mentor.offers.get(skill, 0) for skill, wanted in mentee.wants.items()}
    best = sorted((skill for skill in worth if worth[skill]), key=lambda skill: (-worth[skill], skill))
    is_wanted_most = mentee.wants[best[0]] == max(mentee.wants.values())
    return {"skills": tuple(best[:MOST_NAMED]), "is_wanted_most": is_wanted_most}


def _interests(_: Pool, mentee: Candidate, mentor: Candidate) -> Mapping[str, Fact]:
    return {"interests": tuple(sorted(mentee.interests & mentor.interests)[:MOST_NAMED])}


def _languages(_: Pool, mentee: Candidate, mentor: Candidate) -> Mapping[str, Fact]:
    return {"languages": tuple(sorted(mentee.languages & mentor.languages)[:MOST_NAMED])}


def _hours(pool: Pool, mentee: Candidate, mentor: Candidate) -> Mapping[str, Fact]:
    spans = meeting_spans(pool.day(mentee), pool.day(mentor))
    minutes = sum(span.length for span in spans)
    longest = spans[0]
    return {
        "minutes": minutes,
        "start": clock(longest.begin),
        "end": clock(longest.end),
        "mentor_part": part_of_day(longest, mentor.timezone, pool.on),
        "mentee_part": part_of_day(longest, mentee.timezone, pool.on),
    }


def _departments(_: Pool, mentee: Candidate, mentor: Candidate) -> Mapping[str, Fact]:
    return {"mentor": mentor.department, "mentee": mentee.department}


def _place(_: Pool, mentee: Candidate, __: Candidate) -> Mapping[str, Fact]:
    return {"place": meeting_place(mentee)}


#: What may be told of a part of the score. The level may not.
_FACTS: Mapping[str, Callable[[Pool, Candidate, Candidate], Mapping[str, Fact]]] = {
    "skills": _skills,
    "interests": _interests,
    "hours": _hours,
    "departments": _departments,
    "place": _place,
    "languages": _languages,
}


def why_alone(pool: Pool, role: Role, alone: Sequence[int]) -> list[Reason]:
    """Return why each of these (rows for mentees, columns for mentors) has nobody."""
    people = pool.mentees if role == "mentee" else pool.mentors
    chosen = tuple(people[index] for index in alone)
    part = replace(pool, mentees=chosen) if role == "mentee" else replace(pool, mentors=chosen)
    masks = {rule.name: rule.forbids(part) for rule in applying(pool.rules) if not rule.is_private}
    blocks = masks if role == "mentee" else {name: mask.T for name, mask in masks.items()}
    return [
        _why_alone(person, role, {name: mask[index] for name, mask in blocks.items()})
        for index, person in enumerate(chosen)
    ]


def _why_alone(person: Candidate, role: Role, blocks: Mapping[str, Mask]) -> Reason:
    there = ~blocks["self"]
    if not there.any():
        return Reason("nobody_joined_other_side", {})
    fitting = int((~np.any(list(blocks.values()), axis=0)).sum())
    if fitting:
        return Reason("nobody_free", {"candidates": fitting})
    teachable = there & ~blocks["skills"] if "skills" in blocks else there
    if not teachable.any():
        return _no_skill(person, role)
    return _main_block(teachable, blocks)


def _no_skill(person: Candidate, role: Role) -> Reason:
    skills = person.wants if role == "mentee" else person.offers
    kind = "no_mentor_for_skill" if role == "mentee" else "no_mentee_for_skill"
    best = sorted(skills, key=lambda skill: (-skills[skill], skill))
    return Reason(kind, {"skills": tuple(best[:MOST_NAMED])})


def _main_block(teachable: Mask, blocks: Mapping[str, Mask]) -> Reason:
    counts = {name: int((mask & teachable).sum()) for name, mask in blocks.items()}
    main = max(counts, key=lambda name: counts[name])
    return Reason(f"hard_rule:{main}", {"blocked": counts[main], "of": int(teachable.sum())})
