"""The draft in an admin's hands: look at a page of it, lock, remove, pair by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.flows.matching import draft_or_refuse, draft_to_change, note
from bot.flows.reasons import Labels, Told
from bot.rules.pairs import Ids
from bot.rules.refusals import Stale
from storage.drafts import Part
from storage.models import Proposal, Role, Round, Unmatched
from storage.work import Work

PAGE = 8  # pairs a page
SET_ASIDE = {"kind": "set_aside", "facts": {}}


class Show(StrEnum):
    """Which part of a draft an admin looks at."""

    ALL = "all"
    LOWEST = "lowest"
    UNMATCHED = "unmatched"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposed pair as an admin sees it; points are whole and friendly."""

    mentor_id: str
    mentee_id: str
    points: int
    reasons: tuple[Told, ...]
    is_locked: bool
    is_by_hand: bool


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody whom the draft leaves without a partner, why, and what would help."""

    person_id: str
    role: Role
    why: Told
    advice: Told | None


@dataclass(frozen=True, slots=True)
class Gaze:
    """The look that people are having at their proposed partners: how many said something, of how many."""

    ends_at: datetime
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a draft. ``size`` counts what the chosen part holds, ``page`` starts at 0."""

    round_id: str
    number: int
    show: Show
    page: int
    size: int
    pairs: tuple[Shown, ...]
    alone: tuple[Alone, ...]
    paired: int
    locked: int
    left: int
    removed: int
    is_best: bool
    department: str = ""
    departments: tuple[str, ...] = ()
    gaze: Gaze | None = None
    is_looked_at: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.size // PAGE))


def look(
    work: Work, admin_id: str, round_id: str, show: Show = Show.ALL, page: int = 0, *, department: str = ""
) -> Board:
    """Return a page of a draft; a page beyond the end becomes the last one."""
    draft = draft_or_refuse(work, admin_id, round_id)
    size = _size(work, round_id, show, department)
    page = min(max(page, 0), max(0, (size - 1) // PAGE))
    labels = Labels.of(work)
    return Board(
        round_id=round_id,
        number=draft.number,
        show=show,
        page=page,
        size=size,
        pairs=tuple(_shown(row, labels) for row in _pairs_of(work, round_id, show, page, department)),
        alone=tuple(_alone(row, labels) for row in _left_of(work, round_id, show, page, department)),
        paired=work.drafts.count(Part(round_id)),
        locked=work.drafts.count(Part(round_id, is_locked=True)),
        left=work.drafts.count_unmatched(round_id),
        removed=work.drafts.count(Part(round_id, is_removed=True)),
        is_best=draft.is_certified,
        department=department,
        departments=tuple(work.people.departments()),
        gaze=_gaze(work, draft),
        is_looked_at=draft.is_looked_at,
    )


def lock(work: Work, admin_id: str, round_id: str, pair: Ids, *, locked: bool) -> None:
    """Keep a pair whenever the draft is run again, or let it move again."""
    draft_to_change(work, admin_id, round_id)
    _proposal_or_refuse(work, round_id, pair).is_locked = locked


def remove(work: Work, admin_id: str, round_id: str, pair: Ids) -> None:
    """Take a pair out of the draft and keep it out when it is run again."""
    draft_to_change(work, admin_id, round_id).is_certified = False
    proposal = _proposal_or_refuse(work, round_id, pair)
    proposal.is_removed, proposal.is_locked, proposal.is_by_hand = True, False, False
    work.session.flush()
    note_alone(work, round_id, [pair])
    note(work, admin_id, "pair removed from draft", f"{round_id} {pair[0]} {pair[1]}")


def allow(work: Work, admin_id: str, round_id: str, pair: Ids) -> None:
    """Let a removed pair be proposed again in the next run."""
    draft_to_change(work, admin_id, round_id)
    proposal = work.pairs.proposal(round_id, *pair)
    if proposal is None or not proposal.is_removed:
        raise Stale
    work.session.delete(proposal)


def note_alone(work: Work, round_id: str, pairs: Iterable[Ids]) -> None:
    """Note who has no partner in a role any more, now that these pairs are out of the draft."""
    kept = work.pairs.proposed_ids(round_id)
    teaching, learning = {mentor for mentor, _ in kept}, {mentee for _, mentee in kept}
    for mentor_id, mentee_id in pairs:
        for person_id, role, busy in (
            (mentor_id, Role.MENTOR, teaching),
            (mentee_id, Role.MENTEE, learning),
        ):
            if person_id not in busy:
                row = Unmatched(round_id=round_id, person_id=person_id, role=role, reason=SET_ASIDE)
                work.session.merge(row)
    work.session.flush()


def _proposal_or_refuse(work: Work, round_id: str, pair: Ids) -> Proposal:
    proposal = work.pairs.proposal(round_id, *pair)
    if proposal is None or proposal.is_removed:
        raise Stale
    return proposal


def _gaze(work: Work, draft: Round) -> Gaze | None:
    if draft.look_ends_at is None or draft.is_looked_at:
        return None
    return Gaze(draft.look_ends_at, *work.looks.count(draft.id))


def _size(work: Work, round_id: str, show: Show, department: str) -> int:
    if show is Show.UNMATCHED:
        return work.drafts.count_unmatched(round_id, department)
    return work.drafts.count(Part(round_id, is_removed=show is Show.REMOVED, department=department))


def _pairs_of(work: Work, round_id: str, show: Show, page: int, department: str) -> list[Proposal]:
    if show is Show.UNMATCHED:
        return []
    part = Part(round_id, is_removed=show is Show.REMOVED, department=department)
    return work.drafts.pairs(part, lowest_first=show is Show.LOWEST, skip=page * PAGE, most=PAGE)


def _left_of(work: Work, round_id: str, show: Show, page: int, department: str) -> list[Unmatched]:
    if show is not Show.UNMATCHED:
        return []
    return work.drafts.unmatched(round_id, department, skip=page * PAGE, most=PAGE)


def _shown(row: Proposal, labels: Labels) -> Shown:
    return Shown(
        mentor_id=row.mentor_id,
        mentee_id=row.mentee_id,
        points=round(row.score / 1000),
        reasons=tuple(labels.told(reason) for reason in row.reasons),
        is_locked=row.is_locked,
        is_by_hand=row.is_by_hand,
    )


def _alone(row: Unmatched, labels: Labels) -> Alone:
    return Alone(row.person_id, Role(row.role), labels.told(row.reason), labels.advised(row.advice))
