"""The draft in an admin's hands: look at a page of it, lock, remove, pair by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.flows.matching import draft_or_refuse, note
from bot.flows.reasons import Labels, Told
from bot.rules.pairs import Ids
from bot.rules.refusals import Stale
from storage.models import Proposal, Role, Unmatched
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

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.size // PAGE))


def look(work: Work, admin_id: str, round_id: str, show: Show = Show.ALL, page: int = 0) -> Board:
    """Return a page of a draft; a page beyond the end becomes the last one."""
    draft = draft_or_refuse(work, admin_id, round_id)
    paired, locked = work.pairs.count_proposals(round_id)
    left, removed = work.pairs.count_unmatched(round_id), work.pairs.removed(round_id)
    size = {Show.UNMATCHED: left, Show.REMOVED: len(removed)}.get(show, paired)
    page = min(max(page, 0), max(0, (size - 1) // PAGE))
    labels = Labels.of(work)
    return Board(
        round_id=round_id,
        number=draft.number,
        show=show,
        page=page,
        size=size,
        pairs=tuple(_shown(row, labels) for row in _pairs_of(work, round_id, show, page, removed)),
        alone=tuple(_alone(row, labels) for row in _left_of(work, round_id, show, page)),
        paired=paired,
        locked=locked,
        left=left,
        removed=len(removed),
        is_best=draft.is_certified,
    )


def lock(work: Work, admin_id: str, round_id: str, pair: Ids, *, locked: bool) -> None:
    """Keep a pair whenever the draft is run again, or let it move again."""
    draft_or_refuse(work, admin_id, round_id)
    _proposal_or_refuse(work, round_id, pair).is_locked = locked


def remove(work: Work, admin_id: str, round_id: str, pair: Ids) -> None:
    """Take a pair out of the draft and keep it out when it is run again."""
    draft_or_refuse(work, admin_id, round_id).is_certified = False
    proposal = _proposal_or_refuse(work, round_id, pair)
    proposal.is_removed, proposal.is_locked, proposal.is_by_hand = True, False, False
    work.session.flush()
    note_alone(work, round_id, [pair])
    note(work, admin_id, "pair removed from draft", f"{round_id} {pair[0]} {pair[1]}")


def allow(work: Work, admin_id: str, round_id: str, pair: Ids) -> None:
    """Let a removed pair be proposed again in the next run."""
    draft_or_refuse(work, admin_id, round_id)
    proposal = work.pairs.proposal(round_id, *pair)
    if proposal is None or not proposal.is_removed:
        raise Stale
    work.session.delete(proposal)


def note_alone(work: Work, round_id: str, pairs: Iterable[Ids]) -> None:
    """Note who has no partner in a role any more, now that these pairs are out of the draft."""
    kept = work.pairs.proposals(round_id)
    teaching, learning = {row.mentor_id for row in kept}, {row.mentee_id for row in kept}
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


def _pairs_of(work: Work, round_id: str, show: Show, page: int, removed: list[Proposal]) -> list[Proposal]:
    if show is Show.UNMATCHED:
        return []
    if show is Show.REMOVED:
        return removed[page * PAGE : (page + 1) * PAGE]
    return work.pairs.proposals(round_id, lowest_first=show is Show.LOWEST, skip=page * PAGE, most=PAGE)


def _left_of(work: Work, round_id: str, show: Show, page: int) -> list[Unmatched]:
    is_wanted = show is Show.UNMATCHED
    return work.pairs.unmatched(round_id, skip=page * PAGE, most=PAGE) if is_wanted else []


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
