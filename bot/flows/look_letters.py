"""What people read in the look before a round is published, and its admin afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.flows import publishing
from bot.flows.pair_letters import Half, half
from bot.flows.reasons import Labels, Told
from bot.matching.hours import Span, minutes_together, working_day
from storage.drafts import Part
from storage.models import Look, MemberState, OutboxMessage, Proposal, Round, RoundState, Side
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Card:
    """A proposed partner; ``minutes`` of a day in which both work, ``is_fine`` and ``is_vetoed`` as said."""

    half: Half
    mentor_id: str
    mentee_id: str
    reasons: tuple[Told, ...]
    minutes: int
    is_fine: bool
    is_vetoed: bool

    @property
    def is_mentor(self) -> bool:
        """Whether the proposed partner would be the mentor."""
        return self.half.person_id == self.mentor_id


@dataclass(frozen=True, slots=True)
class Cards:
    """The partners who are proposed to somebody, until when they may look; one no is theirs."""

    round_id: str
    ends_at: datetime
    cards: tuple[Card, ...]
    may_veto: bool


@dataclass(frozen=True, slots=True)
class LookOver:
    """What an admin reads at the end of a look; ``is_published`` where that happened by itself."""

    round_id: str
    pairs: int
    left: int
    is_published: bool
    is_undoable: bool


def look_to_tell(work: Work, message: OutboxMessage) -> Cards | None:
    """Return the cards of somebody who is asked; None once they are away, or the look is over."""
    draft = work.pairs.round(str(message.facts["round"]))
    person_id = str(message.person_id)
    if draft is None or draft.state != RoundState.DRAFT or not draft.is_open_to_look:
        return None
    if not _is_there(work, person_id, draft):
        return None
    shown = [look for look in work.looks.of(draft.id, person_id) if _is_there(work, look.other_id, draft)]
    return _cards(work, draft, person_id, shown)


def cards(work: Work, person_id: str, round_id: str) -> Cards | None:
    """Return the cards of somebody who has just said something: all that they were shown."""
    draft = work.pairs.round(round_id)
    return _cards(work, draft, person_id, work.looks.of(round_id, person_id)) if draft else None


def over_to_tell(work: Work, message: OutboxMessage) -> LookOver | None:
    """Return how a draft stands after its look; None once it is discarded, or its reader no admin."""
    draft = work.pairs.round(str(message.facts["round"]))
    if (
        draft is None
        or draft.state == RoundState.DISCARDED
        or not work.people.is_admin(str(message.person_id))
    ):
        return None
    return LookOver(
        draft.id,
        work.drafts.count(Part(draft.id)),
        work.drafts.count_unmatched(draft.id),
        is_published=draft.state == RoundState.PUBLISHED,
        is_undoable=draft.state == RoundState.PUBLISHED and publishing.may_undo(work, draft),
    )


def _cards(work: Work, draft: Round, person_id: str, shown: list[Look]) -> Cards | None:
    labels, vetoed = Labels.of(work), work.looks.vetoed(draft.id, person_id)
    found = [
        _card(work, draft, look, row, labels, is_vetoed=look.other_id == vetoed)
        for look in shown
        if (row := _proposal(work, draft, look)) is not None
    ]
    if not found or draft.look_ends_at is None:
        return None
    return Cards(draft.id, draft.look_ends_at, tuple(found), may_veto=vetoed is None)


def _proposal(work: Work, draft: Round, look: Look) -> Proposal | None:
    """Return the proposal that a card shows, whichever of the two would be the mentor."""
    one, other = look.person_id, look.other_id
    found = (work.pairs.proposal(draft.id, *ids) for ids in ((one, other), (other, one)))
    return next((row for row in found if row and not row.is_removed), None)


def _card(work: Work, draft: Round, look: Look, row: Proposal, labels: Labels, *, is_vetoed: bool) -> Card:
    side = Side.OFFERS if look.other_id == row.mentor_id else Side.WANTS
    return Card(
        half(work, draft.program_id, look.other_id, side, labels),
        row.mentor_id,
        row.mentee_id,
        tuple(labels.told(reason) for reason in row.reasons),
        _minutes(work, draft, look),
        look.is_fine,
        is_vetoed,
    )


def _minutes(work: Work, draft: Round, look: Look) -> int:
    on = max(work.program.get(draft.program_id).starts_on, work.now.date())
    one, other = (_day(work, draft, person_id, on) for person_id in (look.person_id, look.other_id))
    return minutes_together(one, other) if one and other else 0


def _day(work: Work, draft: Round, person_id: str, on: date) -> Span | None:
    person, member = work.people.get(person_id), work.people.member(person_id, draft.program_id)
    if person is None or member is None:
        return None
    return working_day(person.timezone, member.work_start, member.work_end, on)


def _is_there(work: Work, person_id: str, draft: Round) -> bool:
    member = work.people.member(person_id, draft.program_id)
    return member is not None and member.state == MemberState.ACTIVE
