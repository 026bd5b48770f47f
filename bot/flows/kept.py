"""What was kept back from somebody: shown on Home and, at a tap, at once; and how much they want to hear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.flows import onboarding, profiles, silence
from bot.rules import kept as rules
from bot.rules import quiet
from bot.rules.messages import Urgency
from bot.rules.refusals import NotYours, Stale
from storage.models import Member, MemberState, OutboxMessage, OutboxState
from storage.work import Work

MOST_SHOWN = 5
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that was kept back: its key, and what kind it is."""

    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """How many unasked messages a week somebody gets, and the day they are back if they are away."""

    a_week: int
    away_until: date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept for somebody, the most important first, and what they wish."""

    waiting: tuple[Waiting, ...]
    wishes: Wishes


def card(work: Work, person_id: str) -> Kept | None:
    """Return what was kept for somebody; None for who is not in the program."""
    program = work.program.current()
    member = work.people.member(person_id, program.id) if program else None
    if member is None or member.state == MemberState.LEFT:
        return None
    waiting = [Waiting(one.key, one.kind) for one in work.outbox.kept(person_id)]
    return Kept(tuple(waiting[:MOST_SHOWN]), _wishes(work, member))


def show(work: Work, person_id: str, key: str) -> None:
    """Let a message leave now because its reader asks for it; refuses others' and what is no longer kept."""
    message = work.outbox.get(key)
    if message is None:
        raise Stale
    if message.person_id != person_id or message.other_id:
        raise NotYours
    if not _is_kept(message):
        raise Stale
    message.state, message.sent_at, message.not_before = OutboxState.DUE, None, work.now
    message.urgency, message.expires_at = Urgency.ANSWER, max(message.expires_at, work.now + A_DAY)
    work.outbox.has_grown = True
    silence.spoke(work, person_id)


def wishes(work: Work, person_id: str) -> Wishes:
    """Return what a member wishes; refuses anybody else."""
    return _wishes(work, _member(work, person_id))


def wish(work: Work, person_id: str, wanted: Wishes) -> Wishes:
    """Keep what a member wishes to hear, and until when they are away."""
    member = _member(work, person_id)
    rules.check(wanted.a_week, wanted.away_until, onboarding.today(work, person_id))
    member.messages_a_week, member.away_until = wanted.a_week, wanted.away_until
    silence.end(work, member)
    work.outbox.reconsider(person_id)
    return wanted


def _wishes(work: Work, member: Member) -> Wishes:
    until = member.away_until
    is_away = until is not None and until > onboarding.today(work, member.person_id)
    return Wishes(quiet.budget(member.messages_a_week), until if is_away else None)


def _member(work: Work, person_id: str) -> Member:
    return work.people.member_or_refuse(person_id, profiles.open_program(work).id)


def _is_kept(message: OutboxMessage) -> bool:
    if message.urgency != Urgency.NUDGE:
        return False
    is_held = message.state == OutboxState.DUE and message.held_since is not None
    return is_held or message.state == OutboxState.MENTIONED
