"""What check-ins say: loads it for the letters, or None once things have moved on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.flows.pairs import partner_of
from bot.rules import checkins as rules
from storage.models import CheckIn, Member, MemberState, OutboxMessage, Pair, PairState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Asked:
    """A check-in as the person who is asked sees it; where its message stands, if anybody has to know."""

    id: str
    partner_id: str
    met: bool | None
    mood: str | None
    obstacle: str | None
    is_trouble: bool
    note: str
    is_note_shared: bool
    wants_word: bool
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who did not answer: the program they are in, and their partner if it was about them."""

    program_id: str
    partner_id: str | None


@dataclass(frozen=True, slots=True)
class SharedNote:
    """A note that somebody chose to show to the program admins."""

    person_id: str
    text: str


def asked_of(work: Work, check_in: CheckIn) -> Asked:
    """Return a check-in as the person who is asked sees it."""
    return Asked(
        id=check_in.id,
        partner_id=partner_of(work.pairs.get(check_in.pair_id), check_in.person_id),
        met=check_in.met,
        mood=check_in.mood,
        obstacle=check_in.obstacle,
        is_trouble=rules.is_trouble(check_in.mood, check_in.obstacle),
        note=check_in.note,
        is_note_shared=check_in.is_note_shared,
        wants_word=check_in.wants_word,
    )


def check_in_to_tell(work: Work, message: OutboxMessage) -> Asked | None:
    """Return the check-in that a message brings; None once it is closed or answered, or a half is away."""
    found = work.checkins.with_pair(message.facts["check_in"])
    if found is None:
        return None
    check_in, pair, member = found
    if check_in.is_closed or check_in.answered_at:
        return None
    return asked_of(work, check_in) if _are_together(pair, member) else None


def silence_to_tell(work: Work, message: OutboxMessage) -> Silent | None:
    """Return whose silence a message meets; None if they spoke meanwhile or the pair is not together."""
    person_id, program_id = str(message.person_id), message.facts["program"]
    member = work.people.member(person_id, program_id)
    if member is None or member.quiet_since is None or member.state != MemberState.ACTIVE:
        return None
    pair = work.pairs.find(message.facts["pair"] or "")
    if pair is None:
        return Silent(program_id, None)
    return Silent(program_id, partner_of(pair, person_id)) if _are_together(pair, member) else None


def word_to_tell(_work: Work, message: OutboxMessage) -> str:
    """Return who asks for a word."""
    return str(message.facts["person"])


def note_to_tell(work: Work, message: OutboxMessage) -> SharedNote | None:
    """Return a note that is shared with the admins; None if it was taken back."""
    check_in = work.checkins.get(message.facts["check_in"])
    if check_in is None or not check_in.is_note_shared:
        return None
    return SharedNote(check_in.person_id, check_in.note)


def _are_together(pair: Pair, member: Member | None) -> bool:
    return pair.state == PairState.ACTIVE and member is not None and member.state == MemberState.ACTIVE
