"""How good a draft is, for an admin: its proof, what locks and rules cost, where to recruit, who is left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from bot.flows import matching
from bot.flows.matching import Question
from bot.flows.reasons import Labels
from bot.matching import Case, MatchingError, insight
from bot.matching.insight import Cost, Scarce, Spread
from bot.rules import pairs as rules
from bot.rules.pairs import Ids
from storage.models import Role
from storage.work import Work

LARGE = 1000  # people on a side; above it, what takes solving a dozen times waits for a click
LOCKS = 8  # locked pairs a page, each of which is solved again


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands, with all that it takes to solve it again."""

    round_id: str
    number: int
    question: Question
    scores: tuple[int, ...]
    mentors: int  # with a mentee
    left: tuple[tuple[Role, str], ...]  # role and kind of reason of everybody who is left
    total: int
    bound: int
    is_best: bool
    has_alternative: bool
    labels: Labels


@dataclass(frozen=True, slots=True)
class Shortage:
    """A skill to recruit for, by label; see `insight.Scarce`."""

    skill: str
    waiting: int
    mentors: int
    price: int
    more: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What was solved again: without each rule, without all locks, and the draft itself as it is now."""

    again: Cost
    rules: tuple[tuple[str, Cost], ...]
    locks: Cost
    scarce: tuple[Shortage, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """How good a draft is; ``costs`` is None until somebody asks, where the pool is large."""

    round_id: str
    number: int
    pairs: int
    locked: int
    total: int
    bound: int
    is_best: bool
    has_alternative: bool
    spread: Spread | None
    left: tuple[tuple[Role, str, int], ...]
    costs: Costs | None


@dataclass(frozen=True, slots=True)
class LockCosts:
    """What locked pairs cost, a page of them."""

    round_id: str
    page: int
    pages: int
    locks: tuple[tuple[Ids, Cost], ...]


def ask(work: Work, admin_id: str, round_id: str) -> Draft:
    """Gather a draft and its question, for an admin."""
    round_ = matching.draft_or_refuse(work, admin_id, round_id)
    rows = work.pairs.placed(round_id)
    return Draft(
        round_id=round_id,
        number=round_.number,
        question=matching.ask(work, admin_id, round_id),
        scores=tuple(row.score for row in rows),
        mentors=len({row.mentor_id for row in rows}),
        left=tuple((Role(row.role), str(row.reason["kind"])) for row in work.pairs.unmatched(round_id)),
        total=sum(row.score for row in rows),
        bound=round_.bound,
        is_best=round_.is_certified,
        has_alternative=work.pairs.alternative(round_id) is not None,
        labels=Labels.of(work),
    )


def study(draft: Draft, *, thoroughly: bool = False) -> Insight:
    """Say how good a draft is, without the store; a large one is solved again only when asked for."""
    case = matching.case_of(draft.question)
    left = Counter(draft.left)
    return Insight(
        round_id=draft.round_id,
        number=draft.number,
        pairs=len(draft.scores),
        locked=len(draft.question.locked),
        total=draft.total,
        bound=draft.bound,
        is_best=draft.is_best,
        has_alternative=draft.has_alternative,
        spread=insight.spread(draft.scores),
        left=tuple((role, kind, count) for (role, kind), count in left.most_common()),
        costs=_costs(draft, case) if thoroughly or case.size <= LARGE else None,
    )


def study_locks(draft: Draft, page: int = 0) -> LockCosts:
    """Say what each locked pair costs all together, a page at a time, without the store."""
    case = replace(matching.case_of(draft.question), keep=frozenset())
    pages = max(1, -(-len(case.locked) // LOCKS))
    page = min(max(page, 0), pages - 1)
    pairs = case.locked[page * LOCKS : (page + 1) * LOCKS]
    try:
        present = case.solve()
        locks = tuple((pair, insight.cost_of_lock(case, present, pair)) for pair in pairs)
    except MatchingError as problem:
        raise rules.CannotPropose(problem=str(problem)) from problem
    return LockCosts(draft.round_id, page, pages, locks)


def _costs(draft: Draft, case: Case) -> Costs:
    """Solve the round again and again; where costs are compared, nothing is kept for its own sake."""
    free = replace(case, keep=frozenset())
    try:
        again, present = case.solve(), free.solve()
        by_rule = insight.costs_of_rules(free, present)
        unlocked = replace(free, locked=()).solve() if case.locked else present
        missing = insight.scarce(free, present)
    except MatchingError as problem:
        raise rules.CannotPropose(problem=str(problem)) from problem
    return Costs(
        again=Cost(
            len(again.pairs) - len(draft.scores),
            len({pair.mentor for pair in again.pairs}) - draft.mentors,
            again.total - draft.total,
        ),
        rules=tuple(by_rule.items()),
        locks=insight.cost(present, unlocked),
        scarce=tuple(_shortage(one, draft.labels) for one in missing),
    )


def _shortage(one: Scarce, labels: Labels) -> Shortage:
    label = labels.skills.get(one.skill, one.skill)
    return Shortage(label, one.waiting, one.mentors, one.price, one.more)
