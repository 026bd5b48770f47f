"""One more partner for each mentee whose turn it is: the best way, and the proof.

Three things that a plain assignment does not know are added here: a mentor's first mentee comes before
another's second; among equal totals the one that keeps most of an earlier draft is taken; two people never
mentor each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.matching.assignment import Assignment, assign_dense
from bot.matching.market import Ints, Mask, worth_of_a_pair
from bot.matching.swaps import Cell, Swap, parted
from bot.matching.terms import cells

FORBIDDEN = np.iinfo(np.int64).min

#: How often people who would mentor each other are parted both ways before the better one is simply taken.
PATIENCE = 50


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What is open: scores, allowed pairs, mentors' places and whether they have somebody, whose turn it is.

    `kept` marks the pairs of an earlier draft, worth `bonus` more. `mentor_rows` and `mentee_columns` lead
    from one role of a person to the other (-1 for none).
    """

    scores: Ints
    allowed: Mask
    kept: Mask
    bonus: int
    places: Ints
    has_mentee: Mask
    turn: Mask
    mentor_rows: Ints
    mentee_columns: Ints


@dataclass(frozen=True, slots=True)
class Filled:
    """The pairs that a stage adds, their total, and a bound.

    No other way to make as many exceeds it; kept pairs count `bonus` more there.
    """

    pairs: tuple[Cell, ...]
    total: int
    bound: int
    certified: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Try:
    allowed: Mask
    assignment: Assignment
    pairs: tuple[Cell, ...]
    bound: int

    @property
    def rank(self) -> tuple[int, int]:
        return -len(self.pairs), -int(self.assignment.total)


def fill(stage: Stage) -> Filled:
    """Make as many pairs as there can be; among those reach as many mentors; among those the best total."""
    root = _try(stage, stage.allowed)
    best, is_proven = parted(
        root,
        rank=lambda attempt: attempt.rank,
        swaps=lambda attempt: list(_mutual(stage, attempt.pairs)),
        without=lambda attempt, some: _try(stage, attempt.allowed & ~cells(attempt.allowed.shape, some)),
        patience=PATIENCE,
    )
    worth = sum(int(stage.scores[pair]) + stage.bonus * int(stage.kept[pair]) for pair in best.pairs)
    total = sum(int(stage.scores[pair]) for pair in best.pairs)
    bound = best.bound if is_proven else max(root.bound, worth)
    return Filled(best.pairs, total, bound, is_proven and best.assignment.certified)


def _try(stage: Stage, allowed: Mask) -> _Try:
    """Solve with each mentor twice: the first place, which counts for more, and the further ones."""
    is_first = (stage.places > 0) & ~stage.has_mentee
    more = stage.places - is_first
    firsts, others = np.flatnonzero(is_first), np.flatnonzero(more)
    columns = np.concatenate([firsts, others])
    # without a bonus all kept pairs together weigh less than one thousandth of a point
    finer = 1 if stage.bonus else int(stage.kept.sum()) + 1
    worth = stage.scores * finer + (stage.bonus or 1) * stage.kept
    bonus = _bonus(stage, int(np.abs(worth).max(initial=0)) + 1) if len(firsts) and len(others) else 0
    scores = worth[:, columns]
    scores[:, : len(firsts)] += bonus
    scores[~(allowed & stage.turn[:, None])[:, columns]] = FORBIDDEN
    assignment = assign_dense(scores, np.concatenate([np.ones_like(firsts), more[others]]))
    reached = sum(column < len(firsts) for _, column in assignment.pairs)
    pairs = tuple((mentee, int(columns[column])) for mentee, column in assignment.pairs)
    return _Try(allowed, assignment, pairs, (int(assignment.bound) - bonus * reached) // finer)


def _bonus(stage: Stage, largest: int) -> int:
    """Return what one more mentor with somebody weighs: more than any difference of scores."""
    return worth_of_a_pair(largest, int(stage.turn.sum()))


def _mutual(stage: Stage, pairs: tuple[Cell, ...]) -> Iterator[Swap]:
    """Yield both ways round for people who would mentor each other, the lower score first."""
    chosen = set(pairs)
    for mentee, mentor in pairs:
        back = int(stage.mentor_rows[mentor]), int(stage.mentee_columns[mentee])
        if back in chosen and (mentee, mentor) < back:
            low, high = sorted([(mentee, mentor), back], key=lambda cell: int(stage.scores[cell]))
            yield low, high
