"""The admin's round: from everybody who waits to a draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from bot import matching
from bot.flows import pairing
from bot.flows.pool import Pool, gather
from bot.flows.reasons import stored
from bot.matching import Case, MatchingError
from bot.rules import pairs as rules
from bot.rules.looks import LookOpen
from bot.rules.pairs import Ids
from storage.models import AuditEntry, Program, Round, RoundState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Question:
    """All that the engine needs, and how the draft stood when it was asked."""

    pool: Pool
    seed: int
    locked: tuple[Ids, ...]
    removed: frozenset[Ids]
    proposed: frozenset[Ids]


def ask(work: Work, admin_id: str, round_id: str | None = None) -> Question:
    """Gather everything for a round; refuses when a side is empty, or the draft to renew is gone."""
    work.people.require_admin(admin_id)
    if round_id is not None:
        draft_or_refuse(work, admin_id, round_id)
    program = work.program.current_or_refuse()
    draft = work.pairs.draft(program.id)
    if draft is not None and draft.is_open_to_look:
        raise LookOpen
    return question(work, program, draft)


def question(work: Work, program: Program, draft: Round | None) -> Question:
    """Gather everything for a round that renews a draft, or begins one; refuses when a side is empty."""
    pool = gather(work, program)
    places = pool.places.values()
    if not any(each.mentor for each in places) or not any(each.mentee for each in places):
        raise rules.NobodyToPair
    seed = draft.seed if draft else crc32(work.new_id().encode())
    return Question(pool, seed, *standing(work, draft))


def case_of(question: Question) -> Case:
    """Return a question as the engine is asked it; locks that are no longer possible fall away.

    What is proposed now stays where that costs nothing.
    """
    pool = question.pool
    possible = [pair for pair in question.locked if not pool.is_ruled_out(*pair)]
    locked, _ = rules.fitting(possible, pool.places)
    return Case(
        people=tuple(pool.candidates.values()),
        managers=pool.managers,
        not_with=pool.not_with,
        met=pool.met,
        locked=tuple(locked),
        removed=question.removed,
        keep=question.proposed,
        on=pool.on,
        seed=question.seed,
        weights=pool.weights,
        rules=pool.rules,
    )


def solve(question: Question) -> matching.Proposal:
    """Let the engine propose, without the store, so that others are served meanwhile.

    Those left alone are told what would help. Refuses profiles that the engine cannot work with.
    """
    case = case_of(question)
    try:
        return matching.advise(case, case.solve())
    except MatchingError as problem:
        raise rules.CannotPropose(problem=str(problem)) from problem


def record(work: Work, admin_id: str, question: Question, answer: matching.Proposal) -> Round:
    """Keep a proposal as the draft, in place of an earlier one; refuses if that was changed meanwhile."""
    work.people.require_admin(admin_id)
    program = work.program.current_or_refuse()
    draft = work.pairs.draft(program.id)
    if draft is not None and draft.is_open_to_look:
        raise LookOpen
    if standing(work, draft) != (question.locked, question.removed, question.proposed):
        raise rules.DraftMoved
    draft = draft or new_draft(work, program)
    keep(work, draft, question, answer, admin_id)
    note(work, admin_id, "pairs proposed", draft.id)
    return draft


def keep(work: Work, draft: Round, question: Question, answer: matching.Proposal, made_by: str) -> None:
    """Write a proposal into a draft, in place of what stood there."""
    by_hand = made_by_hand(work, draft)
    work.pairs.forget_proposals(draft.id)
    write(work, draft, answer, by_hand)
    draft.settings = pairing.stored((question.pool.weights, question.pool.rules))
    draft.made_by, draft.made_at = made_by, work.now
    work.session.flush()


def standing(work: Work, draft: Round | None) -> tuple[tuple[Ids, ...], frozenset[Ids], frozenset[Ids]]:
    """Return what is locked, removed and proposed in a draft: what the next answer builds upon."""
    rows = work.pairs.placed(draft.id) if draft else []
    removed = frozenset(work.pairs.removed_ids(draft.id)) if draft else frozenset[Ids]()
    return tuple(row.ids for row in rows if row.is_locked), removed, frozenset(row.ids for row in rows)


def made_by_hand(work: Work, draft: Round) -> frozenset[Ids]:
    """Return the pairs of a draft that an admin made."""
    return frozenset(row.ids for row in work.pairs.placed(draft.id) if row.is_by_hand)


def write(work: Work, round_: Round, answer: matching.Proposal, by_hand: Collection[Ids]) -> None:
    """Keep what the engine proposes as a round's."""
    work.pairs.add_proposals(_proposal(round_, pair, by_hand) for pair in answer.pairs)
    work.pairs.add_unmatched(_unmatched(round_, one) for one in answer.unmatched)
    round_.seed, round_.total, round_.bound = answer.seed, answer.total, answer.bound
    round_.is_certified = answer.certified


def propose(work: Work, admin_id: str) -> Round:
    """Make or renew the draft in one go; locked and removed pairs are kept."""
    asked = ask(work, admin_id)
    return record(work, admin_id, asked, solve(asked))


def discard(work: Work, admin_id: str, round_id: str) -> None:
    """Throw a draft away."""
    draft_or_refuse(work, admin_id, round_id).state = RoundState.DISCARDED
    work.looks.forget(round_id)
    note(work, admin_id, "draft discarded", round_id)


def draft_or_refuse(work: Work, admin_id: str, round_id: str) -> Round:
    """Return a draft for an admin; refuses once it was published or discarded."""
    work.people.require_admin(admin_id)
    draft = work.pairs.round(round_id)
    if draft is None or draft.state != RoundState.DRAFT:
        raise rules.DraftGone
    return draft


def draft_to_change(work: Work, admin_id: str, round_id: str) -> Round:
    """Return a draft that an admin may change; refuses while people are looking at it."""
    draft = draft_or_refuse(work, admin_id, round_id)
    if draft.is_open_to_look:
        raise LookOpen
    return draft


def note(work: Work, admin_id: str, action: str, subject: str) -> None:
    """Write down what an admin did."""
    work.program.add(
        AuditEntry(id=work.new_id(), at=work.now, actor_id=admin_id, action=action, subject=subject)
    )


def new_draft(work: Work, program: Program) -> Round:
    """Begin an empty draft."""
    number = len(work.pairs.published(program.id)) + 1
    return work.pairs.add(
        Round(id=work.new_id(), program_id=program.id, number=number, seed=0, made_by="", made_at=work.now)
    )


def _unmatched(round_: Round, one: matching.Unmatched) -> dict[str, Any]:
    return {
        "round_id": round_.id,
        "person_id": one.id,
        "role": one.role,
        "reason": stored(one.reason),
        "advice": stored(one.advice) if one.advice else {},
    }


def _proposal(draft: Round, pair: matching.ProposedPair, by_hand: Collection[Ids]) -> dict[str, Any]:
    return {
        "round_id": draft.id,
        "mentor_id": pair.mentor,
        "mentee_id": pair.mentee,
        "score": pair.score,
        "reasons": [stored(reason) for reason in pair.reasons],
        "is_locked": pair.is_locked,
        "is_by_hand": (pair.mentor, pair.mentee) in by_hand,
        "is_removed": False,
    }
