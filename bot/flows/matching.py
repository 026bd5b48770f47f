"""The admin's round: from everybody who waits to a draft, to pairs, and back while nobody was told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from bot import matching
from bot.flows import pairing, pairs
from bot.flows.pool import Pool, gather
from bot.flows.reasons import stored
from bot.matching import Case, MatchingError
from bot.rules import pairs as rules
from bot.rules.messages import Kind
from bot.rules.pairs import Ids
from storage.models import AuditEntry, Program, Proposal, Round, RoundState, Unmatched
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Question:
    """All that the engine needs, and how the draft stood when it was asked."""

    pool: Pool
    seed: int
    locked: tuple[Ids, ...]
    removed: frozenset[Ids]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: how many pairs it made, and how many it left out because things had changed."""

    round_id: str
    pairs: int
    left_out: int
    tells_from: datetime


def ask(work: Work, admin_id: str, round_id: str | None = None) -> Question:
    """Gather everything for a round; refuses when a side is empty, or the draft to renew is gone."""
    work.people.require_admin(admin_id)
    if round_id is not None:
        draft_or_refuse(work, admin_id, round_id)
    program = work.program.current_or_refuse()
    pool = gather(work, program)
    places = pool.places.values()
    if not any(each.mentor for each in places) or not any(each.mentee for each in places):
        raise rules.NobodyToPair
    draft = work.pairs.draft(program.id)
    seed = draft.seed if draft else crc32(work.new_id().encode())
    return Question(pool, seed, _locked(work, draft), _removed(work, draft))


def case_of(question: Question) -> Case:
    """Return a question as the engine is asked it; locks that are no longer possible fall away."""
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
    if (_locked(work, draft), _removed(work, draft)) != (question.locked, question.removed):
        raise rules.DraftMoved
    draft = draft or _new_draft(work, program)
    by_hand = {(row.mentor_id, row.mentee_id) for row in work.pairs.proposals(draft.id) if row.is_by_hand}
    work.pairs.forget_proposals(draft.id)
    write(work, draft, answer, by_hand)
    draft.settings = pairing.stored((question.pool.weights, question.pool.rules))
    draft.made_by, draft.made_at = admin_id, work.now
    note(work, admin_id, "pairs proposed", draft.id)
    work.session.flush()
    return draft


def write(work: Work, round_: Round, answer: matching.Proposal, by_hand: Collection[Ids]) -> None:
    """Keep what the engine proposes as a round's."""
    work.pairs.add_all(_proposal(round_, pair, by_hand) for pair in answer.pairs)
    work.pairs.add_all(_unmatched(round_, one) for one in answer.unmatched)
    round_.seed, round_.total, round_.bound = answer.seed, answer.total, answer.bound
    round_.is_certified = answer.certified


def propose(work: Work, admin_id: str) -> Round:
    """Make or renew the draft in one go; locked and removed pairs are kept."""
    question = ask(work, admin_id)
    return record(work, admin_id, question, solve(question))


def discard(work: Work, admin_id: str, round_id: str) -> None:
    """Throw a draft away."""
    draft_or_refuse(work, admin_id, round_id).state = RoundState.DISCARDED
    note(work, admin_id, "draft discarded", round_id)


def publish(work: Work, admin_id: str, round_id: str) -> Published:
    """Make every proposed pair a pair and owe everybody their message, all or nothing.

    Pairs that a change since the draft has made impossible are left out. Nobody is told before the undo
    window closes.
    """
    draft = draft_or_refuse(work, admin_id, round_id)
    pool = gather(work, work.program.current_or_refuse())
    proposals = {(row.mentor_id, row.mentee_id): row for row in work.pairs.proposals(round_id)}
    in_order = sorted(proposals.values(), key=lambda row: not row.is_locked)
    possible = [ids for row in in_order if not pool.is_ruled_out(*(ids := (row.mentor_id, row.mentee_id)))]
    chosen, _ = rules.fitting(possible, pool.places)
    if not chosen:
        raise rules.EmptyDraft
    draft.state, draft.published_at = RoundState.PUBLISHED, work.now
    tells_from = work.now + rules.UNDO_WINDOW
    for ids in chosen:
        pairs.introduce(work, draft, *ids, proposals[ids].reasons, not_before=tells_from)
    _tell_others(work, draft, tells_from)
    note(work, admin_id, "round published", round_id)
    return Published(round_id, len(chosen), len(proposals) - len(chosen), tells_from)


def undo(work: Work, admin_id: str, round_id: str) -> Round:
    """Turn a published round back into a draft; refuses once the first message has left."""
    work.people.require_admin(admin_id)
    published = work.pairs.round(round_id)
    if published is None or published.state != RoundState.PUBLISHED:
        raise rules.DraftGone
    if not may_undo(work, published):
        raise rules.TooLateToUndo
    for pair in work.pairs.of_round(round_id):
        pairs.retract(work, pair)
    work.outbox.erase(_reason(round_id))
    published.state, published.published_at = RoundState.DRAFT, None
    note(work, admin_id, "publication undone", round_id)
    return published


def may_undo(work: Work, published: Round) -> bool:
    """Tell whether nobody has been told of a round yet, and no draft was begun after it."""
    return not work.outbox.has_left(_reason(published.id)) and not work.pairs.draft(published.program_id)


def draft_or_refuse(work: Work, admin_id: str, round_id: str) -> Round:
    """Return a draft for an admin; refuses once it was published or discarded."""
    work.people.require_admin(admin_id)
    draft = work.pairs.round(round_id)
    if draft is None or draft.state != RoundState.DRAFT:
        raise rules.DraftGone
    return draft


def note(work: Work, admin_id: str, action: str, subject: str) -> None:
    """Write down what an admin did."""
    work.program.add(
        AuditEntry(id=work.new_id(), at=work.now, actor_id=admin_id, action=action, subject=subject)
    )


def _tell_others(work: Work, round_: Round, tells_from: datetime) -> None:
    """Owe a word to everybody who stays without a partner, and the announcement to the channel."""
    for person_id in pairs.waiting(work, round_.program_id):
        work.outbox.owe(
            Kind.UNMATCHED,
            f"{_reason(round_.id)}unmatched:{person_id}",
            person=person_id,
            facts={"round": round_.id},
            not_before=tells_from,
        )
    program = work.program.get(round_.program_id)
    if program.channel_id:
        work.outbox.owe(
            Kind.PAIRS_ANNOUNCEMENT,
            f"{_reason(round_.id)}announcement",
            channel=program.channel_id,
            facts={"round": round_.id},
            not_before=work.now + rules.ANNOUNCED_AFTER,
        )


def _reason(round_id: str) -> str:
    """Return how the keys of all messages of a round begin."""
    return f"round:{round_id}:"


def _new_draft(work: Work, program: Program) -> Round:
    number = len(work.pairs.published(program.id)) + 1
    draft = Round(
        id=work.new_id(), program_id=program.id, number=number, seed=0, made_by="", made_at=work.now
    )
    work.session.add(draft)
    return draft


def _unmatched(round_: Round, one: matching.Unmatched) -> Unmatched:
    advice = stored(one.advice) if one.advice else {}
    return Unmatched(
        round_id=round_.id, person_id=one.id, role=one.role, reason=stored(one.reason), advice=advice
    )


def _proposal(draft: Round, pair: matching.ProposedPair, by_hand: Collection[Ids]) -> Proposal:
    return Proposal(
        round_id=draft.id,
        mentor_id=pair.mentor,
        mentee_id=pair.mentee,
        score=pair.score,
        reasons=[stored(reason) for reason in pair.reasons],
        is_locked=pair.is_locked,
        is_by_hand=(pair.mentor, pair.mentee) in by_hand,
    )


def _locked(work: Work, draft: Round | None) -> tuple[Ids, ...]:
    rows = work.pairs.proposals(draft.id) if draft else []
    return tuple((row.mentor_id, row.mentee_id) for row in rows if row.is_locked)


def _removed(work: Work, draft: Round | None) -> frozenset[Ids]:
    rows = work.pairs.removed(draft.id) if draft else []
    return frozenset((row.mentor_id, row.mentee_id) for row in rows)
