"""Who could still be had: partners that are free, or become free when others change theirs.

A person without a partner gains one from a new possible pair exactly if it leads, along pairs that give way
to other allowed ones, to somebody with room (an augmenting path; Berge 1957). The search goes backwards, from
those with room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.explain import Role
from bot.matching.market import Mask
from bot.matching.pool import Pair, Pool
from bot.matching.proposal import ProposedPair
from bot.matching.rules import applying

#: How many possible pairs a search looks at. In larger pools it sees less far; what it finds is still true.
MOST_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Sides:
    """A pool as those see it who look for a partner in a role: those like them, and the others."""

    pool: Pool
    role: Role

    @property
    def seekers(self) -> tuple[Candidate, ...]:
        """Everybody in that role."""
        return self.pool.mentees if self.role == "mentee" else self.pool.mentors

    @property
    def others(self) -> tuple[Candidate, ...]:
        """Everybody in the other role."""
        return self.pool.mentors if self.role == "mentee" else self.pool.mentees

    def part(self, seekers: Sequence[Candidate], others: Sequence[Candidate]) -> Sides:
        """Return a part of both sides."""
        mentees, mentors = (seekers, others) if self.role == "mentee" else (others, seekers)
        return replace(self, pool=replace(self.pool, mentees=tuple(mentees), mentors=tuple(mentors)))

    def forbids(self, *, names: Iterable[str] | None = None, private: bool = True) -> Mask:
        """Return the pairs (seekers x others) that any rule forbids, or any of these; private ones or not."""
        wanted = None if names is None else set(names)
        shape = self.pool.shape
        mask = np.zeros(shape, dtype=np.bool_)
        for rule in applying(self.pool.rules):
            if (wanted is None or rule.name in wanted) and (private or not rule.is_private):
                mask |= rule.forbids(self.pool)
        return mask if self.role == "mentee" else mask.T

    def ids(self, pair: ProposedPair) -> Pair:
        """Return a pair as (seeker, other)."""
        return (pair.mentee, pair.mentor) if self.role == "mentee" else (pair.mentor, pair.mentee)

    def room(self, person: Candidate, *, as_other: bool) -> int:
        """Return how many partners somebody takes on one of the sides."""
        is_mentor = (self.role == "mentee") == as_other
        places: int = attrgetter("mentor_capacity" if is_mentor else "mentee_capacity")(person)
        return places


def out_of_the_question(pool: Pool, pairs: Sequence[ProposedPair]) -> Pool:
    """Return a pool in which nobody is paired twice with one person, or with somebody the other way round."""
    both_ways = {ids for pair in pairs for ids in ((pair.mentor, pair.mentee), (pair.mentee, pair.mentor))}
    return replace(pool, removed=pool.removed | both_ways)


def to_be_had(sides: Sides, pairs: Sequence[ProposedPair], most_cells: int = MOST_CELLS) -> set[str]:
    """Return the others (by id) with whom one more seeker could be paired so that nobody loses a partner.

    They have room, or their seeker has several partners and can do without them, or can go to such a person.
    Locked pairs stay. The pool knows what is `out_of_the_question`.
    """
    movable = [sides.ids(pair) for pair in pairs if not pair.is_locked]
    people = {person.id: person for person in sides.seekers}
    others = {person.id: person for person in sides.others}
    found = fresh = _with_room(sides, pairs, movable)
    left = most_cells
    while fresh:
        waiting = [(seeker, other) for seeker, other in movable if other not in found]
        seekers = list(dict.fromkeys(seeker for seeker, _ in waiting))
        columns = sorted(fresh)[: left // max(1, len(seekers))]
        left -= len(columns) * len(seekers)
        if not seekers or not columns:
            break
        view = sides.part([people[one] for one in seekers], [others[one] for one in columns])
        can_move = {seekers[row] for row in np.flatnonzero(~view.forbids().all(axis=1))}
        fresh = {other for seeker, other in waiting if seeker in can_move}
        found = found | fresh
    return found


def _with_room(sides: Sides, pairs: Sequence[ProposedPair], movable: Sequence[Pair]) -> set[str]:
    load = Counter(other for _, other in map(sides.ids, pairs))
    partners = Counter(seeker for seeker, _ in map(sides.ids, pairs))
    free = {one.id for one in sides.others if load[one.id] < sides.room(one, as_other=True)}
    return free | {other for seeker, other in movable if partners[seeker] > 1}
