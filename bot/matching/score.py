"""How well two people fit: a table of parts, each a matrix of what it counts times its weight.

All parts grow with what people state, so that stating fewer skills, interests, languages or hours never
raises a score. It can still pay where most people come first: somebody whom only one mentor fits may be given
that mentor so that nobody is left. No rule with that aim can exclude this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.hours import Span, minutes_together
from bot.matching.market import Ints
from bot.matching.pool import Pool
from bot.matching.settings import Weights
from bot.matching.terms import Classes, Shared, Term

ENOUGH_HOURS = 6
ENOUGH_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that counts: its name, its weight, and how often it counts for each mentee and mentor."""

    name: str
    weight: Callable[[Weights], int]
    form: Classes | Shared

    def term(self, pool: Pool) -> Term:
        """Return how often it counts in a pool."""
        return self.form.term(pool)


def _hours(_: Pool, one: Span, other: Span) -> int:
    return min(minutes_together(one, other) // 60, ENOUGH_HOURS)


def _departments(_: Pool, one: str | None, other: str | None) -> int:
    return bool(one and other and one != other)


def _place(_: Pool, one: str | None, other: str | None) -> int:
    return one is not None and one == other


def meeting_place(candidate: Candidate) -> str | None:
    """Return where somebody would meet in person, None if they would not or it is unknown."""
    return None if candidate.format == "video" else candidate.place or None


def job_level(_: Pool, candidate: Candidate) -> int | None:
    """Return somebody's job level; `rules` reads it too, and what is read alike is read once."""
    return candidate.level


def _level(_: Pool, one: int | None, other: int | None) -> int:
    return 0 if one is None or other is None else min(max(one - other, 0), ENOUGH_LEVELS)


def _interests(candidate: Candidate) -> Mapping[str, int]:
    return dict.fromkeys(candidate.interests, 1)


def _languages(candidate: Candidate) -> Mapping[str, int]:
    return dict.fromkeys(candidate.languages, 1)


#: What a mentee wants to learn and a mentor offers.
SKILLS = Shared(attrgetter("wants"), attrgetter("offers"))

#: In the order in which equally strong reasons are told.
PARTS = (
    Part("skills", lambda weights: weights.skills, SKILLS),
    Part("interests", lambda weights: weights.interests, Shared(_interests, _interests)),
    Part("hours", lambda weights: weights.hours, Classes(Pool.day, _hours)),
    Part(
        "departments",
        lambda weights: weights.departments,
        Classes(lambda _, who: who.department, _departments),
    ),
    Part("place", lambda weights: weights.place, Classes(lambda _, who: meeting_place(who), _place)),
    Part("languages", lambda weights: weights.languages, Shared(_languages, _languages)),
    Part("level", lambda weights: weights.level, Classes(job_level, _level)),
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


def worth(pool: Pool, mentees: Ints, mentors: Ints) -> Ints:
    """Return the score of these pairs."""
    total = np.zeros(len(mentees), dtype=np.int64)
    for gains in points(pool, mentees, mentors).values():
        total += gains
    return total
