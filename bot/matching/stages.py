"""One more partner for each mentee whose turn it is: the best way, and the proof.

Three things that a plain assignment does not know are added here: a mentor's first mentee comes before
another's second; among equal totals the one that keeps most of an earlier draft is taken; two people never
mentor each other.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np

from bot.matching.assignment import Assignment, assign
from bot.matching.market import Ints, Mask, worth_of_a_pair
from bot.matching.terms import cells

Cell = tuple[int, int]  # (mentee, mentor)

FORBIDDEN = np.iinfo(np.int64).min

#: How often people who would mentor each other are parted both ways before the better one is simply taken.
PATIENCE = 50


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What is open: scores, allowed pairs, mentors' places and whether they have somebody, whose turn it is.

    `kept` marks the pairs of an earlier draft. `mentor_rows` and `mentee_columns` lead from one role of a
    person to the other (-1 for none).
    """

    scores: Ints
    allowed: Mask
    kept: Mask
    places: Ints
    has_mentee: Mask
    turn: Mask
    mentor_rows: Ints
    mentee_columns: Ints


@dataclass(frozen=True, slots=True)
class Filled:
    """The pairs that a stage adds, their total, and a total that no other way to make as many exceeds."""

    pairs: tuple[Cell, ...]
    total: int
    bound: int
    certified: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Try:
    assignment: Assignment
    pairs: tuple[Cell, ...]
    bound: int

    @property
    def rank(self) -> tuple[int, int]:
        return -len(self.pairs), -int(self.assignment.total)


def fill(stage: Stage) -> Filled:
    """Make as many pairs as there can be; among those reach as many mentors; among those the best total.

    Branch and bound over people who would mentor each other: each branch forbids one way round.
    """
    root = _try(stage, stage.allowed)
    order = count()
    open_tries = [(root.rank, next(order), root, stage.allowed)]
    for tried in count():
        _, _, best, allowed = heapq.heappop(open_tries)
        mutual = list(_mutual(stage, best.pairs))
        if not mutual:
            break
        if tried < PATIENCE:
            ways = [allowed & ~cells(allowed.shape, [cell]) for cell in mutual[0]]
        else:
            ways = [allowed & ~cells(allowed.shape, [cell for cell, _ in mutual])]
            open_tries.clear()
        for way in ways:
            attempt = _try(stage, way)
            heapq.heappush(open_tries, (attempt.rank, next(order), attempt, way))
    total = sum(int(stage.scores[pair]) for pair in best.pairs)
    is_proven = tried <= PATIENCE
    bound = best.bound if is_proven else max(root.bound, total)
    return Filled(best.pairs, total, bound, is_proven and best.assignment.certified)


def _try(stage: Stage, allowed: Mask) -> _Try:
    """Solve with each mentor twice: the first place, which counts for more, and the further ones."""
    is_first = (stage.places > 0) & ~stage.has_mentee
    more = stage.places - is_first
    firsts, others = np.flatnonzero(is_first), np.flatnonzero(more)
    columns = np.concatenate([firsts, others])
    finer = int(stage.kept.sum()) + 1  # all kept pairs together weigh less than one thousandth of a point
    bonus = _bonus(stage, finer) if len(firsts) and len(others) else 0
    scores = stage.scores[:, columns] * finer + stage.kept[:, columns]
    scores[:, : len(firsts)] += bonus
    scores[~(allowed & stage.turn[:, None])[:, columns]] = FORBIDDEN
    assignment = assign(scores, np.concatenate([np.ones_like(firsts), more[others]]))
    reached = sum(column < len(firsts) for _, column in assignment.pairs)
    pairs = tuple((mentee, int(columns[column])) for mentee, column in assignment.pairs)
    return _Try(assignment, pairs, (int(assignment.bound) - bonus * reached) // finer)


def _bonus(stage: Stage, finer: int) -> int:
    """Return what one more mentor with somebody weighs: more than any difference of scores."""
    largest = int(np.abs(stage.scores).max(initial=0)) * finer + 1
    return worth_of_a_pair(largest, int(stage.turn.sum()))


def _mutual(stage: Stage, pairs: tuple[Cell, ...]) -> Iterator[tuple[Cell, Cell]]:
    """Yield both ways round for people who would mentor each other, the lower score first."""
    chosen = set(pairs)
    for mentee, mentor in pairs:
        back = int(stage.mentor_rows[mentor]), int(stage.mentee_columns[mentee])
        if back in chosen and (mentee, mentor) < back:
            low, high = sorted([(mentee, mentor), back], key=lambda cell: int(stage.scores[cell]))
            yield low, high
