"""How good a draft is: what locks and rules cost, which skills are scarce, how the scores are spread.

Costs are not estimated: the round is solved again without the lock or the rule. Two drafts differ by what
more there would be without it, all people together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from statistics import median_low

import numpy as np

from bot.matching.assignment import assign
from bot.matching.candidates import Candidate
from bot.matching.case import Case
from bot.matching.pool import Pair, Pool
from bot.matching.proposal import Proposal
from bot.matching.rules import applying, forbidden
from bot.matching.score import points, score
from bot.matching.sizes import wants_scale

MOST_SCARCE = 3
MOST_BARS = 8
STEPS = (1, 2, 5)  # and their tenfolds: how many points a bar is wide
POINT = 1000
USUAL_SKILL = 2
AT_ONCE = 4_000_000  # possible pairs looked at in one go
FORBIDDEN = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Cost:
    """What more there would be without something: pairs, mentors with a mentee, total score in thousandths.

    The score can be less: more people come before a better total.
    """

    pairs: int = 0
    mentors: int = 0
    score: int = 0


@dataclass(frozen=True, slots=True)
class Scarce:
    """A skill to recruit for.

    `waiting` mentees without a mentor want it, `mentors` offer it; `price` is what one more place with one of
    them would add on average, in thousandths; with `waiting` (at least one) more mentors who fit in all
    other ways, `more` people would have one, by solving again.
    """

    skill: str
    waiting: int
    mentors: int
    price: int
    more: int


@dataclass(frozen=True, slots=True)
class Bar:
    """How many pairs score from `low` up to below `high` whole points."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How the scores of a draft lie, in thousandths."""

    lowest: int
    median: int
    highest: int
    bars: tuple[Bar, ...]


def cost(present: Proposal, without: Proposal) -> Cost:
    """Return what more there is in a draft that was made without something."""
    return Cost(
        len(without.pairs) - len(present.pairs),
        len({pair.mentor for pair in without.pairs}) - len({pair.mentor for pair in present.pairs}),
        without.total - present.total,
    )


def costs_of_rules(case: Case, present: Proposal) -> dict[str, Cost]:
    """Return what each switchable rule costs, solved again without it; of the chain, without its long reach.

    A rule that alone forbids no pair costs nothing, which needs no solving.
    """
    alone = forbid_alone(case.pool())
    return {
        rule.name: cost(present, case.without_rule(rule.name).solve()) if rule.name in alone else Cost()
        for rule in applying(case.rules)
        if rule.is_switchable and _may_differ(case, rule.name)
    }


def _may_differ(case: Case, name: str) -> bool:
    if name == "chain":
        return case.rules.chain_distance != 1
    return name != "floor" or case.rules.floor is not None


def forbid_alone(pool: Pool, at_once: int = AT_ONCE) -> set[str]:
    """Return the rules that alone forbid some pair; ``at_once`` possible pairs are looked at together."""
    open_rules = {rule.name: rule for rule in applying(pool.rules)}
    some = max(1, at_once // max(1, len(pool.mentors)))
    found: set[str] = set()
    for start in range(0, len(pool.mentees), some):
        part = replace(pool, mentees=pool.mentees[start : start + some])
        masks = {name: rule.forbids(part) for name, rule in open_rules.items()}
        only = np.sum(list(masks.values()), axis=0, dtype=np.uint8) == 1
        found |= {name for name, mask in masks.items() if (mask & only).any()}
        if found == open_rules.keys():
            break
    return found


def cost_of_lock(case: Case, present: Proposal, pair: Pair) -> Cost:
    """Return what a locked pair costs all together, solved again without the lock."""
    return cost(present, case.without_lock(pair).solve())


def scarce(case: Case, present: Proposal) -> tuple[Scarce, ...]:
    """Return the skills sought most: those that waiting mentees want, then those whose places are dearest."""
    people = {person.id: person for person in case.people}
    left = [people[one.id] for one in present.unmatched if one.role == "mentee"]
    waiting = Counter(skill for mentee in left for skill in mentee.wants)
    offered = Counter(skill for person in case.people if person.mentor_capacity for skill in person.offers)
    prices = _prices(case)
    worth = {skill: price for skill, price in prices.items() if price > 0}
    in_order = sorted({*waiting, *worth}, key=lambda one: (-waiting[one], -worth.get(one, 0), one))
    return tuple(
        Scarce(
            skill,
            waiting[skill],
            offered[skill],
            prices.get(skill, 0),
            cost(present, case.with_people(*_recruits(case, skill, max(1, waiting[skill]))).solve()).pairs,
        )
        for skill in in_order[:MOST_SCARCE]
    )


def _prices(case: Case) -> dict[str, int]:
    """Return by skill what one more place with a mentor who offers it would add, on average."""
    pool = case.pool()
    prices = _places_worth(pool) if all(pool.shape) else ()
    by_skill: dict[str, list[int]] = {}
    for mentor, price in zip(pool.mentors, prices, strict=True):
        for skill in mentor.offers:
            by_skill.setdefault(skill, []).append(price)
    return {skill: sum(each) // len(each) for skill, each in by_skill.items()}


def _places_worth(pool: Pool) -> Sequence[int]:
    """Return for each mentor what one more place would add; the matrix of a large pool is never held."""
    if wants_scale(*pool.shape):
        from bot.matching.scale import Engine  # compiles; small pools need none of it

        engine = Engine.of(pool, spread=False)
        engine.solve()
        return engine.prices()
    found = assign(
        np.where(forbidden(pool), FORBIDDEN, score(pool)),
        [mentor.mentor_capacity for mentor in pool.mentors],
        [mentee.mentee_capacity for mentee in pool.mentees],
    )
    return [int(price) for price in found.prices.tolist()]


def _recruits(case: Case, skill: str, count: int) -> Iterator[Candidate]:
    """Yield mentors who offer a skill, and whom nothing else keeps from anybody."""
    spoken = frozenset(code for person in case.people for code in person.languages)
    for number in range(count):
        yield Candidate(
            id=f"recruit {number} for {skill}",
            mentor_capacity=1,
            work_start=time(0),
            work_end=time(23, 59),
            languages=spoken,
            offers={skill: USUAL_SKILL},
        )


def spread(scores: Iterable[int]) -> Spread | None:
    """Return how scores (in thousandths) lie, in bars of whole points; None where there are none."""
    known = sorted(scores)
    if not known:
        return None
    low, high = known[0] // POINT, known[-1] // POINT
    wide = next(
        step * 10**power
        for power in range(20)
        for step in STEPS
        if high // (step * 10**power) - low // (step * 10**power) < MOST_BARS
    )
    counts = Counter(one // POINT // wide for one in known)
    bars = (Bar(n * wide, (n + 1) * wide, counts[n]) for n in range(low // wide, high // wide + 1))
    return Spread(known[0], median_low(known), known[-1], tuple(bars))


def worth(case: Case, pairs: Sequence[Pair]) -> dict[Pair, int]:
    """Return the score of these pairs (mentor, mentee) by a case's weights, without unknown ones."""
    pool = case.pool()
    rows = {mentee.id: row for row, mentee in enumerate(pool.mentees)}
    columns = {mentor.id: column for column, mentor in enumerate(pool.mentors)}
    known = [(mentor, mentee) for mentor, mentee in pairs if mentor in columns and mentee in rows]
    mentees = np.array([rows[mentee] for _, mentee in known], dtype=np.int64)
    mentors = np.array([columns[mentor] for mentor, _ in known], dtype=np.int64)
    worths = np.sum(list(points(pool, mentees, mentors).values()), axis=0)
    return dict(zip(known, map(int, worths), strict=True))
