"""How well two people fit: a table of parts, each a matrix of what it counts times its weight.

All parts grow with what people state, so that stating fewer skills, interests, languages or hours never
raises a score. It can still pay where most people come first: somebody whom only one mentor fits may be given
that mentor so that nobody is left. No rule with that aim can exclude this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.hours import minutes_together
from bot.matching.market import Ints
from bot.matching.pool import Pool
from bot.matching.settings import Weights
from bot.matching.terms import Product, Table, Term

ENOUGH_HOURS = 6
ENOUGH_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that counts: its name, its weight, and how often it counts for each mentee and mentor."""

    name: str
    weight: Callable[[Weights], int]
    term: Callable[[Pool], Term]


def _skills(pool: Pool) -> Term:
    return Product.of([mentee.wants for mentee in pool.mentees], [mentor.offers for mentor in pool.mentors])


def _interests(pool: Pool) -> Term:
    return _shared(pool, lambda candidate: candidate.interests)


def _languages(pool: Pool) -> Term:
    return _shared(pool, lambda candidate: candidate.languages)


def _shared(pool: Pool, things: Callable[[Candidate], Iterable[str]]) -> Term:
    return Product.of(
        [dict.fromkeys(things(mentee), 1) for mentee in pool.mentees],
        [dict.fromkeys(things(mentor), 1) for mentor in pool.mentors],
    )


def _hours(pool: Pool) -> Term:
    return Table.of(
        [pool.day(mentee) for mentee in pool.mentees],
        [pool.day(mentor) for mentor in pool.mentors],
        lambda one, other: min(minutes_together(one, other) // 60, ENOUGH_HOURS),
    )


def _departments(pool: Pool) -> Term:
    return Table.of(
        [mentee.department for mentee in pool.mentees],
        [mentor.department for mentor in pool.mentors],
        lambda one, other: bool(one and other and one != other),
    )


def _place(pool: Pool) -> Term:
    return Table.of(
        [meeting_place(mentee) for mentee in pool.mentees],
        [meeting_place(mentor) for mentor in pool.mentors],
        lambda one, other: one is not None and one == other,
    )


def meeting_place(candidate: Candidate) -> str | None:
    """Return where somebody would meet in person, None if they would not or it is unknown."""
    return None if candidate.format == "video" else candidate.place or None


def _level(pool: Pool) -> Term:
    return Table.of(
        [mentee.level for mentee in pool.mentees],
        [mentor.level for mentor in pool.mentors],
        lambda one, other: 0 if one is None or other is None else min(max(one - other, 0), ENOUGH_LEVELS),
    )


#: In the order in which equally strong reasons are told.
PARTS = (
    Part("skills", lambda weights: weights.skills, _skills),
    Part("interests", lambda weights: weights.interests, _interests),
    Part("hours", lambda weights: weights.hours, _hours),
    Part("departments", lambda weights: weights.departments, _departments),
    Part("place", lambda weights: weights.place, _place),
    Part("languages", lambda weights: weights.languages, _languages),
    Part("level", lambda weights: weights.level, _level),
)


def score(pool: Pool) -> Ints:
    """Return the score of every mentee with every mentor, in thousandths of a point."""
    total = np.zeros(pool.shape, dtype=np.int64)
    for part in PARTS:
        total += part.weight(pool.weights) * part.term(pool).dense()
    return total


def points(pool: Pool, mentees: Ints, mentors: Ints) -> dict[str, Ints]:
    """Return what each part gives to these pairs, in thousandths of a point."""
    return {part.name: part.weight(pool.weights) * part.term(pool).at(mentees, mentors) for part in PARTS}
