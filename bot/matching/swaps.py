"""Two people never mentor each other: where a matching has them do so, one way round is given up."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeVar

T = TypeVar("T")
Cell = tuple[int, int]  # (mentee, mentor)
Swap = tuple[Cell, Cell]  # both ways round for two people, the lower score first


def parted(
    root: T,
    *,
    rank: Callable[[T], Any],
    swaps: Callable[[T], Sequence[Swap]],
    without: Callable[[T, Sequence[Cell]], T],
    patience: int,
) -> tuple[T, bool]:
    """Return the best matching in which nobody swaps, and whether that is proven.

    Branch and bound: each branch forbids one way round. After so many tries (`patience`) the lower score of
    every swap is simply forbidden. `rank` is lowest for the best, and never falls where more is forbidden.
    """
    order = count()
    open_tries = [(rank(root), next(order), root)]
    for tried in count():
        _, _, best = heapq.heappop(open_tries)
        mutual = swaps(best)
        if not mutual:
            return best, tried <= patience
        if tried < patience:
            ways = [without(best, [cell]) for cell in mutual[0]]
        else:
            ways = [without(best, [low for low, _ in mutual])]
            open_tries.clear()
        for way in ways:
            heapq.heappush(open_tries, (rank(way), next(order), way))
    raise AssertionError  # counting does not end
