"""Joining, pausing, leaving. Nobody is enrolled without submitting the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from bot.flows import pairs, profiles, question_turns, silence, surveys, training
from bot.flows.portions import PAIRS, Portion
from bot.rules import objectives
from bot.rules import people as rules
from bot.rules.messages import Kind
from bot.rules.people import Profile
from bot.rules.refusals import NoProgram
from storage.models import Member, MemberState, OutboxMessage, Program, ProgramState, Role
from storage.work import Work

FARTHEST_EAST = timedelta(hours=14)  # where tomorrow begins first


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a profile was kept, and whether that made somebody a member."""

    program: str
    role: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the welcome says."""

    person_id: str
    program: str
    role: str
    starts_on: date
    last_day: date
    has_started: bool
    sessions: int
    checkin_days: int
    survey_id: str


def join(work: Work, person_id: str, profile: Profile) -> Receipt:
    """Enroll somebody, or keep the changes of a member; a new member is welcomed in a DM."""
    _, program = profiles.entrance(work, person_id)
    profiles.check(work, person_id, profile)
    member = profiles.current(work, person_id, program)
    is_new = member is None
    member = member or _enroll(work, person_id, program, Role(profile.role))
    profiles.keep(work, member, profile)
    work.session.flush()
    if is_new:
        _welcome(work, member)
    return Receipt(program.name, member.role.value, is_new)


def pause(work: Work, person_id: str, until: date | None) -> date:
    """Rest until somebody is back on a day; what is due to them waits. Pausing again moves the day."""
    member = work.people.member_or_refuse(person_id, profiles.open_program(work).id)
    until = rules.check_pause(today(work, person_id), until)
    silence.end(work, member)
    _release(work, member)
    member.state, member.paused_until = MemberState.PAUSED, until
    work.outbox.hold(person_id, rules.end_of_hold(until, _zone(work, person_id)), rules.nudges())
    pairs.rest(work, person_id, until)
    question_turns.let_go(work, person_id)
    return until


def resume(work: Work, person_id: str) -> None:
    """End a pause before its time; refuses who is not on one."""
    member = work.people.member_or_refuse(person_id, profiles.open_program(work).id)
    if member.state != MemberState.PAUSED:
        raise rules.NotPaused
    _wake(work, member)


def leave(work: Work, person_id: str) -> str:
    """Leave and return the program's name: no reason, no approval; partners hear one neutral sentence."""
    program = work.program.current()
    if program is None:
        raise NoProgram
    member = work.people.member_or_refuse(person_id, program.id)
    member.state, member.left_at, member.paused_until = MemberState.LEFT, work.now, None
    pairs.leave(work, person_id)
    question_turns.let_go(work, person_id)
    work.outbox.withdraw(person=person_id, kinds=[*rules.nudges(), Kind.WELCOME])
    return program.name


def end_pauses(work: Work, after: tuple[str, str] = ("", "")) -> Portion:
    """Wake everybody whose day of return has begun where they are, and say so."""
    paused = work.people.paused_until((work.now + FARTHEST_EAST).date(), after=after, most=PAIRS)
    back = [
        member
        for member, person in paused
        if member.paused_until and member.paused_until <= rules.local_day(work.now, person.timezone)
    ]
    for member in back:
        key = f"pause-ended:{member.program_id}:{member.person_id}:{member.paused_until}"
        _wake(work, member)
        work.outbox.owe(Kind.PAUSE_ENDED, key, person=member.person_id)
    last = paused[-1][0] if len(paused) == PAIRS else None
    return Portion(len(back), partial(end_pauses, after=(last.person_id, last.program_id)) if last else None)


def today(work: Work, person_id: str) -> date:
    """Return the date where somebody is."""
    return rules.local_day(work.now, _zone(work, person_id))


def usual_return(work: Work, person_id: str) -> date:
    """Return the day that a pause ends on unless somebody chooses another; refuses who is not a member."""
    member = work.people.member_or_refuse(person_id, profiles.open_program(work).id)
    return member.paused_until or today(work, person_id) + rules.USUAL_PAUSE


def welcome_to_tell(work: Work, message: OutboxMessage) -> Welcome | None:
    """Return what the welcome says; None to somebody who has left meanwhile."""
    program = work.program.get(message.facts["program"])
    member = profiles.current(work, message.person_id or "", program)
    if member is None:
        return None
    return Welcome(
        person_id=member.person_id,
        program=program.name,
        role=member.role.value,
        starts_on=program.starts_on,
        last_day=objectives.last_day(program.starts_on, program.weeks),
        has_started=program.state == ProgramState.RUNNING,
        sessions=program.session_count,
        checkin_days=program.checkin_days,
        survey_id=message.facts["survey"],
    )


def pause_end_to_tell(work: Work, message: OutboxMessage) -> str | None:
    """Return the program's name for somebody who is back; None where they are away again or gone."""
    program = work.program.current()
    member = work.people.member(message.person_id or "", program.id) if program else None
    return program.name if program and member and member.state == MemberState.ACTIVE else None


def _enroll(work: Work, person_id: str, program: Program, role: Role) -> Member:
    """Make somebody a member; whoever comes back starts afresh."""
    member = work.people.member(person_id, program.id)
    if member is None:
        return work.people.add(
            Member(person_id=person_id, program_id=program.id, role=role, joined_at=work.now)
        )
    member.state, member.joined_at = MemberState.ACTIVE, work.now
    member.left_at = member.paused_until = member.quiet_since = None
    return member


def _welcome(work: Work, member: Member) -> None:
    survey_id = surveys.begin(work, member)
    key = f"welcome:{member.program_id}:{member.person_id}:{work.now:%Y%m%dT%H%M%S}"
    facts = {"program": member.program_id, "survey": survey_id}
    work.outbox.owe(Kind.WELCOME, key, person=member.person_id, facts=facts)
    training.begin(work, member)


def _wake(work: Work, member: Member) -> None:
    _release(work, member)
    member.state, member.paused_until = MemberState.ACTIVE, None
    pairs.wake(work, member.person_id)


def _release(work: Work, member: Member) -> None:
    """Let go of what waits for the end of a pause."""
    if member.paused_until:
        held_until = rules.end_of_hold(member.paused_until, _zone(work, member.person_id))
        work.outbox.release(member.person_id, held_until, rules.nudges())


def _zone(work: Work, person_id: str) -> str:
    person = work.people.get(person_id)
    return person.timezone if person else "UTC"
