"""A pool in the short form that a pass over all its pairs reads: people as rows of small whole numbers.

The score of a pair is a sum over what the two have in common and over classes they belong to, so that it can
be added up from one vector (over all mentors) for each thing and each class. Hard rules are classes too, of a
value so far below 0 that no score mends it. What fits no class (chains, "not with", former pairs, teams) is a
patch: a few entries a mentee. Everything is divided by the unit that all weights share, and so mostly fits
into 16 bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.market import Ints
from bot.matching.pool import Pair, Pool
from bot.matching.rules import Exceptions, NothingShared, applying
from bot.matching.scale.patch import FORBIDDEN, Patch, cells_of_same
from bot.matching.score import PARTS, SKILLS
from bot.matching.terms import Classes, Coded, Same, Shared, Table

Small = NDArray[np.int32]

#: Mentors in one step of a pass: what is read then stays in a processor's cache.
TILE = 512

#: A rule like "not the same team" is a patch while it concerns fewer mentors than this for each mentee.
PATCHED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Everything about a pool that a pass needs, and in which order.

    Row r is mentee `rows[r]` of the pool, column c mentor `columns[c]`: those of one class of the `base`
    table (the one that forbids most) stand together, so that whole tiles are skipped. Values are in `unit`
    thousandths, times `finer`. Vectors are tiles x things x mentors; number 0 is empty.
    """

    rows: Ints
    columns: Ints
    unit: int
    finer: int
    most: int  # no pair is worth more
    forbidden: int
    floor: int
    vectors: NDArray[Any]
    base: NDArray[Any]
    row_class: Small
    column_class: Small
    gated: NDArray[np.bool_]  # who must find something they want
    wants: tuple[Ints, Small, NDArray[Any], int]
    others: tuple[Ints, Small]
    patch: Patch

    @property
    def size(self) -> tuple[int, int]:
        """(mentees, mentors)."""
        return len(self.rows), len(self.columns)

    def some(self, columns: Ints) -> Factors:
        """Return the same people with some of the mentors, in this order."""
        _, things, tile = self.vectors.shape
        tiles = -(-len(columns) // tile)
        vectors = np.zeros((things, tiles * tile), dtype=self.vectors.dtype)
        vectors[:, : len(columns)] = self.vectors[columns // tile, :, columns % tile].T
        classes = np.full(tiles * tile, self.base.shape[1] - 1, dtype=np.int32)
        classes[: len(columns)] = self.column_class.reshape(-1)[columns]
        return replace(
            self,
            columns=self.columns[columns],
            vectors=np.ascontiguousarray(vectors.reshape(things, tiles, tile).transpose(1, 0, 2)),
            column_class=classes.reshape(tiles, tile),
            patch=self.patch.some(columns, len(self.columns)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Things:
    """What two people may share: for each mentee a list, for each mentor a column."""

    start: Ints
    index: Ints
    count: Ints
    vectors: Ints
    most: int

    def one_by_one(self, at: int) -> tuple[Ints, Ints]:
        """Return the lists with each thing as often as it counts; the first thing has number `at`."""
        ends = np.concatenate([[0], np.cumsum(self.count)])
        return ends[self.start], np.repeat(self.index + at, self.count)


def factors(pool: Pool, kept: Iterable[Pair] = (), tile: int = TILE) -> Factors:
    """Bring a pool into its short form; pairs of an earlier draft (`kept`) count `Weights.stability` more.

    Where that is 0 they count less than one thousandth together.
    """
    weights = pool.weights
    keep = pool.cells(kept)
    finer = len(keep) + 1 if keep and not weights.stability else 1
    used = [part.weight(weights) for part in PARTS if part.weight(weights)] + (
        [weights.stability] if keep else []
    )
    unit = math.gcd(*used) or 1
    step = {part.name: part.weight(weights) // unit * finer for part in PARTS}
    return _Builder(pool, step, unit, finer, keep, max(1, weights.stability // unit), tile).build()


@dataclass(slots=True)
class _Table:
    """A table of classes: what it adds, and where it forbids."""

    table: Table
    adds: Ints
    forbids: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """How many of all pairs it forbids."""
        mentees = np.bincount(self.table.mentees, minlength=self.forbids.shape[0])
        mentors = np.bincount(self.table.mentors, minlength=self.forbids.shape[1])
        return float(mentees @ self.forbids @ mentors / max(1, mentees.sum() * mentors.sum()))

    def values(self, forbidden: int) -> Ints:
        """Return what it adds, or forbidden."""
        return np.where(self.forbids, forbidden, self.adds)


@dataclass(slots=True)
class _Builder:
    """Reads parts and rules, each in its form, and puts them together."""

    pool: Pool
    step: Mapping[str, int]
    unit: int
    finer: int
    keep: list[tuple[int, int]]
    bonus: int
    tile: int
    coded: dict[Any, tuple[Coded, Coded]] = field(default_factory=dict)  # what is read of people, by its key

    def build(self) -> Factors:
        pool, step = self.pool, self.step
        rules = applying(pool.rules)
        gates = [rule.form.shared for rule in rules if isinstance(rule.form, NothingShared)]
        gate = gates[0] if gates else None
        main = gate or SKILLS
        main_weight = sum(step[part.name] for part in PARTS if part.form is main)
        shared = [
            self._things(part.form, step[part.name])
            for part in PARTS
            if isinstance(part.form, Shared) and part.form is not main and step[part.name]
        ]
        wanted = self._things(main, 1)
        tables = self._tables()
        most = wanted.most * main_weight + sum(things.most for things in shared)
        most += sum(int(table.adds.max(initial=0)) for table in tables) + (self.bonus if self.keep else 0)
        forbidden = -most - 1
        dtype = smallest(-forbidden * (len(tables) + 2))
        base = max(tables, key=lambda table: table.share)
        rows, columns = _in_order(base, mentees=True), _in_order(base, mentees=False)
        width = -(-len(columns) // self.tile) * self.tile
        blocks = [np.zeros((1, width), dtype=dtype), self._block(wanted.vectors, columns, width, dtype)]
        lists: list[tuple[Ints, Ints]] = []
        at = 1 + len(wanted.vectors)
        for things in shared:
            blocks.append(self._block(things.vectors, columns, width, dtype))
            lists.append(things.one_by_one(at))
            at += len(things.vectors)
        for table in tables:
            if table is not base:
                values = table.values(forbidden)[:, table.table.mentors]
                blocks.append(self._block(values, columns, width, dtype))
                lists.append((np.arange(len(rows) + 1, dtype=np.int64), table.table.mentees + at))
                at += len(values)
        floor = pool.rules.floor if any(rule.name == "floor" for rule in rules) else None
        gated = np.array([bool(gate and gate.mentee(mentee)) for mentee in pool.mentees], dtype=np.bool_)
        want_start, want_index, want_count = _reorder(rows, wanted.start, wanted.index + 1, wanted.count)
        line = np.full((base.adds.shape[0], base.adds.shape[1] + 1), forbidden, dtype=dtype)
        line[:, :-1] = base.values(forbidden)
        column_class = np.full(width, base.adds.shape[1], dtype=np.int32)
        column_class[: len(columns)] = base.table.mentors[columns]
        vectors = np.concatenate(blocks).reshape(at, -1, self.tile).transpose(1, 0, 2)
        return Factors(
            rows=rows,
            columns=columns,
            unit=self.unit,
            finer=self.finer,
            most=most,
            forbidden=forbidden,
            floor=0 if floor is None else max(0, -(-floor // self.unit) * self.finer),
            vectors=np.ascontiguousarray(vectors),
            base=line,
            row_class=base.table.mentees[rows].astype(np.int32),
            column_class=column_class.reshape(-1, self.tile),
            gated=gated[rows],
            wants=(want_start, want_index.astype(np.int32), want_count.astype(dtype), main_weight),
            others=_merge(rows, lists),
            patch=self._patch(rows, columns),
        )

    def _tables(self) -> list[_Table]:
        """Return all classes, those of the same people's classes in one; at least one table."""
        pool = self.pool
        found: list[_Table] = []
        for part in PARTS:
            if isinstance(part.form, Classes) and self.step[part.name]:
                table = self._table(part.form)
                _join(found, table, self.step[part.name] * table.values, table.values < 0)
        for rule in applying(pool.rules):
            if isinstance(rule.form, Classes):
                table = self._table(rule.form)
                _join(found, table, np.zeros_like(table.values), table.values != 0)
            elif isinstance(rule.form, Same) and not self._is_patched(rule.form):
                mentees, mentors = rule.form.codes(pool)
                same = np.eye(max(mentees.max(initial=-1), mentors.max(initial=-1)) + 2, dtype=np.bool_)
                same[-1] = False
                _join(
                    found,
                    Table(mentees, mentors, same.astype(np.int64)),
                    np.zeros(same.shape, dtype=np.int64),
                    same,
                )
        return found or [_empty_table(pool)]

    def _table(self, form: Classes) -> Table:
        if form.key not in self.coded:
            self.coded[form.key] = form.coded(self.pool)
        return form.compared(self.pool, *self.coded[form.key])

    def _is_patched(self, same: Same) -> bool:
        mentees, mentors = same.codes(self.pool)
        size = max(mentees.max(initial=-1), mentors.max(initial=-1)) + 2
        both = np.bincount(mentees + 1, minlength=size)[1:] @ np.bincount(mentors + 1, minlength=size)[1:]
        return bool(both <= PATCHED * len(mentees))

    def _patch(self, rows: Ints, columns: Ints) -> Patch:
        pool = self.pool
        parts = [(np.array(self.keep, dtype=np.int64).reshape(-1, 2), self.bonus)]
        for rule in applying(pool.rules):
            if isinstance(rule.form, Exceptions):
                parts.append((rule.form.cells(pool), FORBIDDEN))
            elif isinstance(rule.form, Same) and self._is_patched(rule.form):
                parts.append((cells_of_same(*rule.form.codes(pool)), FORBIDDEN))
        cells = np.concatenate([cells for cells, _ in parts])
        values = np.concatenate([np.full(len(cells), value, dtype=np.int64) for cells, value in parts])
        places = np.stack([positions(rows)[cells[:, 0]], positions(columns)[cells[:, 1]]], axis=1)
        return Patch.of(len(rows), places, values)

    def _things(self, shared: Shared, step: int) -> _Things:
        mentees = _Lists.of(map(shared.mentee, self.pool.mentees))
        mentors = _Lists.of(map(shared.mentor, self.pool.mentors))
        both = {*mentees.keys}.intersection(mentors.keys)
        code = {key: index for index, key in enumerate(sorted(both))}
        start, index, count = mentees.known(code)
        column, thing, much = mentors.known(code)
        width = len(self.pool.mentors)
        vectors = np.zeros((len(code), width), dtype=np.int64)
        vectors[thing, np.repeat(np.arange(width), np.diff(column))] = much * step
        best = vectors.max(axis=1, initial=0)
        total = np.concatenate([[0], np.cumsum(best[index].astype(np.int64) * count)])
        most = int((total[start[1:]] - total[start[:-1]]).max(initial=0))
        return _Things(start, index, count, vectors, most)

    def _block(self, values: Ints, columns: Ints, width: int, dtype: Any) -> NDArray[Any]:
        block = np.zeros((len(values), width), dtype=dtype)
        block[:, : len(columns)] = values[:, columns]
        return block


def _empty_table(pool: Pool) -> _Table:
    table = Table(
        np.zeros(len(pool.mentees), dtype=np.int64),
        np.zeros(len(pool.mentors), dtype=np.int64),
        np.zeros((1, 1), dtype=np.int64),
    )
    return _Table(table, table.values, np.zeros((1, 1), dtype=np.bool_))


def _join(found: list[_Table], table: Table, adds: Ints, forbids: NDArray[np.bool_]) -> None:
    for one in found:
        if np.array_equal(one.table.mentees, table.mentees) and np.array_equal(
            one.table.mentors, table.mentors
        ):
            one.adds, one.forbids = one.adds + adds, one.forbids | forbids
            return
    found.append(_Table(table, adds, forbids))


@dataclass(frozen=True, slots=True, eq=False)
class _Lists:
    """What people have, one after the other: flat, as many small objects would be slow to keep."""

    lengths: list[int]
    keys: list[str]
    counts: list[int]

    @classmethod
    def of(cls, people: Iterable[Mapping[str, int]]) -> _Lists:
        lists = cls([], [], [])
        for counts in people:
            lists.lengths.append(len(counts))
            lists.keys.extend(counts)
            lists.counts.extend(counts.values())
        return lists

    def known(self, code: Mapping[str, int]) -> tuple[Ints, Ints, Ints]:
        """Return everybody's known things as compressed lists: start, number, count."""
        index = np.fromiter(map(code.get, self.keys, repeat(-1)), dtype=np.int64, count=len(self.keys))
        stays = index >= 0
        ends = np.concatenate([[0], np.cumsum(self.lengths, dtype=np.int64)])
        start = np.concatenate([[0], np.cumsum(stays, dtype=np.int64)])[ends]
        return start, index[stays], np.array(self.counts, dtype=np.int64)[stays]


def _reorder(rows: Ints, start: Ints, *flat: Ints) -> tuple[Ints, ...]:
    """Bring compressed lists into the order of `rows`."""
    lengths = np.diff(start)[rows]
    fresh = np.concatenate([[0], np.cumsum(lengths)])
    at = np.repeat(start[:-1][rows] - fresh[:-1], lengths) + np.arange(fresh[-1])
    return fresh, *(values[at] for values in flat)


def _merge(rows: Ints, lists: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Small]:
    """Chain each person's lists of several kinds."""
    count = len(rows)
    owner = np.concatenate([np.repeat(np.arange(count), np.diff(start)) for start, _ in lists] or [rows[:0]])
    index = np.concatenate([index for _, index in lists] or [rows[:0]])
    order = np.argsort(owner, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count), dtype=np.int64)])
    start, index = _reorder(rows, start, index[order])
    return start, index.astype(np.int32)


def _in_order(base: _Table, *, mentees: bool) -> Ints:
    """Return people so that those of one class stand together, beside those who are open to the same."""
    pattern = base.forbids if mentees else base.forbids.T
    place = positions(np.lexsort(pattern.T[::-1]) if pattern.size else np.arange(len(pattern)))
    codes = base.table.mentees if mentees else base.table.mentors
    return np.argsort(place[codes], kind="stable")


def positions(order: Ints) -> Ints:
    """Return where each number stands in an order of all."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def smallest(largest: int) -> Any:
    """Return the smallest type of whole numbers that a pass may add up to this size in."""
    for dtype in (np.int16, np.int32):
        if largest <= np.iinfo(dtype).max:
            return dtype
    return np.int64
