"""The best matching for any score matrix, and the proof that it is the best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.matching.market import Ints, Market, Mask
from bot.matching.paths import best_pairs
from bot.matching.prices import bottleneck, market_prices, most_pairs, upper_bound
from bot.matching.sizes import wants_scale

#: A floating-point total counts as proven when its bound is no further away than this part of it.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """A matching of as many pairs as there can be, of the best total among those.

    `bound` is a total that no matching with as many pairs exceeds; `prices` (one per mentor, at least 0) show
    it: it is the sum of price times capacity and of the `len(pairs)` largest values of score minus price.
    Where no pair costs the others more than it brings, that is the sum over mentees of max(0, largest score
    minus price). `bottleneck` are the mentors who limit the number of pairs (`prices.most_pairs`).
    `certified`: both proofs hold, exactly for integers, to one part in a billion for floats.
    """

    pairs: list[tuple[int, int]]
    total: int | float
    bound: int | float
    certified: bool
    prices: NDArray[Any]
    bottleneck: tuple[int, ...]


def assign(
    scores: ArrayLike,
    mentor_capacity: Sequence[int] | Ints,
    mentee_capacity: Sequence[int] | Ints | None = None,
) -> Assignment:
    """Match mentees (rows) with mentors (columns): most pairs first, then the best total.

    `scores` is a dense float or signed integer array; `-inf`, or the least number of the integer type,
    forbids a pair. Capacities are whole and at least 0; a mentee takes one mentor unless told otherwise.
    Nobody meets the same person twice. The same input gives the same answer. Raises BadScores or BadCapacity.
    """
    market = Market.read(scores, mentor_capacity, mentee_capacity)
    if market.mentee_places.max(initial=0) <= 1 and wants_scale(*market.allowed.shape):
        from bot.matching.scale import match  # compiles; small markets need none of it

        return _prove(market, *match(market))
    return _assign(market)


def assign_dense(scores: ArrayLike, mentor_capacity: Sequence[int] | Ints) -> Assignment:
    """Do the same with the plain engine, whatever the size."""
    return _assign(Market.read(scores, mentor_capacity))


def _assign(market: Market) -> Assignment:
    points, exponent = market.whole()
    pairs = best_pairs(market, points)
    paired = np.zeros(market.allowed.shape, dtype=np.bool_)
    paired[tuple(np.array(pairs, dtype=np.int64).reshape(-1, 2).T)] = True
    waiting = paired.sum(axis=1) < market.mentee_places
    prices: NDArray[Any] = market_prices(points, market.allowed, paired, waiting)
    if not market.is_exact:
        prices = np.ldexp(prices.astype(np.float64), -exponent)
    return _prove(market, pairs, prices, bottleneck(market.allowed, paired, waiting))


def _prove(market: Market, pairs: list[tuple[int, int]], prices: NDArray[Any], scarce: Mask) -> Assignment:
    chosen = [market.scores[pair].item() for pair in pairs]
    bound = upper_bound(market, prices, len(pairs))
    if market.is_exact:
        total, is_best = sum(chosen), sum(chosen) == bound
    else:
        total = math.fsum(chosen)
        is_best = math.isclose(total, bound, rel_tol=TOLERANCE, abs_tol=TOLERANCE * sum(map(abs, chosen)))
    is_most = len(pairs) == most_pairs(market, scarce)
    return Assignment(
        pairs, total, bound, is_most and is_best, prices, tuple(map(int, np.flatnonzero(scarce)))
    )
