"""What a pair sees of its sessions: the one at hand, the times for the next, letters, the card on Home."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot import calendars, content
from bot.content import Agenda
from bot.flows import goals, pairs
from bot.flows.goals import Aim
from bot.rules import agendas, questions
from bot.rules.agendas import Span
from bot.rules.quiet import Hours
from bot.rules.sessions import Diaries
from storage.models import Member, OutboxMessage, Pair, PairState, Person, Program, Session, SessionState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Offer:
    """The session that a pair could plan next, with times; none where their working hours never meet."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    number: int
    total: int
    agenda: Agenda
    slots: tuple[datetime, ...]


class Spot(NamedTuple):
    """Where a message about a session stands."""

    kind: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session as both halves see it; ``following`` is offered once this one is held or canceled."""

    id: str
    pair_id: str
    mentor_id: str
    mentee_id: str
    names: tuple[str, str]
    number: int
    total: int
    agenda: Agenda
    state: SessionState
    starts_at: datetime
    minutes: int
    revision: int
    seen_at: datetime
    aims: tuple[Aim, ...]
    following: Offer | None
    spots: tuple[Spot, ...]

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.starts_at + timedelta(minutes=self.minutes) <= self.seen_at

    @property
    def is_last(self) -> bool:
        """Whether the pair has reached the end of its sessions with this one."""
        return self.state == SessionState.HELD and self.number >= self.total

    def partner_of(self, person_id: str) -> str:
        """Return the other half."""
        return self.mentee_id if person_id == self.mentor_id else self.mentor_id


@dataclass(frozen=True, slots=True)
class SessionCard:
    """What is next for each of somebody's active pairs."""

    person_id: str
    following: tuple[Meeting | Offer, ...]


def meeting_of(work: Work, session: Session) -> Meeting:
    """Return a session as both halves see it."""
    pair = work.pairs.get(session.pair_id)
    program = work.program.get(pair.program_id)
    named = work.people.named((pair.mentor_id, pair.mentee_id))
    is_open = session.state != SessionState.PLANNED and pair.state == PairState.ACTIVE
    return Meeting(
        id=session.id,
        pair_id=pair.id,
        mentor_id=pair.mentor_id,
        mentee_id=pair.mentee_id,
        names=(named[pair.mentor_id], named[pair.mentee_id]),
        number=session.number,
        total=program.session_count,
        agenda=agenda_of(program, session.number),
        state=session.state,
        starts_at=session.starts_at,
        minutes=session.minutes,
        revision=session.revision,
        seen_at=work.now,
        aims=goals.aims(work, pair.id),
        following=offer(work, pair) if is_open and not work.sessions.planned(pair.id) else None,
        spots=tuple(_spot(message) for message in work.sessions.letters(session.id)),
    )


def following(work: Work, pair: Pair) -> tuple[int, Agenda]:
    """Return the number and the agenda of a pair's next session."""
    number = work.sessions.number_held(pair.id) + 1
    return number, agenda_of(work.program.get(pair.program_id), number)


def offer(work: Work, pair: Pair) -> Offer:
    """Return what a pair could plan next, and when."""
    program = work.program.get(pair.program_id)
    number, agenda = following(work, pair)
    found = diaries(work, pair)
    slots = agendas.slots(
        _search_from(work, pair, program, number),
        found.mentor,
        found.mentee,
        agenda.minutes,
        busy=found.taken,
    )
    total = program.session_count
    return Offer(pair.id, pair.mentor_id, pair.mentee_id, number, total, agenda, tuple(slots))


def diaries(work: Work, pair: Pair) -> Diaries:
    """Return both halves' working hours, and what either has planned with somebody else."""
    both = (pair.mentor_id, pair.mentee_id)
    elsewhere = (one for one in work.sessions.planned_with(both, work.now) if one.pair_id != pair.id)
    mentor, mentee = hours(work, both, pair.program_id)
    return Diaries(mentor, mentee, (*map(span, elsewhere), *talks(work, both)))


def talks(work: Work, people: Collection[str]) -> tuple[Span, ...]:
    """Return when any of these people talks about a quick question."""
    length = timedelta(minutes=questions.MINUTES)
    return tuple(Span(start, start + length) for start in work.questions.talks(people, work.now))


def span(session: Session) -> Span:
    """Return when a session is."""
    return Span(session.starts_at, session.starts_at + timedelta(minutes=session.minutes))


# Letters and the card on Home


def meeting_to_tell(work: Work, message: OutboxMessage) -> Meeting | None:
    """Return the session that a message is about; None once it is held, canceled or moved."""
    session = work.sessions.find(message.facts["session"])
    if session is None or session.state != SessionState.PLANNED:
        return None
    if message.facts.get("revision", session.revision) != session.revision:
        return None
    return meeting_of(work, session)


def card(work: Work, person_id: str) -> SessionCard | None:
    """Return what is next for each of somebody's active pairs; None without one."""
    mine = [pair for pair in work.pairs.of(person_id) if pairs.is_told(work, pair)]
    return SessionCard(person_id, tuple(_next(work, pair) for pair in mine)) if mine else None


def _next(work: Work, pair: Pair) -> Meeting | Offer:
    planned = work.sessions.planned(pair.id)
    return meeting_of(work, planned) if planned else offer(work, pair)


def _spot(message: OutboxMessage) -> Spot:
    return Spot(message.kind, str(message.channel_id), str(message.ts))


def agenda_of(program: Program, number: int) -> Agenda:
    """Return the agenda of a program's session."""
    known = content.agendas()
    return known[agendas.agenda_number(number, program.session_count, len(known))]


def hours(work: Work, both: tuple[str, str], program_id: str) -> tuple[Hours, Hours]:
    """Return when two members work."""
    known = {habits[0].id: habits for habits in work.people.with_habits(both, program_id)}
    one, other = (_hours(*known.get(each, (Person(id=each, name=each), None, None))) for each in both)
    return one, other


def _hours(person: Person, member: Member | None, place: str | None) -> Hours:
    mine = Hours(person.timezone)
    if member:
        mine = Hours(person.timezone, member.work_start, member.work_end, back_on=member.away_until)
    return calendars.calendar(person.timezone, place).of(mine)


def _search_from(work: Work, pair: Pair, program: Program, number: int) -> datetime:
    last = work.sessions.last_held(pair.id)
    return agendas.next_search(
        work.now,
        last.held_at if last else None,
        rhythm=program.session_days,
        ends_on=program.starts_on + timedelta(weeks=program.weeks),
        sessions_left=program.session_count - number + 1,
    )
