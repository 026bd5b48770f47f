"""Sessions of a pair: offered, planned, moved, canceled, held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.content import Agenda
from bot.flows import meetings, pairs, recognition, silence
from bot.flows.meetings import Meeting, Offer
from bot.rules import sessions as rules
from bot.rules.agendas import Span
from bot.rules.messages import Kind
from bot.rules.pairs import PairOver
from bot.rules.quiet import Hours
from bot.rules.refusals import Mistakes, Stale
from bot.rules.sessions import Diaries
from storage.models import OutboxState, Pair, PairState, Program, Session, SessionState
from storage.pairs import OPEN
from storage.work import Work

MINUTE = timedelta(minutes=1)
ABOUT_A_DATE = (Kind.SESSION_REMINDER, Kind.SESSION_FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands after somebody chose a time: theirs, or one that was planned before."""

    meeting: Meeting
    is_as_chosen: bool


def offer_slots(work: Work, pair: Pair) -> list[datetime]:
    """Return up to three moments for a pair's next session, in both halves' working hours; maybe none."""
    return list(meetings.offer(work, pair).slots)


def agenda_of(program: Program, number: int) -> Agenda:
    """Return the agenda of a program's session."""
    return meetings.agenda_of(program, number)


def offer(work: Work, pair_id: str, person_id: str) -> Offer:
    """Return what a pair could plan next, to one of its halves."""
    return meetings.offer(work, _active_pair(work, pair_id, person_id))


def read(work: Work, session_id: str, person_id: str) -> tuple[Meeting, Offer]:
    """Return a planned session with other times for it, to one of the pair."""
    session, pair = _planned(work, session_id, person_id)
    return meetings.meeting_of(work, session), meetings.offer(work, pair)


def plan(
    work: Work, pair_id: str, person_id: str, starts_at: datetime | None, *, anyway: bool = False
) -> Plan:
    """Plan the next session and tell both; where one is ahead already, that one stays.

    ``anyway``: outside working hours too. A session that has passed and was never confirmed gives way.
    """
    pair = _active_pair(work, pair_id, person_id)
    silence.spoke(work, person_id)
    standing = work.sessions.planned(pair.id)
    if standing and meetings.span(standing).end > work.now:
        return Plan(meetings.meeting_of(work, standing), is_as_chosen=standing.starts_at == starts_at)
    number, agenda = meetings.following(work, pair)
    diaries = meetings.diaries(work, pair)
    when = _checked(work, diaries, starts_at, agenda.minutes, anyway=anyway)
    if standing:
        _call_off(work, standing)
    session = _add(work, pair, number, when, person_id)
    _owe_card(work, session)
    _owe_around(work, session, diaries.mentor)
    return Plan(meetings.meeting_of(work, session), is_as_chosen=True)


def move(
    work: Work, session_id: str, person_id: str, starts_at: datetime | None, *, anyway: bool = False
) -> Meeting:
    """Move a planned session; raises Mistakes where the time is not possible or the one it has."""
    session, pair = _planned(work, session_id, person_id)
    silence.spoke(work, person_id)
    diaries = meetings.diaries(work, pair)
    when = _checked(work, diaries, starts_at, session.minutes, anyway=anyway)
    if when.start == session.starts_at:
        raise Mistakes({"when": "It is planned for this time already. Choose another one."})
    session.starts_at = when.start
    session.revision += 1
    work.outbox.withdraw(pairs=[pair.id], kinds=ABOUT_A_DATE)
    _owe_around(work, session, diaries.mentor)
    return meetings.meeting_of(work, session)


def cancel(work: Work, session_id: str, person_id: str) -> Meeting:
    """Cancel a planned session, before or after its time, without a reason; new times are offered."""
    session = _mine(work, session_id, person_id)
    silence.spoke(work, person_id)
    if session.state == SessionState.HELD:
        raise rules.AlreadyHeld
    if session.state == SessionState.CANCELED:
        raise Stale
    _call_off(work, session)
    return meetings.meeting_of(work, session)


def hold(work: Work, session_id: str, person_id: str) -> Meeting:
    """Note that a pair met; a second word of it changes nothing. The last session completes the pair."""
    session = _mine(work, session_id, person_id)
    silence.spoke(work, person_id)
    if session.state == SessionState.CANCELED:
        raise Stale
    if session.state == SessionState.PLANNED:
        _require_its_day(work, session, person_id)
        _held(work, session)
    return meetings.meeting_of(work, session)


def hold_now(work: Work, pair_id: str, person_id: str) -> Meeting:
    """Note that a pair met without a plan; a planned session is meant where there is one."""
    pair = work.pairs.mine_or_refuse(pair_id, person_id)
    silence.spoke(work, person_id)
    last = work.sessions.last_held(pair.id)
    if last and last.held_at and work.now - last.held_at < rules.SAME_MEETING:
        return meetings.meeting_of(work, last)
    if planned := work.sessions.planned(pair.id):
        return hold(work, planned.id, person_id)
    if pair.state not in OPEN:
        raise PairOver
    number, agenda = meetings.following(work, pair)
    when = Span(work.now, work.now + timedelta(minutes=agenda.minutes))
    session = _add(work, pair, number, when, person_id)
    _held(work, session)
    return meetings.meeting_of(work, session)


def show_again(work: Work, session_id: str, lost_ts: str) -> None:
    """Forget a message that somebody deleted; a planned session whose card is gone gets a new one."""
    session = work.sessions.find(session_id)
    letters = work.sessions.letters(session_id)
    for letter in letters:
        if letter.ts == lost_ts:
            letter.state, letter.problem = OutboxState.DEAD, "deleted"
    is_shown = any(one.kind == Kind.SESSION_CARD and one.state == OutboxState.SENT for one in letters)
    if session and session.state == SessionState.PLANNED and not is_shown:
        _owe_card(work, session)


def _add(work: Work, pair: Pair, number: int, when: Span, person_id: str) -> Session:
    return work.sessions.add(
        Session(
            id=work.new_id(),
            pair_id=pair.id,
            number=number,
            starts_at=when.start,
            minutes=(when.end - when.start) // MINUTE,
            planned_by=person_id,
        )
    )


def _held(work: Work, session: Session) -> None:
    pair = work.pairs.get(session.pair_id)
    session.state, session.held_at = SessionState.HELD, work.now
    work.outbox.withdraw(pairs=[pair.id], kinds=ABOUT_A_DATE)
    for half in (pair.mentor_id, pair.mentee_id):
        recognition.award(work, pair.program_id, half)
    if session.number >= work.program.get(pair.program_id).session_count:
        pairs.complete(work, pair)


def _call_off(work: Work, session: Session) -> None:
    session.state = SessionState.CANCELED
    session.revision += 1
    work.outbox.withdraw(pairs=[session.pair_id], kinds=ABOUT_A_DATE)


def _owe_card(work: Work, session: Session) -> None:
    key = f"session:{session.id}:card:{session.revision}"
    work.outbox.owe(Kind.SESSION_CARD, key, pair=session.pair_id, facts={"session": session.id})


def _owe_around(work: Work, session: Session, mentor: Hours) -> None:
    """Owe the reminder before a session and the question after it; both go unsent if it is moved or held."""
    reminder = rules.reminder_at(work.now, session.starts_at, mentor)
    moments = {Kind.SESSION_REMINDER: reminder, Kind.SESSION_FOLLOW_UP: meetings.span(session).end}
    facts = {"session": session.id, "revision": session.revision}
    for kind, moment in moments.items():
        if moment:
            key = f"session:{session.id}:{kind}:{session.revision}"
            work.outbox.owe(kind, key, pair=session.pair_id, facts=facts, not_before=moment)


def _checked(work: Work, diaries: Diaries, starts_at: datetime | None, minutes: int, *, anyway: bool) -> Span:
    wanted = Span(starts_at, starts_at + timedelta(minutes=minutes)) if starts_at else None
    return rules.check_time(work.now, wanted, diaries, anyway=anyway)


def _require_its_day(work: Work, session: Session, person_id: str) -> None:
    person = work.people.get(person_id)
    if not rules.may_hold(work.now, session.starts_at, person.timezone if person else "UTC"):
        raise rules.NotYet


def _mine(work: Work, session_id: str, person_id: str) -> Session:
    session = work.sessions.find(session_id)
    if session is None:
        raise Stale
    work.pairs.mine_or_refuse(session.pair_id, person_id)
    return session


def _planned(work: Work, session_id: str, person_id: str) -> tuple[Session, Pair]:
    session = _mine(work, session_id, person_id)
    pair = _active_pair(work, session.pair_id, person_id)
    if session.state == SessionState.HELD:
        raise rules.AlreadyHeld
    if session.state != SessionState.PLANNED:
        raise Stale
    return session, pair


def _active_pair(work: Work, pair_id: str, person_id: str) -> Pair:
    pair = work.pairs.mine_or_refuse(pair_id, person_id)
    if pair.state == PairState.PAUSED:
        raise rules.PairRests
    if pair.state != PairState.ACTIVE:
        raise PairOver
    return pair
