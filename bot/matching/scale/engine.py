"""A large pool that is solved, changed a little, and solved again from where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.draft import Draft
from bot.matching.errors import ContradictoryLock
from bot.matching.market import Ints, Mask, Progress
from bot.matching.pool import Pair, Pool
from bot.matching.scale.factors import Factors, factors, positions
from bot.matching.scale.market import Profiles
from bot.matching.scale.solver import Settings, Solver
from bot.matching.score import worth
from bot.matching.seats import Seats
from bot.matching.swaps import Cell, Swap, parted

#: How often people who would mentor each other are parted both ways before the better one is simply taken.
PATIENCE = 8


@dataclass(slots=True, eq=False)
class Engine:
    """A pool, what is locked in it, and how far it is solved.

    `lock`, `remove` and `leave` change it; the next `solve` begins with the prices and pairs of the last.
    """

    pool: Pool
    locked: list[Pair]
    keep: frozenset[Pair]
    short: Factors
    spread: bool = True
    settings: Settings = field(default_factory=Settings)
    solver: Solver | None = None  # of everybody's first partner
    gone: set[str] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        pool: Pool,
        *,
        locked: Iterable[Pair] = (),
        keep: frozenset[Pair] = frozenset(),
        spread: bool = True,
        settings: Settings | None = None,
    ) -> Engine:
        """Prepare a pool. Raises ContradictoryLock.

        With `spread` every mentor who can is given somebody before anybody has two: most people count.
        Without, most mentees do.
        """
        locked = list(locked)
        Seats.of(pool, locked)
        settings = settings or Settings()
        return cls(pool, locked, keep, factors(pool, keep, settings.tile), spread, settings)

    def solve(self, on_progress: Progress | None = None, stop_at: float = 0.0) -> Draft:
        """Make the best draft.

        `on_progress` hears, after each look at all pairs, how far the total is from its bound at most, as a
        part of it; with `stop_at` that may be left, and the draft is then not certified.
        """
        seats = Seats.of(self.pool, self.locked)
        bound, certified, scores = 0, True, [self._locked_scores(seats)]
        for partners in range(seats.longest):
            solver = self._begin(seats, partners)
            solver.solve(on_progress, stop_at)
            best, is_proven = self._parted(seats, solver)
            if partners == 0:
                self.solver = solver  # what was parted may go together again after a change
            limit = best.total + best.gap if is_proven else max(solver.total + solver.gap, best.total)
            bound += limit // self.short.finer * self.short.unit
            certified &= is_proven and best.gap == 0
            cells = self._cells(best)
            scores.append(self._scores(best, cells))
            for cell in cells:
                seats.add(cell)
        return self._draft(seats, np.concatenate(scores), bound, certified=certified)

    def prices(self) -> list[int]:
        """Return what one more place with each mentor of the pool would add to the total, once solved.

        Where it would let one more person in, that is what comes on top of it.
        """
        found = np.zeros(len(self.pool.mentors), dtype=np.int64)
        if solver := self.solver:
            price = np.where(solver.places > 0, solver.net.price, 0)
            lets_in = price > max(solver.market.most, solver.home // 2)
            price = np.maximum(np.where(lets_in, price - solver.home, price), 0)
            found[self.short.columns] = price // self.short.finer * self.short.unit
        return [int(price) for price in found]

    def lock(self, pair: Pair) -> None:
        """Keep a pair, even against a rule. Raises ContradictoryLock."""
        if not self.gone.isdisjoint(pair):
            raise ContradictoryLock(f"One of the locked pair {pair} has left the round. Unlock the pair.")
        Seats.of(self.pool, [*self.locked, pair])
        self.locked.append(pair)
        cell = self.pool.cells([pair])[0]
        if self.solver:
            back = Seats.of(self.pool).back(cell)
            self.solver.forbid(self._places([cell, back] if back else [cell]))
            self.solver.take(*self._places([cell])[0].tolist())

    def remove(self, pair: Pair) -> None:
        """Never propose a pair again."""
        self.pool = replace(self.pool, removed=self.pool.removed | {pair})
        cells = self._places(self.pool.cells([pair]))
        self.short = replace(self.short, patch=self.short.patch.with_forbidden(cells))
        if self.solver:
            self.solver.forbid(cells)

    def leave(self, person: str) -> None:
        """Let a person out of the round; who was locked to them looks again, and all is solved anew."""
        self.gone.add(person)
        if any(person in pair for pair in self.locked):
            self.locked = [pair for pair in self.locked if person not in pair]
            self.solver = None
        for row, mentee in enumerate(self.pool.mentees):
            if mentee.id == person and self.solver:
                self.solver.drop_mentee(int(positions(self.short.rows)[row]))
        for column, mentor in enumerate(self.pool.mentors):
            if mentor.id == person and self.solver:
                self.solver.drop_mentor(int(positions(self.short.columns)[column]))

    def _begin(self, seats: Seats, partners: int) -> Solver:
        if partners == 0 and self.solver:
            return self.solver
        short, pool = self.short, self.pool
        turn = (seats.mentee_load == partners) & (seats.mentee_room > 0) & self._here(pool.mentees)
        places = seats.mentor_room * self._here(pool.mentors)
        first = seats.mentor_load == 0 if self.spread else np.zeros(len(places), dtype=np.bool_)
        return Solver.of(
            Profiles(short).without(self._places(seats.taken())),
            places[short.columns],
            turn[short.rows],
            first[short.columns],
            self.settings,
        )

    def _parted(self, seats: Seats, solver: Solver) -> tuple[Solver, bool]:
        def swaps(attempt: Solver) -> list[Swap]:
            if (seats.mentor_rows < 0).all():  # nobody takes both roles
                return []
            cells = self._cells(attempt)
            chosen, values = set(cells), dict(zip(cells, attempt.values()[attempt.pairs[:, 0]], strict=True))
            backs = [(cell, seats.back(cell)) for cell in cells]
            found = [(one, two) for one, two in backs if two and two in chosen and one < two]
            return [(one, two) if values[one] <= values[two] else (two, one) for one, two in found]

        def without(attempt: Solver, cells: Sequence[Cell]) -> Solver:
            other = attempt.copy()
            other.forbid(self._places(cells))
            other.solve()
            return other

        return parted(
            solver, rank=lambda attempt: attempt.rank, swaps=swaps, without=without, patience=PATIENCE
        )

    def _here(self, people: tuple[Candidate, ...]) -> Mask:
        return np.array([person.id not in self.gone for person in people], dtype=np.bool_)

    def _cells(self, solver: Solver) -> list[Cell]:
        """Return a solver's pairs by their places in the pool."""
        pairs = solver.pairs
        rows, columns = self.short.rows[pairs[:, 0]], self.short.columns[pairs[:, 1]]
        return sorted(zip(rows.tolist(), columns.tolist(), strict=True))

    def _scores(self, solver: Solver, cells: Sequence[Cell]) -> Ints:
        """Return the scores of a solver's pairs, without what keeping them counts."""
        rows = self._places(cells)[:, 0]
        scores = solver.values()[rows] // self.short.finer * self.short.unit
        kept = {*self.pool.cells(self.keep)} if self.pool.weights.stability else set()
        return scores - self.pool.weights.stability * np.array(
            [cell in kept for cell in cells], dtype=np.int64
        )

    def _locked_scores(self, seats: Seats) -> Ints:
        rows, columns = np.array(seats.pairs, dtype=np.int64).reshape(-1, 2).T
        part = replace(
            self.pool,
            mentees=tuple(self.pool.mentees[row] for row in rows),
            mentors=tuple(self.pool.mentors[column] for column in columns),
        )
        return worth(part, np.arange(len(rows)), np.arange(len(rows)))

    def _places(self, cells: Iterable[Cell]) -> Ints:
        """Return where cells of the pool stand in the short form."""
        table = np.array(list(cells), dtype=np.int64).reshape(-1, 2)
        rows, columns = positions(self.short.rows)[table[:, 0]], positions(self.short.columns)[table[:, 1]]
        return np.stack([rows, columns], axis=1)

    def _draft(self, seats: Seats, scores: Ints, bound: int, *, certified: bool) -> Draft:
        if not self.gone:
            return Draft.seated(seats, self.keep, scores, bound, certified=certified)
        here = replace(
            self.pool,
            mentors=tuple(mentor for mentor in self.pool.mentors if mentor.id not in self.gone),
            mentees=tuple(mentee for mentee in self.pool.mentees if mentee.id not in self.gone),
        )
        present = Seats.of(here)
        ids = [(self.pool.mentors[column].id, self.pool.mentees[row].id) for row, column in seats.pairs]
        for cell in here.cells(ids):  # in the same order, as nobody who has a pair is gone
            present.add(cell)
        present.held = seats.held
        return Draft.seated(present, self.keep, scores, bound, certified=certified)
