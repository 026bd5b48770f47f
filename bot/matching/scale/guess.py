"""Prices before anything is solved: those of a sample, carried over to everybody by what they are like.

Good guesses only save time. They are a ridge regression of a sample's prices on the mentors' features.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bot.matching.market import Ints, Mask
from bot.matching.scale.market import CLOSED, Market

#: One of so many people is in the sample.
PART = 8
RIDGE = 10.0


def prices(market: Market, places: Ints, rows: Ints, solve: Callable[[Ints, Mask], Ints]) -> Ints:
    """Guess prices (very low ones if nothing is known of the mentors); `solve` gives those of a part."""
    features = market.features()
    if features is None:
        return np.full(len(places), -CLOSED)
    chance = np.random.default_rng(0)
    open_ = np.flatnonzero(places > 0)
    columns = chance.choice(open_, max(1, len(open_) // PART), replace=False)
    turn = np.zeros(market.size[0], dtype=np.bool_)
    turn[chance.choice(rows, max(1, len(rows) // PART), replace=False)] = True
    few = np.zeros_like(places)
    few[columns] = places[columns]
    known = solve(few, turn)[columns].astype(np.float64)
    seen = features[columns].astype(np.float64)
    square = seen.T @ seen + RIDGE * np.eye(seen.shape[1])
    weights = np.linalg.solve(square, seen.T @ (known - known.mean()))
    guessed: Ints = np.rint(features @ weights.astype(np.float32) + known.mean()).astype(np.int64)
    return guessed
