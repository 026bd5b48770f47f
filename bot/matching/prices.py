"""What proves a matching: prices for the total, a bottleneck for the number of pairs.

Any prices give an upper bound (linear programming duality); the right ones give the total itself, and so
prove it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import UNREACHABLE, Ints, Market, Mask


def market_prices(points: Ints, allowed: Mask, paired: Mask, waiting: Mask) -> Ints:
    """Return the least prices of mentors at which nobody would rather have another.

    A price is what one more place with that mentor would add. `waiting` marks mentees with an unused place:
    they wait at 0 while every pair is worth having, and at what the worst pair loses where "most people
    first" asks for it.
    """
    prices, lowest = _raise(points, allowed, paired, waiting, 0)
    if lowest < 0:
        prices, _ = _raise(points, allowed, paired, waiting, lowest)
    return prices


def _raise(points: Ints, allowed: Mask, paired: Mask, waiting: Mask, rest: int) -> tuple[Ints, int]:
    """Raise prices from 0 until nobody envies anybody; also return what the worst-off mentee is left with."""
    mentees, mentors = np.nonzero(paired)
    wanted = np.where(allowed & ~paired, points, -UNREACHABLE)
    prices = np.zeros(points.shape[1], dtype=np.int64)
    left = np.full(points.shape[0], UNREACHABLE, dtype=np.int64)
    for _ in range(sum(points.shape) + 1):  # a path passes everybody at most once
        now = np.where(waiting, rest, UNREACHABLE)
        np.minimum.at(now, mentees, points[mentees, mentors] - prices[mentors])
        poorer = now < left
        if not poorer.any():
            break
        left = now
        np.maximum(prices, (wanted[poorer] - left[poorer, None]).max(axis=0), out=prices)
    return prices, int(left.min(initial=0))


def upper_bound(market: Market, prices: NDArray[Any], count: int) -> int | float:
    """Return a total that no matching of `count` pairs exceeds, whatever the prices (all at least 0).

    The sum of price times places, and of the `count` largest values of score minus price, where a mentee of b
    places brings their b largest.
    """
    lowest = -UNREACHABLE if market.is_exact else -math.inf
    surplus = np.where(market.allowed, market.scores, lowest) - np.where(market.allowed, prices, 0)
    best = (
        -np.sort(-surplus, axis=1)
        if market.mentee_places.max(initial=0) > 1
        else surplus.max(axis=1, initial=lowest)[:, None]
    )
    offered = best[np.arange(best.shape[1]) < market.mentee_places[:, None]]
    parts = [*np.sort(offered)[::-1][:count].tolist(), *(prices * market.mentor_places).tolist()]
    return sum(parts) if market.is_exact else math.fsum(parts)


def bottleneck(allowed: Mask, paired: Mask, waiting: Mask) -> Mask:
    """Mark the mentors whom those who wait, and all whom they could push out, would turn to."""
    free = allowed & ~paired
    mentees = waiting
    while True:
        mentors: Mask = np.any(free[mentees], axis=0)
        reached = waiting | paired[:, mentors].any(axis=1)
        if (reached == mentees).all():
            return mentors
        mentees = reached


def most_pairs(market: Market, scarce: Mask) -> int:
    """Return a number of pairs that no matching exceeds, whatever set of mentors is called scarce.

    Koenig's theorem with capacities: scarce mentors give their places, every mentee at most their own places
    elsewhere.
    """
    elsewhere = market.allowed[:, ~scarce].sum(axis=1)
    return int(market.mentor_places[scarce].sum() + np.minimum(market.mentee_places, elsewhere).sum())
