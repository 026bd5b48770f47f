"""Sessions of a pair: offered, planned, moved, canceled, held."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot import content
from bot.rules import agendas
from bot.rules.agendas import Span
from bot.rules.quiet import Hours
from storage.models import Pair, Person, Program, Session
from storage.work import Work


def offer_slots(work: Work, pair: Pair) -> list[datetime]:
    """Return up to three moments for a pair's next session, in both halves' working hours; maybe none."""
    program = work.program.get(pair.program_id)
    number = work.sessions.number_held(pair.id) + 1
    mentor, mentee = hours(work, pair)
    return agendas.slots(
        _search_from(work, pair, program, number),
        mentor,
        mentee,
        agenda_of(program, number).minutes,
        busy=[span(session) for session in _taken(work, pair)],
    )


def agenda_of(program: Program, number: int) -> content.Agenda:
    """Return the agenda of a program's session."""
    known = content.agendas()
    return known[agendas.agenda_number(number, program.session_count, len(known))]


def span(session: Session) -> Span:
    """Return when a session is."""
    return Span(session.starts_at, session.starts_at + timedelta(minutes=session.minutes))


def hours(work: Work, pair: Pair) -> tuple[Hours, Hours]:
    """Return the working hours of a pair, the mentor's first."""
    return _hours(work, pair.mentor_id, pair.program_id), _hours(work, pair.mentee_id, pair.program_id)


def _hours(work: Work, person_id: str, program_id: str) -> Hours:
    person = work.people.get(person_id) or Person(id=person_id, name=person_id)
    member = work.people.member(person_id, program_id)
    return Hours(person.timezone, member.work_start, member.work_end) if member else Hours(person.timezone)


def _taken(work: Work, pair: Pair) -> list[Session]:
    """Return what either half has planned, with whomever."""
    return work.sessions.planned_with((pair.mentor_id, pair.mentee_id), work.now)


def _search_from(work: Work, pair: Pair, program: Program, number: int) -> datetime:
    last = work.sessions.last_held(pair.id)
    return agendas.next_search(
        work.now,
        last.held_at if last else None,
        program.session_days,
        ends_on(program),
        program.session_count - number + 1,
    )


def ends_on(program: Program) -> date:
    """Return a program's last day."""
    return program.starts_on + timedelta(weeks=program.weeks)
