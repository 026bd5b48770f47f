"""Everybody who takes part in a round, and all that stands between them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.matching.candidates import Candidate
from bot.matching.hours import Span, working_day
from bot.matching.settings import Rules, Weights

Pair = tuple[str, str]  # (mentor, mentee)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The two sides of a round. Matrices over it have a row for each mentee and a column for each mentor."""

    mentors: tuple[Candidate, ...]
    mentees: tuple[Candidate, ...]
    on: date
    managers: Mapping[str, str] = field(default_factory=dict)
    not_with: frozenset[Pair] = frozenset()
    met: frozenset[Pair] = frozenset()
    removed: frozenset[Pair] = frozenset()
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)
    _ids: list[Mapping[str, int]] = field(default_factory=list, init=False, repr=False, compare=False)
    _days: dict[tuple[object, ...], Span] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, int]:
        """(mentees, mentors)."""
        return len(self.mentees), len(self.mentors)

    @property
    def places(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The row of each mentee's id, and the column of each mentor's."""
        if not self._ids:
            self._ids.extend(
                {one.id: at for at, one in enumerate(side)} for side in (self.mentees, self.mentors)
            )
        return self._ids[0], self._ids[1]

    def cells(self, pairs: Iterable[Pair], *, either_way: bool = False) -> list[tuple[int, int]]:
        """Return (row, column) of each (mentor id, mentee id) that is in the pool."""
        rows, columns = self.places
        found = [(rows[two], columns[one]) for one, two in pairs if two in rows and one in columns]
        return found + (self.cells(pair[::-1] for pair in pairs) if either_way else [])

    def day(self, candidate: Candidate) -> Span:
        """Return somebody's working day on the round's date."""
        hours = candidate.timezone, candidate.work_start, candidate.work_end
        if hours not in self._days:  # few differ, and a calendar is slow
            self._days[hours] = working_day(*hours, self.on)
        return self._days[hours]


def in_seeded_order(candidates: Iterable[Candidate], seed: int) -> list[Candidate]:
    """Return people in an order that depends on the seed and their ids only: it breaks ties.

    A newcomer does not change the order of the others. Neither does a new version of a random generator.
    """

    def lot(candidate: Candidate) -> bytes:
        return hashlib.sha256(f"{seed}:{candidate.id}".encode()).digest()

    return sorted(candidates, key=lot)
