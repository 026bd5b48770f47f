"""A draft while it is made: what is locked, who has whom, what is still open."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.errors import ContradictoryLock
from bot.matching.market import Ints, Mask
from bot.matching.pool import Pair, Pool
from bot.matching.rules import forbidden
from bot.matching.score import score
from bot.matching.stages import Cell, Stage, fill
from bot.matching.terms import cells


@dataclass(slots=True, eq=False)
class Draft:
    """Scores and allowed pairs (mentees x mentors), and the pairs so far; the first `held` are locked.

    `mentor_rows` and `mentee_columns` lead from one role of a person to the other (-1 for none).
    """

    pool: Pool
    scores: Ints
    allowed: Mask
    kept: Mask
    mentor_load: Ints
    mentee_load: Ints
    mentor_rows: Ints
    mentee_columns: Ints
    pairs: list[Cell] = field(default_factory=list)
    held: int = 0
    bound: int = 0
    certified: bool = True

    @classmethod
    def of(cls, pool: Pool, keep: frozenset[Pair] = frozenset()) -> Draft:
        """Begin an empty draft that would rather keep some pairs."""
        return cls(
            pool=pool,
            scores=score(pool),
            allowed=~forbidden(pool),
            kept=cells(pool.shape, pool.cells(keep)),
            mentor_load=np.zeros(len(pool.mentors), dtype=np.int64),
            mentee_load=np.zeros(len(pool.mentees), dtype=np.int64),
            mentor_rows=_positions(pool.mentors, pool.mentees),
            mentee_columns=_positions(pool.mentees, pool.mentors),
        )

    def lock(self, pair: Pair) -> None:
        """Keep a pair, even against a rule. Raises ContradictoryLock."""
        mentor, mentee = pair
        names = f"The locked pair of {mentor!r} as mentor and {mentee!r} as mentee"
        found = self.pool.cells([pair])
        if not found:
            raise ContradictoryLock(
                f"{names}: one of them is not in this round in that role. Unlock the pair."
            )
        if mentor == mentee:
            raise ContradictoryLock(f"{names}: nobody mentors themselves. Unlock the pair.")
        if pair in self.pool.removed:
            raise ContradictoryLock(f"{names} was also removed. Unlock it, or take the removal back.")
        if not {*found, *self.pool.cells([pair[::-1]])}.isdisjoint(self.pairs):
            raise ContradictoryLock(f"{names} is locked twice, or both ways round. Unlock one of the two.")
        self._add(found[0])
        if self._mentor_room().min() < 0 or self._mentee_room().min() < 0:
            raise ContradictoryLock(
                f"{names} is more than one of them can take. Unlock it, or raise the capacity."
            )
        self.held += 1
        self.bound += int(self.scores[found[0]])

    def fill(self) -> None:
        """Give everybody a first partner, then a second to those who take one, and so on."""
        for partners in range(max((mentee.mentee_capacity for mentee in self.pool.mentees), default=0)):
            turn = (self.mentee_load == partners) & (self._mentee_room() > 0)
            filled = fill(self._stage(turn))
            for cell in filled.pairs:
                self._add(cell)
            self.bound += filled.bound
            self.certified &= filled.certified

    def _stage(self, turn: Mask) -> Stage:
        return Stage(
            scores=self.scores,
            allowed=self.allowed,
            kept=self.kept,
            places=self._mentor_room(),
            has_mentee=self.mentor_load > 0,
            turn=turn,
            mentor_rows=self.mentor_rows,
            mentee_columns=self.mentee_columns,
        )

    def _add(self, cell: Cell) -> None:
        mentee, mentor = cell
        self.pairs.append(cell)
        self.mentee_load[mentee] += 1
        self.mentor_load[mentor] += 1
        self.allowed[cell] = False
        back = int(self.mentor_rows[mentor]), int(self.mentee_columns[mentee])
        if min(back) >= 0:
            self.allowed[back] = False

    def _mentor_room(self) -> Ints:
        return _capacities(self.pool.mentors, "mentor_capacity") - self.mentor_load

    def _mentee_room(self) -> Ints:
        return _capacities(self.pool.mentees, "mentee_capacity") - self.mentee_load


def _capacities(people: tuple[Candidate, ...], role: str) -> Ints:
    return np.array([attrgetter(role)(person) for person in people], dtype=np.int64)


def _positions(people: tuple[Candidate, ...], others: tuple[Candidate, ...]) -> Ints:
    position = {other.id: index for index, other in enumerate(others)}
    return np.array([position.get(person.id, -1) for person in people], dtype=np.int64)
