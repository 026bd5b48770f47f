"""What is read of a round: the admin's card, the letter to those who wait, the channel's news."""

from __future__ import annotations

from dataclasses import dataclass

from bot.flows import publishing
from bot.flows.reasons import Labels, Told
from storage.models import MemberState, OutboxMessage, ProgramState, Role
from storage.pairs import OPEN
from storage.work import Work

UNDER_WAY = (ProgramState.OPEN, ProgramState.RUNNING)
NOBODY_FREE = {"kind": "nobody_free", "facts": {}}  # what is said when the reason is the draft's


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody without a partner: in which role, the true reason where it may be said, what would help."""

    role: Role | None
    why: Told
    advice: Told | None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A round for the channel: the names of pairs that both agreed to be named, the number of others."""

    program: str
    named: tuple[tuple[str, str], ...]
    others: int


@dataclass(frozen=True, slots=True)
class RoundCard:
    """What an admin sees of pairing on Home."""

    mentors: int
    mentees: int
    draft_id: str | None
    undoable_id: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who could be paired in another round: how many mentors and mentees have no partner."""

    mentors: int
    mentees: int


def suggest_round(work: Work, program_id: str) -> Suggestion:
    """Return how many members wait on each side, for the admins' digest; nothing is published by itself."""
    waiting = work.candidates.waiting(program_id)
    both = waiting.get(Role.BOTH, 0)
    return Suggestion(waiting.get(Role.MENTOR, 0) + both, waiting.get(Role.MENTEE, 0) + both)


def card(work: Work, person_id: str) -> RoundCard | None:
    """Return what an admin needs for the next step of pairing; None for others, and without a program."""
    program = work.program.current()
    if program is None or program.state not in UNDER_WAY or not work.people.is_admin(person_id):
        return None
    waits = suggest_round(work, program.id)
    draft = work.pairs.draft(program.id)
    latest = next(iter(work.pairs.published(program.id)), None)
    undoable = latest.id if latest and publishing.may_undo(work, latest) else None
    return RoundCard(waits.mentors, waits.mentees, draft.id if draft else None, undoable)


def left_to_tell(work: Work, message: OutboxMessage) -> Left | None:
    """Return why somebody has no partner after a round; None if they have one by now, or are away."""
    person_id, round_id = str(message.person_id), str(message.facts["round"])
    round_ = work.pairs.round(round_id)
    member = work.people.member(person_id, round_.program_id) if round_ else None
    if member is None or member.state != MemberState.ACTIVE or work.pairs.of(person_id, *OPEN):
        return None
    rows = work.pairs.why_unmatched(round_id, person_id)
    labels = Labels.of(work)
    if not rows:
        return Left(None, labels.told(NOBODY_FREE), None)
    return Left(Role(rows[0].role), labels.told(rows[0].reason), labels.advised(rows[0].advice))


def announcement_to_tell(work: Work, message: OutboxMessage) -> Announcement | None:
    """Return a round as the channel hears of it; None if no pair is left of it."""
    round_ = work.pairs.round(str(message.facts["round"]))
    made = work.pairs.still_open_in(round_.id) if round_ else []
    if round_ is None or not made:
        return None
    names = work.people.who_may_be_named(round_.program_id)
    named = [(names[one], names[other]) for one, other in made if {one, other} <= names.keys()]
    return Announcement(
        work.program.get(round_.program_id).name, tuple(sorted(named)), len(made) - len(named)
    )
