"""A round from end to end: people in, a draft with scores, reasons and proof out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.matching.candidates import Candidate, check_candidates
from bot.matching.chains import check_managers
from bot.matching.draft import Draft, Effort
from bot.matching.explain import Reason, Role, reasons, why_alone
from bot.matching.market import Ints
from bot.matching.pool import Pair, Pool, in_seeded_order
from bot.matching.rules import applying
from bot.matching.score import score
from bot.matching.settings import Rules, Weights

#: How many possible pairs are looked at together when it is asked why people are left.
MOST_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """A pair in a draft. The score is in thousandths of a point."""

    mentor: str
    mentee: str
    score: int
    reasons: tuple[Reason, ...]
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody whom a draft leaves alone in a role, why, and what would help (see `remedies.advise`)."""

    id: str
    role: Role
    reason: Reason
    advice: Reason | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft. `bound` is a total that no draft with the same locks and as many pairs exceeds.

    Kept pairs of an earlier draft count `Weights.stability` more in it; `stability` is what those here count,
    so that a proven draft has total + stability = bound.
    `certified`: everybody's first partners are proven the best there are, and so is each further partner
    beside those.
    """

    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]
    total: int
    bound: int
    certified: bool
    seed: int
    stability: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a pair made by hand would be: the names of the hard rules it breaks, its score and its reasons."""

    broken: tuple[str, ...]
    score: int
    reasons: tuple[Reason, ...]


def propose(
    candidates: Iterable[Candidate],
    *,
    managers: Mapping[str, str],
    not_with: frozenset[Pair],
    met: frozenset[Pair],
    locked: Sequence[Pair] = (),
    removed: frozenset[Pair] = frozenset(),
    keep: frozenset[Pair] = frozenset(),
    on: date,
    seed: int,
    weights: Weights | None = None,
    rules: Rules | None = None,
    effort: Effort | None = None,
) -> Proposal:
    """Propose pairs for a round on a date. Pairs of ids are (mentor, mentee).

    Most people first, then the best total, where each pair of an earlier draft (`keep`) counts
    `Weights.stability` more (at 0: as many of them as the best total allows), then chance by the seed; the
    order of the candidates does not matter. Everybody's first partner comes before anybody's second. Locked
    pairs stay, even against a rule: lock those who were told. `not_with` and `met` hold either way round;
    `managers` maps a person to their manager. Raises MatchingError.
    """
    people = list(candidates)
    check_candidates(people)
    check_managers(managers)
    people = in_seeded_order(people, seed)
    pool = Pool(
        mentors=tuple(person for person in people if person.mentor_capacity),
        mentees=tuple(person for person in people if person.mentee_capacity),
        on=on,
        managers=managers,
        not_with=not_with,
        met=met,
        removed=removed,
        weights=weights or Weights(),
        rules=rules or Rules(),
    )
    return _proposal(Draft.of(pool, locked, keep, effort), seed)


def check(
    mentor: Candidate,
    mentee: Candidate,
    *,
    managers: Mapping[str, str],
    not_with: frozenset[Pair],
    met: frozenset[Pair],
    on: date,
    weights: Weights | None = None,
    rules: Rules | None = None,
) -> Verdict:
    """Say what a pair made by hand would be. Capacities are not looked at. Raises MatchingError."""
    check_candidates([mentor] if mentor == mentee else [mentor, mentee])
    check_managers(managers)
    pool = Pool(
        mentors=(mentor,),
        mentees=(mentee,),
        on=on,
        managers=managers,
        not_with=not_with,
        met=met,
        weights=weights or Weights(),
        rules=rules or Rules(),
    )
    broken = tuple(rule.name for rule in applying(pool.rules) if rule.forbids(pool).any())
    only = np.zeros(1, dtype=np.int64)
    return Verdict(broken, int(score(pool)[0, 0]), reasons(pool, only, only)[0])


def _proposal(draft: Draft, seed: int) -> Proposal:
    pool = draft.pool
    cells = np.array(draft.pairs, dtype=np.int64).reshape(-1, 2)
    told = reasons(pool, cells[:, 0], cells[:, 1])
    pairs = [
        ProposedPair(pool.mentors[column].id, pool.mentees[row].id, points, why, index < draft.held)
        for index, ((row, column), points, why) in enumerate(
            zip(draft.pairs, draft.scores.tolist(), told, strict=True)
        )
    ]
    alone = [*_alone(pool, "mentor", draft.mentor_load), *_alone(pool, "mentee", draft.mentee_load)]
    return Proposal(
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.mentor, pair.mentee))),
        unmatched=tuple(sorted(alone, key=lambda one: (one.role, one.id))),
        total=sum(pair.score for pair in pairs),
        bound=draft.bound,
        certified=draft.certified,
        seed=seed,
        stability=draft.stability,
    )


def _alone(pool: Pool, role: Role, load: Ints) -> list[Unmatched]:
    people = pool.mentors if role == "mentor" else pool.mentees
    left = np.flatnonzero(load == 0).tolist()
    some = max(1, MOST_CELLS // max(1, *pool.shape))
    told = [
        reason for at in range(0, len(left), some) for reason in why_alone(pool, role, left[at : at + some])
    ]
    return [Unmatched(people[index].id, role, reason) for index, reason in zip(left, told, strict=True)]
