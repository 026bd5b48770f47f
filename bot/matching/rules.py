"""The hard rules: who may never be paired, as a table. What is unknown (None) forbids nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.matching.candidates import Candidate
from bot.matching.chains import chain_above
from bot.matching.errors import BadRules
from bot.matching.hours import minutes_together
from bot.matching.market import Mask
from bot.matching.pool import Pair, Pool
from bot.matching.score import score
from bot.matching.settings import Rules
from bot.matching.terms import Product, Table, cells


@dataclass(frozen=True, slots=True)
class Rule:
    """A hard rule: its name, what it says, and a mask of the pairs (mentees x mentors) that it forbids.

    A switchable rule may be named in `Rules.off`. A private one is never told to anybody but the person it
    protects.
    """

    name: str
    sentence: str
    forbids: Callable[[Pool], Mask]
    is_switchable: bool = True
    is_private: bool = False


def _self(pool: Pool) -> Mask:
    return cells(pool.shape, pool.cells((mentor.id, mentor.id) for mentor in pool.mentors))


def _removed(pool: Pool) -> Mask:
    return cells(pool.shape, pool.cells(pool.removed))


def _not_with(pool: Pool) -> Mask:
    return cells(pool.shape, pool.cells(pool.not_with, either_way=True))


def _met(pool: Pool) -> Mask:
    return cells(pool.shape, pool.cells(pool.met, either_way=True))


def _chain(pool: Pool) -> Mask:
    people = {candidate.id for candidate in (*pool.mentors, *pool.mentees)}
    lines: list[Pair] = [
        (manager, person)
        for person in people
        for manager in chain_above(person, pool.managers)[: pool.rules.chain_distance]
        if manager in people
    ]
    return cells(pool.shape, pool.cells(lines, either_way=True))


def _team(pool: Pool) -> Mask:
    return (
        Table.of(
            [mentee.team for mentee in pool.mentees],
            [mentor.team for mentor in pool.mentors],
            lambda one, other: bool(one) and one == other,
        ).dense()
        > 0
    )


def _level(pool: Pool) -> Mask:
    return (
        Table.of(
            [mentee.level for mentee in pool.mentees],
            [mentor.level for mentor in pool.mentors],
            lambda one, other: one is not None and other is not None and one - other < pool.rules.level_gap,
        ).dense()
        > 0
    )


def _language(pool: Pool) -> Mask:
    return (
        Table.of(
            [mentee.languages for mentee in pool.mentees],
            [mentor.languages for mentor in pool.mentors],
            lambda one, other: one.isdisjoint(other),
        ).dense()
        > 0
    )


def _hours(pool: Pool) -> Mask:
    return (
        Table.of(
            [pool.day(mentee) for mentee in pool.mentees],
            [pool.day(mentor) for mentor in pool.mentors],
            lambda one, other: minutes_together(one, other) < pool.rules.overlap_minutes,
        ).dense()
        > 0
    )


def _format(pool: Pool) -> Mask:
    def way(candidate: Candidate) -> tuple[str, str | None]:
        return candidate.format, candidate.place

    return (
        Table.of(
            [way(mentee) for mentee in pool.mentees], [way(mentor) for mentor in pool.mentors], _cannot_meet
        ).dense()
        > 0
    )


def _cannot_meet(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    formats = {one[0], other[0]}
    is_same_place = bool(one[1]) and one[1] == other[1]
    return "in_person" in formats and ("video" in formats or not is_same_place)


def _skills(pool: Pool) -> Mask:
    wanted = [mentee.wants for mentee in pool.mentees]
    offers = Product.of(wanted, [mentor.offers for mentor in pool.mentors]).dense() > 0
    return ~offers & np.array([bool(wants) for wants in wanted], dtype=np.bool_)[:, None]


def _floor(pool: Pool) -> Mask:
    floor = pool.rules.floor
    return np.zeros(pool.shape, dtype=np.bool_) if floor is None else score(pool) < floor


RULES = (
    Rule("self", "Nobody mentors themselves.", _self, is_switchable=False),
    Rule(
        "removed", "An admin took this pair out of the draft.", _removed, is_switchable=False, is_private=True
    ),
    Rule("not_with", "These two cannot be paired.", _not_with, is_switchable=False, is_private=True),
    Rule("met", "These two have been a pair before.", _met, is_switchable=False),
    Rule("chain", "One of them is above the other in the management chain.", _chain),
    Rule("team", "They work in the same team.", _team),
    Rule("level", "The mentee's job level is not far enough above the mentor's.", _level),
    Rule("skills", "The mentor offers nothing that the mentee wants to learn.", _skills),
    Rule("language", "They share no language.", _language),
    Rule("hours", "Their working hours have too little time in common.", _hours),
    Rule("format", "They would meet in ways or places that do not fit together.", _format),
    Rule("floor", "They fit less than this program asks for.", _floor),
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
