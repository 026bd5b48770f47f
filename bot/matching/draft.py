"""A draft for a pool of any size: locked pairs, then the best of what is open, by the engine that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.market import Ints, Progress
from bot.matching.pool import Pair, Pool
from bot.matching.rules import forbidden
from bot.matching.score import score, worth
from bot.matching.seats import Seats
from bot.matching.sizes import wants_scale
from bot.matching.stages import Stage, fill
from bot.matching.swaps import Cell
from bot.matching.terms import cells


@dataclass(frozen=True, slots=True)
class Effort:
    """How far to go in a large pool, and who hears how far it is; a small one is solved to the end at once.

    `gap`: the search may stop once no draft can total more than this part of what is found beyond it.
    """

    gap: float = 0.0
    on_progress: Progress | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """Pairs (mentee, mentor) by their place in the pool, the first `held` locked, and their scores.

    `bound`: no draft with these locks and as many pairs totals more, where pairs of the earlier draft count
    `Weights.stability` more; `stability` is what they count here.
    """

    pool: Pool
    pairs: tuple[Cell, ...]
    scores: Ints
    held: int
    mentor_load: Ints
    mentee_load: Ints
    stability: int
    bound: int
    certified: bool

    @classmethod
    def of(
        cls,
        pool: Pool,
        locked: Sequence[Pair] = (),
        keep: frozenset[Pair] = frozenset(),
        effort: Effort | None = None,
    ) -> Draft:
        """Make the best draft, by default until that is proven. Raises MatchingError."""
        effort = effort or Effort()
        if wants_scale(*pool.shape):
            from bot.matching.scale import Engine  # compiles; small pools need none of it

            return Engine.of(pool, locked=locked, keep=keep).solve(effort.on_progress, effort.gap)
        seats = Seats.of(pool, locked)
        bound, certified = _fill(seats, keep)
        scores = worth(pool, *np.array(seats.pairs, dtype=np.int64).reshape(-1, 2).T)
        return cls.seated(seats, keep, scores, bound, certified=certified)

    @classmethod
    def seated(
        cls, seats: Seats, keep: frozenset[Pair], scores: Ints, bound: int, *, certified: bool
    ) -> Draft:
        """Sum up; `bound` is that of the pairs that are not locked."""
        pool = seats.pool
        again = {*pool.cells(keep)}.intersection(seats.pairs[seats.held :])
        return cls(
            pool=pool,
            pairs=tuple(seats.pairs),
            scores=scores,
            held=seats.held,
            mentor_load=seats.mentor_load,
            mentee_load=seats.mentee_load,
            stability=len(again) * pool.weights.stability,
            bound=bound + int(scores[: seats.held].sum()),
            certified=certified,
        )


def _fill(seats: Seats, keep: frozenset[Pair]) -> tuple[int, bool]:
    """Give everybody a first partner, then a second to those who take one, and so on: bound and proof."""
    pool = seats.pool
    scores, allowed, kept = score(pool), ~forbidden(pool), cells(pool.shape, pool.cells(keep))
    bound, certified = 0, True
    for partners in range(seats.longest):
        filled = fill(
            Stage(
                scores=scores,
                allowed=allowed & ~cells(pool.shape, seats.taken()),
                kept=kept,
                bonus=pool.weights.stability,
                places=seats.mentor_room,
                has_mentee=seats.mentor_load > 0,
                turn=(seats.mentee_load == partners) & (seats.mentee_room > 0),
                mentor_rows=seats.mentor_rows,
                mentee_columns=seats.mentee_columns,
            )
        )
        for cell in filled.pairs:
            seats.add(cell)
        bound += filled.bound
        certified &= filled.certified
    return bound, certified
