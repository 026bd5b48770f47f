"""Another draft beside the present one, made with other settings, until an admin has chosen between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot import matching
from bot.flows import matching as rounds
from bot.flows import pairing
from bot.flows.matching import Question
from bot.flows.pairing import Form, Settings
from bot.flows.reasons import Labels
from bot.matching.insight import worth
from bot.rules import pairs as rules
from bot.rules.pairs import Ids
from storage.models import Role, Round, RoundState
from storage.work import Work

MOST_SCARCE = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One of two drafts: its settings, pairs with their scores, who is left and what these want to learn."""

    round_id: str
    settings: Settings
    scores: Mapping[Ids, int]
    left: Mapping[Role, int]
    scarce: tuple[str, ...]
    is_best: bool


@dataclass(frozen=True, slots=True)
class Both:
    """Two drafts of one round, and who takes part."""

    present: Side
    other: Side
    question: Question


@dataclass(frozen=True, slots=True)
class Column:
    """A draft in comparison; scores in thousandths, ``common`` and ``lowest`` by the present draft's."""

    settings: Settings
    pairs: int
    left: Mapping[Role, int]
    total: int
    common: int
    lowest: int | None
    scarce: tuple[str, ...]
    is_best: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two drafts side by side, and how many of the present one's pairs the other does not have."""

    draft_id: str
    other_id: str
    present: Column
    other: Column
    differ: int


def form(work: Work, admin_id: str, draft_id: str) -> Form:
    """Return the settings to start from: those of the alternative that stands, or the draft's."""
    draft = rounds.draft_or_refuse(work, admin_id, draft_id)
    start = work.pairs.alternative(draft_id) or draft
    return Form(*pairing.read(start.settings), round_id=draft_id)


def ask(work: Work, admin_id: str, draft_id: str, settings: Settings) -> Question:
    """Ask the draft's question with other settings; its locked and removed pairs stay."""
    question = rounds.ask(work, admin_id, draft_id)
    weights, hard = settings
    return replace(question, pool=replace(question.pool, weights=weights, rules=hard))


def record(work: Work, admin_id: str, draft_id: str, question: Question, answer: matching.Proposal) -> Round:
    """Keep an alternative beside the draft, in place of an earlier one."""
    draft = rounds.draft_to_change(work, admin_id, draft_id)
    if rounds.standing(work, draft) != (question.locked, question.removed, question.proposed):
        raise rules.DraftMoved
    _drop(work, work.pairs.alternative(draft_id))
    other = Round(
        id=work.new_id(),
        program_id=draft.program_id,
        number=draft.number,
        state=RoundState.ALTERNATIVE,
        seed=draft.seed,
        settings=pairing.stored((question.pool.weights, question.pool.rules)),
        beside=draft_id,
        made_by=admin_id,
        made_at=work.now,
    )
    work.session.add(other)
    rounds.write(work, other, answer, rounds.made_by_hand(work, draft))
    rounds.note(work, admin_id, "alternative proposed", draft_id)
    work.session.flush()
    return other


def look(work: Work, admin_id: str, draft_id: str) -> Both:
    """Return the draft and what stands beside it; refuses where nothing does."""
    draft = rounds.draft_or_refuse(work, admin_id, draft_id)
    other = work.pairs.alternative(draft_id)
    if other is None:
        raise rules.DraftGone
    question = rounds.ask(work, admin_id, draft_id)
    labels = Labels.of(work)
    return Both(_side(work, draft, question, labels), _side(work, other, question, labels), question)


def compare(both: Both) -> Comparison:
    """Put two drafts side by side, without the store."""
    weights, _ = both.present.settings
    question = replace(both.question, pool=replace(both.question.pool, weights=weights))
    mine, others = both.present.scores, both.other.scores
    common = worth(rounds.case_of(question), list({*mine, *others}))
    return Comparison(
        draft_id=both.present.round_id,
        other_id=both.other.round_id,
        present=_column(both.present, common),
        other=_column(both.other, common),
        differ=len(mine.keys() - others.keys()),
    )


def use(work: Work, admin_id: str, draft_id: str, other_id: str) -> Round:
    """Make the alternative the draft, and its settings the program's; refuses if the draft has changed."""
    draft = rounds.draft_to_change(work, admin_id, draft_id)
    other = _beside(work, draft_id, other_id)
    locked, removed, _ = rounds.standing(work, draft)
    others_locked, _, taken = rounds.standing(work, other)
    if set(locked) != set(others_locked) or removed & taken:
        raise rules.DraftMoved
    work.pairs.move_proposals(other_id, draft_id)
    draft.total, draft.bound, draft.is_certified = other.total, other.bound, other.is_certified
    draft.settings = dict(other.settings)
    work.program.get(draft.program_id).pairing = dict(other.settings)
    other.state = RoundState.DISCARDED
    rounds.note(work, admin_id, "alternative chosen", draft_id)
    return draft


def keep(work: Work, admin_id: str, draft_id: str, other_id: str) -> None:
    """Stay with the present draft and let the alternative go."""
    rounds.draft_or_refuse(work, admin_id, draft_id)
    _drop(work, _beside(work, draft_id, other_id))
    rounds.note(work, admin_id, "alternative dropped", draft_id)


def _beside(work: Work, draft_id: str, other_id: str) -> Round:
    other = work.pairs.alternative(draft_id)
    if other is None or other.id != other_id:
        raise rules.DraftGone
    return other


def _drop(work: Work, other: Round | None) -> None:
    if other is not None:
        work.pairs.forget_proposals(other.id)
        other.state = RoundState.DISCARDED


def _side(work: Work, round_: Round, question: Question, labels: Labels) -> Side:
    rows = work.pairs.unmatched(round_.id)
    candidates = question.pool.candidates
    missing = [
        skill
        for row in rows
        if row.role == Role.MENTEE and row.person_id in candidates
        for skill in candidates[row.person_id].wants
    ]
    return Side(
        round_id=round_.id,
        settings=pairing.read(round_.settings),
        scores={row.ids: row.score for row in work.pairs.placed(round_.id)},
        left=Counter(Role(row.role) for row in rows),
        scarce=tuple(labels.skills.get(one, one) for one, _ in Counter(missing).most_common(MOST_SCARCE)),
        is_best=round_.is_certified,
    )


def _column(side: Side, common: Mapping[Ids, int]) -> Column:
    """Measure a draft; a pair whose people have left since counts by the score it had."""
    measured = [common.get(pair, score) for pair, score in side.scores.items()]
    return Column(
        settings=side.settings,
        pairs=len(side.scores),
        left=side.left,
        total=sum(side.scores.values()),
        common=sum(measured),
        lowest=min(measured, default=None),
        scarce=side.scarce,
        is_best=side.is_best,
    )
