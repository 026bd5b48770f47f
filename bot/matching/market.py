"""Scores and capacities, checked once, so that everything behind may trust them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from bot.matching.errors import BadCapacity, BadScores

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Progress = Callable[[float], object]  # how far a total is from its bound at most, as a part of it

#: Above every sum of scores and prices; sums with it stay inside 64 bits.
UNREACHABLE = 1 << 61

#: The largest worth of a pair for which all sums stay exact.
LARGEST_WORTH = 1 << 57
LARGEST_FLOAT_WORTH = 1e300


def worth_of_a_pair(largest: int, places: int) -> int:
    """Return a number that no regrouping of `places` scores up to `largest` outweighs."""
    return 2 * largest * (places + 1) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Mentees (rows) and mentors (columns): int64 or float64 scores, allowed pairs, places on both sides."""

    scores: NDArray[Any]
    allowed: Mask
    mentor_places: Ints
    mentee_places: Ints

    @classmethod
    def read(
        cls,
        scores: ArrayLike,
        mentor_capacity: Sequence[int] | Ints,
        mentee_capacity: Sequence[int] | Ints | None = None,
    ) -> Market:
        """Check what a caller brings. Raises BadScores or BadCapacity."""
        matrix, allowed = _read(scores)
        count, width = matrix.shape
        mentor_places = _places(mentor_capacity, width, count, "mentor")
        mentee_places = _places(
            [1] * count if mentee_capacity is None else mentee_capacity, count, width, "mentee"
        )
        allowed &= (mentee_places > 0)[:, None] & (mentor_places > 0)
        return cls(matrix, allowed, mentor_places, mentee_places)

    @property
    def is_exact(self) -> bool:
        """Whether the scores are whole numbers."""
        return self.scores.dtype.kind == "i"

    @property
    def places(self) -> int:
        """How many pairs fit at most."""
        sides = int(self.mentor_places.sum()), int(self.mentee_places.sum())
        return min(*sides, int(self.allowed.sum()))

    @property
    def largest(self) -> int | float:
        """The largest absolute score of an allowed pair."""
        largest: int | float = np.abs(self.scores[self.allowed]).max(initial=0).item()
        return largest

    def whole(self) -> tuple[Ints, int]:
        """Return the scores as whole numbers, and by which power of two floats were scaled for that."""
        finite = np.where(self.allowed, self.scores, 0)
        if self.is_exact:
            if worth_of_a_pair(int(self.largest), self.places) > LARGEST_WORTH:
                raise BadScores(
                    "The scores are too large to be added exactly. Divide them all by the same number."
                )
            return finite, 0
        if self.largest * (self.places + 1) > LARGEST_FLOAT_WORTH:
            raise BadScores("The scores are too large to be added. Divide them all by the same number.")
        room = LARGEST_WORTH // (2 * (self.places + 2))
        exponent = room.bit_length() - 2 - math.frexp(self.largest)[1]
        return np.rint(np.ldexp(finite, exponent)).astype(np.int64), exponent


def _read(scores: ArrayLike) -> tuple[NDArray[Any], Mask]:
    matrix = np.asarray(scores)
    if matrix.ndim != 2:
        raise BadScores(
            f"Scores have {matrix.ndim} dimensions. Give one row per mentee and one column per mentor."
        )
    if matrix.dtype.kind == "i":
        return matrix.astype(np.int64, copy=False), matrix != np.iinfo(matrix.dtype).min
    if matrix.dtype.kind != "f":
        raise BadScores(f"Scores are of type {matrix.dtype}. Give signed integers or floats.")
    if np.isnan(matrix).any():
        row, column = np.argwhere(np.isnan(matrix))[0]
        raise BadScores(
            f"The score in row {row}, column {column} is not a number. Use -inf to forbid a pair."
        )
    if np.isposinf(matrix).any():
        raise BadScores("A score is +inf. Give the pair a finite score; -inf forbids it.")
    return matrix.astype(np.float64, copy=False), ~np.isneginf(matrix)


def _places(capacity: Sequence[int] | Ints, size: int, others: int, side: str) -> Ints:
    """Return a capacity each, cut to one more than there are others: one that nobody can fill."""
    places = np.asarray(capacity)
    if places.shape != (size,):
        raise BadCapacity(f"There are {size} {side}s and {places.size} capacities. Give one for each {side}.")
    if size and places.dtype.kind not in "iu":
        raise BadCapacity(f"A {side}'s capacity is not a whole number. Give how many partners they take.")
    if (places < 0).any():
        raise BadCapacity(f"A {side}'s capacity is negative. Use 0 for somebody who takes nobody.")
    cut: Ints = np.minimum(places, others + 1).astype(np.int64)
    return cut
