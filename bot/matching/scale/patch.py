"""Single pairs that differ from what classes say: forbidden ones, and those of an earlier draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import Ints

FORBIDDEN = -1

#: Up to so many more are put in one by one; a sort of all takes longer.
FEW = 8


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """For each row its columns in order, and what each is worth more; FORBIDDEN wins."""

    start: Ints
    column: NDArray[np.int32]
    value: Ints

    @classmethod
    def of(cls, count: int, cells: Ints, values: Ints) -> Patch:
        """Sort cells (row, column) with their values; of two for one cell the forbidding one stays."""
        order = np.lexsort((values, cells[:, 1], cells[:, 0]))
        cells, values = cells[order], values[order]
        fresh = np.ones(len(cells), dtype=np.bool_)
        fresh[1:] = (cells[1:] != cells[:-1]).any(axis=1)
        cells, values = cells[fresh], values[fresh]
        start = np.searchsorted(cells[:, 0], np.arange(count + 1))
        return cls(start.astype(np.int64), cells[:, 1].astype(np.int32), values)

    def cells(self) -> Ints:
        """Return all cells, (row, column)."""
        rows = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        return np.stack([rows, self.column], axis=1)

    def some(self, columns: Ints, width: int) -> Patch:
        """Return the cells of some of the columns (in order, of `width`), which are numbered anew."""
        number = np.full(width, -1, dtype=np.int32)
        number[columns] = np.arange(len(columns))
        column = number[self.column]
        stays = column >= 0
        start = np.concatenate([[0], np.cumsum(stays, dtype=np.int64)])[self.start]
        return Patch(start, column[stays], self.value[stays])

    def with_forbidden(self, cells: Iterable[tuple[int, int]]) -> Patch:
        """Forbid some more."""
        more = np.array(list(cells), dtype=np.int64).reshape(-1, 2)
        if len(more) <= FEW:
            return self._with_few(more)
        values = np.full(len(more), FORBIDDEN)
        return Patch.of(
            len(self.start) - 1, np.concatenate([self.cells(), more]), np.concatenate([self.value, values])
        )

    def _with_few(self, cells: Ints) -> Patch:
        patch = self
        for row, column in cells.tolist():
            first, last = patch.start[row : row + 2]
            at = int(first + np.searchsorted(patch.column[first:last], column))
            if at < last and patch.column[at] == column:
                value = patch.value.copy()
                value[at] = FORBIDDEN
                patch = Patch(patch.start, patch.column, value)
            else:
                start = patch.start + (np.arange(len(patch.start)) > row)
                column_, value = np.insert(patch.column, at, column), np.insert(patch.value, at, FORBIDDEN)
                patch = Patch(start, column_, value)
        return patch


def cells_of_same(rows: Ints, columns: Ints) -> Ints:
    """Return the cells (row, column) in which two codes are equal and not -1."""
    order = np.argsort(columns, kind="stable")
    first = np.searchsorted(columns[order], rows, side="left")
    count = np.where(rows < 0, 0, np.searchsorted(columns[order], rows, side="right") - first)
    at = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    return np.stack([np.repeat(np.arange(len(rows)), count), order[at]], axis=1)
