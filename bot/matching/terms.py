"""What can be said of every mentee with every mentor: a matrix in the form that is short.

Each form gives the whole matrix (`dense`) or single cells (`at`): scores need the first, explanations the
second.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import Ints, Mask

K = TypeVar("K", bound=Hashable)


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

    @classmethod
    def of(cls, mentees: Sequence[K], mentors: Sequence[K], value: Callable[[K, K], int]) -> Table:
        """Ask `value(mentee's class, mentor's class)` once for each two classes that occur."""
        rows, columns = dict.fromkeys(mentees), dict.fromkeys(mentors)
        values = [[int(value(row, column)) for column in columns] for row in rows]
        table = np.array(values, dtype=np.int64).reshape(len(rows), len(columns))
        return cls(_codes(mentees, rows), _codes(mentors, columns), table)

    def dense(self) -> Ints:
        """Return all of it."""
        return self.values[self.mentees][:, self.mentors]

    def at(self, mentees: Ints, mentors: Ints) -> Ints:
        """Return the cells of these pairs."""
        return self.values[self.mentees[mentees], self.mentors[mentors]]


def _codes(people: Sequence[K], classes: Iterable[K]) -> Ints:
    code = {key: index for index, key in enumerate(classes)}
    return np.array([code[key] for key in people], dtype=np.int64)


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
