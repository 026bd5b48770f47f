"""The best partners for somebody who comes late, among those who still have room: nobody is moved.

What everybody offers, wants and is gets sorted once (`Board.of`); asking is then a matter of milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import numpy as np

from bot.matching.candidates import Candidate, check_candidates
from bot.matching.explain import Role
from bot.matching.market import Ints, Mask
from bot.matching.pool import Pair, Pool
from bot.matching.rules import BelowFloor, Exceptions, NothingShared, Rule, applying
from bot.matching.score import PARTS
from bot.matching.terms import Classes, Same, Shared


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair that could be made, and its score in thousandths of a point."""

    mentor: str
    mentee: str
    score: int


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """Everybody in a role: what classes they are in, and who has which thing how much."""

    role: Role
    people: tuple[Candidate, ...]
    index: Mapping[str, int]
    places: Ints
    classes: Mapping[Classes | Same, tuple[list[Any], Ints]]
    things: Mapping[Shared, Mapping[str, tuple[Ints, Ints]]]

    @classmethod
    def of(cls, pool: Pool, role: Role) -> _Side:
        people = pool.mentors if role == "mentor" else pool.mentees
        forms = [*(part.form for part in PARTS), *(rule.form for rule in applying(pool.rules))]
        shared = {form.shared if isinstance(form, NothingShared) else form for form in forms}
        return cls(
            role,
            people,
            {one.id: at for at, one in enumerate(people)},
            np.array([attrgetter(f"{role}_capacity")(one) for one in people], dtype=np.int64),
            {form: _classes(pool, form, people) for form in forms if isinstance(form, Classes | Same)},
            {form: _things(form, role, people) for form in shared if isinstance(form, Shared)},
        )

    def ids(self, other: str, index: int) -> Pair:
        """Return (mentor, mentee) for one of this side and somebody else."""
        mine = self.people[index].id
        return (mine, other) if self.role == "mentor" else (other, mine)

    def with_room(self, pairs: Sequence[Pair]) -> Mask:
        """Mark who takes one more."""
        load = np.zeros(len(self.people), dtype=np.int64)
        for pair in pairs:
            at = self.index.get(pair[self.role == "mentee"], -1)
            load[at] += at >= 0
        return np.less(load, self.places)

    def worth(self, pool: Pool, form: Classes | Shared, candidate: Candidate) -> Ints:
        """Return how often a part counts for each of this side with a candidate."""
        if isinstance(form, Shared):
            return self.common(form, candidate)
        keys, codes = self.classes[form]
        own = form.key(pool, candidate)
        turns = [(own, key) if self.role == "mentor" else (key, own) for key in keys]
        return np.array([form.value(pool, *turn) for turn in turns] or [0], dtype=np.int64)[codes]

    def common(self, form: Shared, candidate: Candidate) -> Ints:
        """Return what each of this side has in common with a candidate."""
        total = np.zeros(len(self.people), dtype=np.int64)
        counts = form.mentee(candidate) if self.role == "mentor" else form.mentor(candidate)
        for thing, count in counts.items():
            if thing in self.things[form]:
                people, much = self.things[form][thing]
                total[people] += much * count
        return total

    def forbids(self, pool: Pool, rule: Rule, candidate: Candidate, score: Ints) -> Mask:
        """Mark those of this side whom a rule forbids a candidate, but for single exceptions."""
        match rule.form:
            case Classes() as classes:
                return np.not_equal(self.worth(pool, classes, candidate), 0)
            case Same() as same:
                keys, codes = self.classes[same]
                own = same.key(candidate)
                return np.equal(codes, keys.index(own) if own and own in keys else -1)
            case NothingShared(shared):
                wants = [bool(shared.mentee(one)) for one in self.people] if self.role == "mentee" else None
                asks = bool(shared.mentee(candidate)) if wants is None else np.array(wants, dtype=np.bool_)
                return np.equal(self.common(shared, candidate), 0) & asks
            case BelowFloor():
                return np.less(score, pool.rules.floor or 0)
            case Exceptions():
                return np.zeros(len(self.people), dtype=np.bool_)


def _classes(pool: Pool, form: Classes | Same, people: Sequence[Candidate]) -> tuple[list[Any], Ints]:
    """Return all classes, and the number of each person's."""
    keys = [form.key(pool, one) if isinstance(form, Classes) else form.key(one) for one in people]
    code = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return list(code), np.array([code[key] for key in keys], dtype=np.int64)


def _things(form: Shared, role: Role, people: Sequence[Candidate]) -> dict[str, tuple[Ints, Ints]]:
    """Return, for each thing, who has it and how much."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, one in enumerate(people):
        for thing, count in (form.mentor(one) if role == "mentor" else form.mentee(one)).items():
            found.setdefault(thing, []).append((index, count))
    pairs = {thing: np.array(some, dtype=np.int64) for thing, some in found.items()}
    return {thing: (some[:, 0], some[:, 1]) for thing, some in pairs.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A pool that latecomers may be suggested to, and how many of its places are taken."""

    pool: Pool
    mentors: _Side
    mentees: _Side

    @classmethod
    def of(cls, pool: Pool) -> Board:
        """Sort a pool."""
        return cls(pool, _Side.of(pool, "mentor"), _Side.of(pool, "mentee"))

    def suggest(
        self, candidate: Candidate, role: Role, pairs: Sequence[Pair], most: int = 5
    ) -> list[Suggestion]:
        """Return the best partners for somebody in a role, best first.

        `pairs` (mentor, mentee) are those there are: who is full is left out. All hard rules hold. Raises
        MatchingError for a profile that cannot be.
        """
        check_candidates([candidate])
        pool = self.pool
        side = self.mentors if role == "mentee" else self.mentees
        score = np.zeros(len(side.people), dtype=np.int64)
        for part in PARTS:
            score += part.weight(pool.weights) * side.worth(pool, part.form, candidate)
        closed = ~side.with_room(pairs)
        for rule in applying(pool.rules):
            closed |= side.forbids(pool, rule, candidate, score)
        taken = frozenset(pairs)
        open_ = np.flatnonzero(~closed)
        found: list[Suggestion] = []
        for index in open_[np.argsort(-score[open_], kind="stable")].tolist():
            if len(found) == most:
                break
            if not self._is_exception(side, index, candidate, taken):
                found.append(Suggestion(*side.ids(candidate.id, index), int(score[index])))
        return found

    def _is_exception(self, side: _Side, index: int, candidate: Candidate, taken: frozenset[Pair]) -> bool:
        """Tell whether two people are kept apart by name, or are a pair."""
        one = side.people[index]
        mentor, mentee = (one, candidate) if side.role == "mentor" else (candidate, one)
        both = frozenset({(mentor.id, mentee.id), (mentee.id, mentor.id)})
        two = replace(
            self.pool,
            mentors=(mentor,),
            mentees=(mentee,),
            not_with=both & self.pool.not_with,
            met=both & self.pool.met,
            removed=both & self.pool.removed,
        )
        by_name = [rule for rule in applying(two.rules) if isinstance(rule.form, Exceptions)]
        return not both.isdisjoint(taken) or any(rule.forbids(two).any() for rule in by_name)
