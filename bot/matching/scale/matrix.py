"""The best matching of a large score matrix that somebody brings (see `bot.matching.assign`)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import Ints, Market, Mask
from bot.matching.scale.flow import HOME
from bot.matching.scale.market import Matrix
from bot.matching.scale.patch import FORBIDDEN
from bot.matching.scale.solver import Settings, Solver


def match(
    market: Market, settings: Settings | None = None
) -> tuple[list[tuple[int, int]], NDArray[Any], Mask]:
    """Return pairs, prices, and who limits the number of pairs; nobody takes two mentors."""
    points, exponent = market.whole()
    lowest = min(0, int(points.min(initial=0)))
    solver = Solver.of(
        Matrix(np.where(market.allowed, points - lowest, FORBIDDEN), int(points.max(initial=0)) - lowest),
        market.mentor_places,
        market.mentee_places > 0,
        np.zeros(points.shape[1], dtype=np.bool_),
        settings,
    )
    solver.solve()
    prices: NDArray[Any] = np.where(market.mentor_places > 0, solver.net.price, 0)
    if not market.is_exact:
        prices = np.ldexp(prices.astype(np.float64), -exponent)
    pairs = [(int(row), int(column)) for row, column in solver.pairs]
    return pairs, prices, _scarce(market, solver)


def _scarce(market: Market, solver: Solver) -> Mask:
    """Mark the mentors whom those who wait, and all whom they could push out, would turn to."""
    waits = solver.turn & (solver.net.mate == HOME) & market.allowed.any(axis=1)
    if not waits.any():
        return np.zeros(len(solver.places), dtype=np.bool_)
    prices: Ints = solver.net.price
    if solver.is_raised:  # prices beyond a pair's worth part those who cannot be had from those who can
        return (solver.places > 0) & (prices > solver.home // 2)
    return solver.places > 0
