"""What can be said of every mentee with every mentor: a matrix in the form that is short.

`Classes` and `Shared` say what is meant; over a pool they become a `Table` and a `Product`. Each of these
gives the whole matrix (`dense`) or single cells (`at`): small pools need the first, explanations the second,
and large pools (`bot.matching.scale`) neither, as they read the short form itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.matching.candidates import Candidate
from bot.matching.market import Ints, Mask
from bot.matching.pool import Pool


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """The classes that occur on one side, and the number of each person's."""

    classes: list[Any]
    codes: Ints

    @classmethod
    def of(cls, keys: Iterable[Hashable]) -> Coded:
        """Give classes numbers in the order in which they first occur."""
        known: dict[Hashable, int] = {}
        codes = np.fromiter((known.setdefault(key, len(known)) for key in keys), dtype=np.int64)
        return cls(list(known), codes)


@dataclass(frozen=True, slots=True)
class Classes:
    """What depends on one thing about each of two people, such as their levels.

    `key` reads it, `value` compares the mentee's with the mentor's.
    """

    key: Callable[[Pool, Candidate], Any]
    value: Callable[[Pool, Any, Any], int]

    def term(self, pool: Pool) -> Table:
        """Return it for everybody in a pool."""
        return self.compared(pool, *self.coded(pool))

    def coded(self, pool: Pool) -> tuple[Coded, Coded]:
        """Return mentees and mentors by their classes."""
        return (
            Coded.of(self.key(pool, one) for one in pool.mentees),
            Coded.of(self.key(pool, one) for one in pool.mentors),
        )

    def compared(self, pool: Pool, mentees: Coded, mentors: Coded) -> Table:
        """Compare once each two classes that occur."""
        values = [[int(self.value(pool, one, other)) for other in mentors.classes] for one in mentees.classes]
        shape = len(mentees.classes), len(mentors.classes)
        return Table(mentees.codes, mentors.codes, np.array(values, dtype=np.int64).reshape(shape))


@dataclass(frozen=True, slots=True)
class Same:
    """Who have one thing in common, such as their team; what is empty is nothing."""

    key: Callable[[Candidate], str | None]

    def codes(self, pool: Pool) -> tuple[Ints, Ints]:
        """Return a number for what each mentee and each mentor has, -1 for nothing."""
        mentees, mentors = list(map(self.key, pool.mentees)), list(map(self.key, pool.mentors))
        known = filter(None, dict.fromkeys([*mentees, *mentors]))
        code = {key: index for index, key in enumerate(known)}
        return (
            np.array([code.get(key or "", -1) for key in mentees], dtype=np.int64),
            np.array([code.get(key or "", -1) for key in mentors], dtype=np.int64),
        )

    def mask(self, pool: Pool) -> Mask:
        """Mark them."""
        mentees, mentors = self.codes(pool)
        return np.equal(mentees[:, None], mentors) & (mentees >= 0)[:, None]


@dataclass(frozen=True, slots=True)
class Shared:
    """What two people have in common: the mentee's count of each thing times the mentor's, added up."""

    mentee: Callable[[Candidate], Mapping[str, int]]
    mentor: Callable[[Candidate], Mapping[str, int]]

    def term(self, pool: Pool) -> Product:
        """Return it for everybody in a pool."""
        return Product.of(list(map(self.mentee, pool.mentees)), list(map(self.mentor, pool.mentors)))


class Term(Protocol):
    """A matrix of whole numbers, mentees x mentors."""

    def dense(self) -> Ints:
        """Return all of it."""

    def at(self, mentees: Ints, mentors: Ints) -> Ints:
        """Return the cells of these pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """What depends on two classes, such as time zones or levels: each person's class, and a small table."""

    mentees: Ints
    mentors: Ints
    values: Ints

    def dense(self) -> Ints:
        """Return all of it."""
        return self.values[self.mentees][:, self.mentors]

    def at(self, mentees: Ints, mentors: Ints) -> Ints:
        """Return the cells of these pairs."""
        return self.values[self.mentees[mentees], self.mentors[mentors]]


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """A sum over shared things, such as skills: the mentee's count of each times the mentor's."""

    mentees: NDArray[np.float64]  # people x things; floats multiply fast, and are whole below 2**53
    mentors: NDArray[np.float64]

    @classmethod
    def of(cls, mentees: Sequence[Mapping[str, int]], mentors: Sequence[Mapping[str, int]]) -> Product:
        """Count only what occurs on both sides."""
        things = sorted({*_keys(mentees)} & {*_keys(mentors)})
        return cls(_counts(mentees, things), _counts(mentors, things))

    def dense(self) -> Ints:
        """Return all of it."""
        return (self.mentees @ self.mentors.T).astype(np.int64)

    def at(self, mentees: Ints, mentors: Ints) -> Ints:
        """Return the cells of these pairs."""
        counts: Ints = (self.mentees[mentees] * self.mentors[mentors]).sum(axis=1).astype(np.int64)
        return counts


def _keys(people: Sequence[Mapping[str, int]]) -> Iterable[str]:
    return (key for counts in people for key in counts)


def _counts(people: Sequence[Mapping[str, int]], things: Sequence[str]) -> NDArray[np.float64]:
    column = {thing: index for index, thing in enumerate(things)}
    matrix = np.zeros((len(people), len(things)))
    for row, counts in enumerate(people):
        for thing, count in counts.items():
            if thing in column:
                matrix[row, column[thing]] = count
    return matrix


def cells(shape: tuple[int, int], pairs: Iterable[tuple[int, int]]) -> Mask:
    """Return a mask that is true at these (mentee, mentor)."""
    mask = np.zeros(shape, dtype=np.bool_)
    for pair in pairs:
        mask[pair] = True
    return mask
