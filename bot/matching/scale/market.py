"""What a solver asks about a large market: who would be worth more to each mentee than what they have."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import Ints, Mask
from bot.matching.scale.factors import Factors
from bot.matching.scale.patch import FORBIDDEN
from bot.matching.scale.scan import scan_matrix, scan_profiles

#: Rows that one thread takes at a time.
CHUNK = 4096

#: So few rows are read before a thread has begun.
ALONE = 64

#: The price of a mentor who has no place: above all others. A utility of -CLOSED is below all others.
CLOSED = 1 << 60


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Pairs (row, column) and their value, and by how much each row's best exceeds what it has."""

    rows: Ints
    columns: Ints
    values: Ints
    excess: Ints

    def where(self, stays: Mask) -> Hits:
        """Return some of the hits."""
        return Hits(self.rows[stays], self.columns[stays], self.values[stays], self.excess)

    def joined(self, other: Hits) -> Hits:
        """Return the hits of these rows and of others."""
        return Hits(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.columns, other.columns]),
            np.concatenate([self.values, other.values]),
            np.concatenate([self.excess, other.excess]),
        )


class Market(Protocol):
    """All pairs of a market, as a pass over them."""

    @property
    def size(self) -> tuple[int, int]:
        """(mentees, mentors)."""

    @property
    def most(self) -> int:
        """No pair is worth more, and none less than 0."""

    def better(self, rows: Ints, price: Ints, utility: Ints, most: int, columns: Mask | None = None) -> Hits:
        """Return up to `most` pairs of each of these rows whose value less the price exceeds the utility.

        With `columns` those of others may be left out.
        """

    def without(self, cells: Ints) -> Market:
        """Forbid some pairs (row, column) more."""

    def features(self) -> NDArray[np.float32] | None:
        """Return what distinguishes mentors (one row each), from which a price may be guessed."""


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """The market of a pool."""

    factors: Factors

    @property
    def size(self) -> tuple[int, int]:
        """(mentees, mentors)."""
        return self.factors.size

    @property
    def most(self) -> int:
        """No pair is worth more."""
        return self.factors.most

    def better(self, rows: Ints, price: Ints, utility: Ints, most: int, columns: Mask | None = None) -> Hits:
        """Return up to `most` pairs of each of these rows whose value less the price exceeds the utility.

        With `columns` those of others may be left out.
        """
        if columns is not None:
            some = np.flatnonzero(columns)
            hits = Profiles(self.factors.some(some)).better(rows, price[some], utility, most)
            return replace(hits, columns=some[hits.columns])
        it = self.factors
        tiles, _, width = it.vectors.shape
        short, limits = _short(it.vectors.dtype, price, utility)
        prices = np.zeros(tiles * width, dtype=short.dtype)
        prices[: len(price)] = short
        small = it.vectors.dtype.type
        wants = *it.wants[:3], small(it.wants[3])
        people = it.row_class, small(it.forbidden), it.gated, wants, it.others
        patch = it.patch.start, it.patch.column, it.patch.value
        ask = limits, it.floor, np.iinfo(short.dtype).min

        def scan(part: Ints, hits: Any) -> None:
            scan_profiles(
                part,
                (it.vectors, it.column_class, prices),
                it.base,
                people,
                patch,
                ask,
                hits,
            )

        return _scan(scan, rows, short, limits, most)

    def without(self, cells: Ints) -> Profiles:
        """Forbid some pairs (row, column) more."""
        return Profiles(replace(self.factors, patch=self.factors.patch.with_forbidden(cells)))

    def features(self) -> NDArray[np.float32] | None:
        """Return the things and the class of each mentor."""
        it = self.factors
        count = len(it.columns)
        things = it.vectors.transpose(1, 0, 2).reshape(it.vectors.shape[1], -1)[1:, :count]
        classes = it.column_class.reshape(-1)[:count]
        found = np.zeros((count, len(things) + it.base.shape[1]), dtype=np.float32)
        found[:, : len(things)] = np.maximum(things, -1).T
        found[np.arange(count), len(things) + classes] = 1
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A market that somebody wrote down: whole numbers from 0, FORBIDDEN elsewhere."""

    points: NDArray[Any]
    most: int

    @property
    def size(self) -> tuple[int, int]:
        """(mentees, mentors)."""
        return self.points.shape[0], self.points.shape[1]

    def better(self, rows: Ints, price: Ints, utility: Ints, most: int, columns: Mask | None = None) -> Hits:
        """Return up to `most` pairs of each of these rows whose value less the price exceeds the utility.

        With `columns` those of others may be left out.
        """
        del columns  # a row of a matrix is read as fast as a part of it
        ask = utility, np.iinfo(np.int64).min, FORBIDDEN

        def scan(part: Ints, hits: Any) -> None:
            scan_matrix(part, self.points, price, ask, hits)

        return _scan(scan, rows, price, utility, most)

    def without(self, cells: Ints) -> Matrix:
        """Forbid some pairs (row, column) more."""
        points = self.points.copy()
        points[cells[:, 0], cells[:, 1]] = FORBIDDEN
        return Matrix(points, self.most)

    def features(self) -> None:
        """Return nothing: the mentors are only numbers."""


def _short(dtype: Any, price: Ints, utility: Ints) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return prices and utilities in 32 bits while everything is small: a pass is faster then."""
    usual = np.abs(price[price < CLOSED]).max(initial=0), np.abs(utility[utility > -CLOSED]).max(initial=0)
    if dtype != np.int16 or max(usual) >= 1 << 29:
        return price, np.maximum(utility, -CLOSED // 2)  # of closed ones even the lowest utility wants none
    return np.minimum(price, 1 << 30).astype(np.int32), np.maximum(utility, -(1 << 29) - 1).astype(np.int32)


def _scan(
    scan: Callable[[Ints, Any], None], rows: Ints, price: NDArray[Any], utility: NDArray[Any], most: int
) -> Hits:
    values = np.empty((len(rows), most), dtype=price.dtype)
    columns = np.empty((len(rows), most), dtype=np.int32)
    counts = np.zeros(len(rows), dtype=np.int32)
    threads = os.cpu_count() or 1 if len(rows) > ALONE else 1
    chunk = min(CHUNK, max(1, -(-len(rows) // threads)))

    def part(first: int) -> None:
        place = slice(first, first + chunk)
        scan(rows[place], (values[place], columns[place], counts[place]))

    firsts = range(0, len(rows), chunk)
    if threads == 1:
        for first in firsts:
            part(first)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, firsts))
    is_hit = np.arange(most) < counts[:, None]
    found = columns[is_hit].astype(np.int64)
    least = np.iinfo(price.dtype).min
    best = np.where(is_hit, values, least).max(axis=1, initial=least).astype(np.int64)
    excess = np.where(counts > 0, best - utility[rows], 0)
    return Hits(np.repeat(rows, counts), found, values[is_hit].astype(np.int64) + price[found], excess)
