"""Who has whom while a draft is made, and who still has room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.errors import ContradictoryLock
from bot.matching.market import Ints
from bot.matching.pool import Pair, Pool
from bot.matching.swaps import Cell


@dataclass(slots=True, eq=False)
class Seats:
    """Pairs so far as (mentee, mentor) by their place in the pool, the locked ones first.

    `mentor_rows` and `mentee_columns` lead from one role of a person to the other (-1 for none).
    """

    pool: Pool
    mentor_load: Ints
    mentee_load: Ints
    mentor_rows: Ints
    mentee_columns: Ints
    pairs: list[Cell] = field(default_factory=list)
    held: int = 0

    @classmethod
    def of(cls, pool: Pool, locked: Sequence[Pair] = ()) -> Seats:
        """Seat the locked pairs, even against a rule. Raises ContradictoryLock."""
        rows, columns = pool.places
        seats = cls(
            pool=pool,
            mentor_load=np.zeros(len(pool.mentors), dtype=np.int64),
            mentee_load=np.zeros(len(pool.mentees), dtype=np.int64),
            mentor_rows=_positions(pool.mentors, rows),
            mentee_columns=_positions(pool.mentees, columns),
        )
        if locked:
            seats._lock(locked)
        return seats

    @property
    def mentor_room(self) -> Ints:
        """How many more mentees each mentor takes."""
        return _capacities(self.pool.mentors, "mentor_capacity") - self.mentor_load

    @property
    def mentee_room(self) -> Ints:
        """How many more mentors each mentee takes."""
        return _capacities(self.pool.mentees, "mentee_capacity") - self.mentee_load

    @property
    def longest(self) -> int:
        """How many mentors anybody takes at most."""
        return max((mentee.mentee_capacity for mentee in self.pool.mentees), default=0)

    def add(self, cell: Cell) -> None:
        """Seat a pair."""
        self.pairs.append(cell)
        self.mentee_load[cell[0]] += 1
        self.mentor_load[cell[1]] += 1

    def back(self, cell: Cell) -> Cell | None:
        """Return the same two people the other way round, if both take the other role too."""
        back = int(self.mentor_rows[cell[1]]), int(self.mentee_columns[cell[0]])
        return back if min(back) >= 0 else None

    def taken(self) -> list[Cell]:
        """Return all pairs, and the same people the other way round: nobody needs these again."""
        backs = map(self.back, self.pairs)
        return [*self.pairs, *(back for back in backs if back)]

    def _lock(self, locked: Sequence[Pair]) -> None:
        rows, columns = self.pool.places
        seen: set[Pair] = set()
        for mentor, mentee in locked:
            names = f"The locked pair of {mentor!r} as mentor and {mentee!r} as mentee"
            if mentor not in columns or mentee not in rows:
                raise ContradictoryLock(
                    f"{names}: one of them is not in this round in that role. Unlock the pair."
                )
            if mentor == mentee:
                raise ContradictoryLock(f"{names}: nobody mentors themselves. Unlock the pair.")
            if (mentor, mentee) in self.pool.removed:
                raise ContradictoryLock(f"{names} was also removed. Unlock it, or take the removal back.")
            if not {(mentor, mentee), (mentee, mentor)}.isdisjoint(seen):
                raise ContradictoryLock(
                    f"{names} is locked twice, or both ways round. Unlock one of the two."
                )
            seen.add((mentor, mentee))
            self.add((rows[mentee], columns[mentor]))
            self.held += 1
            full_mentor = (
                self.mentor_load[columns[mentor]] > self.pool.mentors[columns[mentor]].mentor_capacity
            )
            full_mentee = self.mentee_load[rows[mentee]] > self.pool.mentees[rows[mentee]].mentee_capacity
            if full_mentor or full_mentee:
                raise ContradictoryLock(
                    f"{names} is more than one of them can take. Unlock it, or raise the capacity."
                )


def _capacities(people: tuple[Candidate, ...], role: str) -> Ints:
    return np.array([attrgetter(role)(person) for person in people], dtype=np.int64)


def _positions(people: tuple[Candidate, ...], places: Mapping[str, int]) -> Ints:
    ids = map(attrgetter("id"), people)
    return np.fromiter(map(places.get, ids, repeat(-1)), dtype=np.int64, count=len(people))
