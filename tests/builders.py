"""Short ways to put people, programs and pairs into a store, for tests of flows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import cycle

from sqlmodel import insert, select

from bot.flows.parcels import Terms
from storage.models import (
    Appointment,
    Duty,
    Employee,
    Format,
    LessonProgress,
    Member,
    MemberSkill,
    MemberState,
    OutboxMessage,
    OutboxState,
    Pair,
    Person,
    Program,
    ProgramState,
    Role,
    Session,
    SessionState,
    Side,
    Step,
)
from storage.work import Work

TERMS = Terms(dict.fromkeys(Step, 0.0), lease=timedelta(seconds=30), grace=timedelta(seconds=10), room=64)
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)  # a Monday


def a_person(work: Work, person_id: str, *, zone: str = "UTC", employee: bool = True, **file) -> Person:
    """Add somebody to the directory; further arguments (level, team, …) go into the people file."""
    email = f"{person_id.lower()}@example.com"
    if file:
        work.session.add(Employee(email=email, **file))
    person = Person(id=person_id, name=person_id.title(), email=email, timezone=zone, is_employee=employee)
    work.session.add(person)
    work.session.flush()
    return person


def an_admin(work: Work, person_id: str) -> Person:
    """Add a program admin."""
    work.session.add(Appointment(person_id=person_id, duty=Duty.ADMIN))
    return a_person(work, person_id)


def a_program(work: Work, state: ProgramState = ProgramState.RUNNING, **changes) -> Program:
    """Add a program that started today."""
    facts = {"name": "Flip 2026", "purpose": "Learn from each other", "starts_on": work.now.date()} | changes
    program = Program(id="program", state=state, made_by="ADMIN", made_at=work.now, **facts)
    work.session.add(program)
    work.session.flush()
    return program


def a_member(work: Work, person_id: str, role: Role, *, offers=(), wants=(), **changes) -> Member:
    """Add a person (if need be) and enroll them in the program; skills by id, at level 2."""
    if work.people.get(person_id) is None:
        a_person(work, person_id)
    facts = {"languages": ["en"], "work_start": time(9), "work_end": time(17)} | changes
    member = Member(person_id=person_id, program_id="program", role=role, joined_at=work.now, **facts)
    work.session.add(member)
    for side, skills in ((Side.OFFERS, offers), (Side.WANTS, wants)):
        for skill in skills:
            work.session.add(
                MemberSkill(person_id=person_id, program_id="program", side=side, skill_id=skill)
            )
    work.session.flush()
    return member


def a_crowd(work: Work, count: int, **changes) -> list[str]:
    """Add many people and enroll them; return their ids."""
    ids = [f"U{number:06}" for number in range(count)]
    facts = {"title": "", "timezone": "UTC", "locale": "en-US", "is_employee": True, "is_reachable": True}
    work.session.execute(insert(Person), [{"id": one, "name": one, "email": None, **facts} for one in ids])
    enroll_all(work, ids, **changes)
    return ids


def enroll_all(work: Work, people: Iterable[str], **changes) -> None:
    """Make many people members of the program, in turn as mentors and mentees."""
    facts = {"program_id": "program", "state": MemberState.ACTIVE, "partners": 1, "format": Format.EITHER}
    facts |= {"work_start": time(9), "work_end": time(17), "languages": ["en"], "interests": []}
    facts |= {"also_offers": "", "also_wants": "", "may_be_named": False, "joined_at": work.now} | changes
    roles = zip(people, cycle((Role.MENTOR, Role.MENTEE)), strict=False)
    work.session.execute(insert(Member), [{"person_id": one, "role": role, **facts} for one, role in roles])


def a_pair(work: Work, mentor: str = "MENTOR", mentee: str = "MENTEE", **changes) -> Pair:
    """Add two members (if need be) and introduce them to each other."""
    for person_id, role in ((mentor, Role.MENTOR), (mentee, Role.MENTEE)):
        if work.people.member(person_id, "program") is None:
            a_member(work, person_id, role)
    facts = {"id": f"{mentor}-{mentee}", "round_id": "round", "started_at": work.now} | changes
    pair = Pair(program_id="program", mentor_id=mentor, mentee_id=mentee, **facts)
    work.session.add(pair)
    work.session.flush()
    return pair


def a_held_session(work: Work, pair: Pair, number: int = 1) -> Session:
    """Add a session that a pair held today."""
    session = Session(
        id=f"{pair.id}-{number}",
        pair_id=pair.id,
        number=number,
        state=SessionState.HELD,
        starts_at=work.now,
        planned_by=pair.mentor_id,
        held_at=work.now,
    )
    work.session.add(session)
    work.session.flush()
    return session


def a_lesson_done(work: Work, person_id: str, lesson_id: str) -> LessonProgress:
    """Add a lesson that somebody did today."""
    progress = LessonProgress(
        person_id=person_id, program_id="program", lesson_id=lesson_id, owed_at=work.now, done_at=work.now
    )
    work.session.add(progress)
    work.session.flush()
    return progress


def days(n: float) -> timedelta:
    """Return a span of days."""
    return timedelta(days=n)


def deliver(work: Work) -> list[OutboxMessage]:
    """Mark everything owed as sent now, and return it by key."""
    due = select(OutboxMessage).where(OutboxMessage.state == OutboxState.DUE).order_by(OutboxMessage.key)
    messages = list(work.session.exec(due))
    for message in messages:
        message.state, message.sent_at = OutboxState.SENT, work.now
        message.channel_id, message.ts = f"D{message.person_id}", "1.000001"
    work.session.flush()
    return messages
