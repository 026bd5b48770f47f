"""The hard rules: who may never be paired, as a table. What is unknown (None) forbids nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from operator import attrgetter

import numpy as np

from bot.matching.chains import levels_above
from bot.matching.errors import BadRules
from bot.matching.hours import Span, minutes_together
from bot.matching.market import Ints, Mask
from bot.matching.pool import Pair, Pool
from bot.matching.score import SKILLS, job_level, score
from bot.matching.settings import Rules
from bot.matching.terms import Classes, Same, Shared


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Some pairs among many: (row, column) of those in a pool."""

    cells: Callable[[Pool], Ints]

    @classmethod
    def named(cls, pairs: Callable[[Pool], Iterable[Pair]], *, either_way: bool = False) -> Exceptions:
        """Those of ids, (mentor, mentee)."""
        return cls(lambda pool: _as_cells(pool.cells(pairs(pool), either_way=either_way)))


@dataclass(frozen=True, slots=True)
class NothingShared:
    """Who has nothing in common, unless the mentee has nothing at all."""

    shared: Shared


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """Who scores less than the program asks for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule: its name, what it says, and whom it forbids, by its form (`Classes`: not 0).

    A switchable rule may be named in `Rules.off`. A private one is never told to anybody but the person it
    protects.
    """

    name: str
    sentence: str
    form: Classes | Same | Exceptions | NothingShared | BelowFloor
    is_switchable: bool = True
    is_private: bool = False

    def forbids(self, pool: Pool) -> Mask:
        """Return a mask of the pairs (mentees x mentors) that it forbids."""
        match self.form:
            case Classes() as classes:
                return np.not_equal(classes.term(pool).dense(), 0)
            case Same() as same:
                return same.mask(pool)
            case Exceptions() as exceptions:
                mask = np.zeros(pool.shape, dtype=np.bool_)
                mask[tuple(exceptions.cells(pool).T)] = True
                return mask
            case NothingShared(shared):
                has_any = np.array([bool(shared.mentee(mentee)) for mentee in pool.mentees], dtype=np.bool_)
                return np.equal(shared.term(pool).dense(), 0) & has_any[:, None]
            case BelowFloor():
                floor = pool.rules.floor
                return np.zeros(pool.shape, dtype=np.bool_) if floor is None else score(pool) < floor


def _as_cells(pairs: Sequence[tuple[int, int]]) -> Ints:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _self(pool: Pool) -> Iterator[Pair]:
    return ((mentor.id, mentor.id) for mentor in pool.mentors)


def _chain(pool: Pool) -> Ints:
    """Return who is above whom, either way, as far as the program looks."""
    rows, columns = pool.places
    bosses = _above(list(rows), columns, pool)
    return np.concatenate([bosses, _above(list(columns), rows, pool)[:, ::-1]])


def _above(people: Sequence[str], others: Mapping[str, int], pool: Pool) -> Ints:
    """Return (person, other) where one of the others is above a person, by their numbers."""
    found = [np.empty((0, 2), dtype=np.int64)]
    for numbers, bosses in islice(levels_above(people, pool.managers), pool.rules.chain_distance):
        places = np.fromiter(map(others.get, bosses, repeat(-1)), dtype=np.int64, count=len(bosses))
        cells = np.stack([np.array(numbers, dtype=np.int64), places], axis=1)
        found.append(cells[places >= 0])
    return np.concatenate(found)


def _level(pool: Pool, one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one - other < pool.rules.level_gap


def _language(_: Pool, one: frozenset[str], other: frozenset[str]) -> bool:
    return one.isdisjoint(other)


def _hours(pool: Pool, one: Span, other: Span) -> bool:
    return minutes_together(one, other) < pool.rules.overlap_minutes


def _format(_: Pool, one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    formats = {one[0], other[0]}
    is_same_place = bool(one[1]) and one[1] == other[1]
    return "in_person" in formats and ("video" in formats or not is_same_place)


RULES = (
    Rule("self", "Nobody mentors themselves.", Exceptions.named(_self), is_switchable=False),
    Rule(
        "removed",
        "An admin took this pair out of the draft.",
        Exceptions.named(attrgetter("removed")),
        is_switchable=False,
        is_private=True,
    ),
    Rule(
        "not_with",
        "These two cannot be paired.",
        Exceptions.named(attrgetter("not_with"), either_way=True),
        is_switchable=False,
        is_private=True,
    ),
    Rule(
        "met",
        "These two have been a pair before.",
        Exceptions.named(attrgetter("met"), either_way=True),
        is_switchable=False,
    ),
    Rule(
        "chain",
        "One of them is above the other in the management chain.",
        Exceptions(_chain),
    ),
    Rule("team", "They work in the same team.", Same(attrgetter("team"))),
    Rule(
        "level",
        "The mentee's job level is not far enough above the mentor's.",
        Classes(job_level, _level),
    ),
    Rule("skills", "The mentor offers nothing that the mentee wants to learn.", NothingShared(SKILLS)),
    Rule("language", "They share no language.", Classes(lambda _, who: who.languages, _language)),
    Rule("hours", "Their working hours have too little time in common.", Classes(Pool.day, _hours)),
    Rule(
        "format",
        "They would meet in ways or places that do not fit together.",
        Classes(lambda _, who: (who.format, who.place), _format),
    ),
    Rule("floor", "They fit less than this program asks for.", BelowFloor()),
)


def applying(rules: Rules) -> tuple[Rule, ...]:
    """Return the rules that are on. Raises BadRules for a name in `off` that is unknown or must stay on."""
    switchable = {rule.name for rule in RULES if rule.is_switchable}
    for name in sorted(rules.off - switchable):
        raise BadRules(
            f"The rule {name!r} cannot be switched off. These can: {', '.join(sorted(switchable))}."
        )
    return tuple(rule for rule in RULES if rule.name not in rules.off)


def forbidden(pool: Pool) -> Mask:
    """Return the pairs (mentees x mentors) that any rule forbids."""
    mask = np.zeros(pool.shape, dtype=np.bool_)
    for rule in applying(pool.rules):
        mask |= rule.forbids(pool)
    return mask
