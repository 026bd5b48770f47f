"""A program from the day it opens to its last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.flows import admins, pairs
from bot.flows.portions import PEOPLE, Portion
from bot.rules import objectives as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NoProgram, Stale
from storage.models import OutboxMessage, Program, ProgramState
from storage.outbox import Owed
from storage.work import Work

AT_ONCE = 20  # pairs closed in one transaction


@dataclass(frozen=True, slots=True)
class Card:
    """Where the program stands, for an admin; everything None or empty while there is none."""

    state: ProgramState | None = None
    name: str = ""
    purpose: str = ""
    starts_on: date | None = None
    last_day: date | None = None
    channel_id: str | None = None
    open_to: tuple[str, ...] = ()
    has_objectives: bool = False
    people_known: int = 0


@dataclass(frozen=True, slots=True)
class Farewell:
    """What somebody is told when the program closes."""

    program: str
    sessions: int


def card(work: Work, person_id: str) -> Card | None:
    """Return the program as an admin's Home shows it; None for everybody else."""
    if not work.people.is_admin(person_id):
        return None
    known = work.people.count_employees()
    program = work.program.current()
    if program is None:
        return Card(people_known=known)
    return Card(
        state=program.state,
        name=program.name,
        purpose=program.purpose,
        starts_on=program.starts_on,
        last_day=until(program),
        channel_id=program.channel_id,
        open_to=tuple(program.open_to),
        has_objectives=bool(work.program.objectives(program.id)),
        people_known=known,
    )


def until(program: Program) -> date:
    """Return a program's last day."""
    return rules.last_day(program.starts_on, program.weeks)


def open(work: Work, admin_id: str) -> Program:  # noqa: A001  the flow's name in the field
    """Let people join."""
    work.people.require_admin(admin_id)
    program = _in_state(work, ProgramState.DRAFT)
    if not work.program.objectives(program.id):
        raise rules.NotReady
    program.state = ProgramState.OPEN
    admins.note(work, admin_id, "program.opened", program.name)
    return program


def start_now(work: Work, admin_id: str) -> Program:
    """Start before the planned day; the last day stays about where it was."""
    work.people.require_admin(admin_id)
    program = _in_state(work, ProgramState.OPEN)
    last, program.starts_on = until(program), work.now.date()
    program.weeks = max(rules.SHORTEST, rules.weeks_between(program.starts_on, last))
    program.state = ProgramState.RUNNING
    admins.note(work, admin_id, "program.started", program.name)
    return program


def start(work: Work) -> None:
    """Start the program whose first day has come."""
    program = work.program.current()
    if program and program.state == ProgramState.OPEN and program.starts_on <= work.now.date():
        program.state = ProgramState.RUNNING


def close(work: Work, after: str = "") -> Portion:
    """Close the program whose last day is over: its pairs are complete, its members are thanked.

    In portions, so that nobody has to wait behind many certificates: pairs first, then thanks by person.
    """
    program = work.program.current()
    if program is None or program.state != ProgramState.RUNNING or work.now.date() <= until(program):
        return Portion()
    left = work.pairs.still_open(program.id, after=after, most=AT_ONCE)
    pairs.complete(work, *left)
    return Portion(len(left), partial(close, after=left[-1].id) if len(left) == AT_ONCE else _say_goodbye)


def farewell(work: Work, message: OutboxMessage) -> Farewell:
    """Return what a member is told when the program closes."""
    program = work.program.get(message.facts["program"])
    return Farewell(program.name, work.reports.sessions_held(program.id, message.person_id or ""))


def _in_state(work: Work, state: ProgramState) -> Program:
    program = work.program.current()
    if program is None:
        raise NoProgram
    if program.state != state:
        raise Stale
    return program


def _say_goodbye(work: Work, after: str = "") -> Portion:
    """Thank everybody who has stayed; with the last one the program is closed."""
    program = work.program.current()
    if program is None or program.state != ProgramState.RUNNING:
        return Portion()
    people = work.people.staying(program.id, after=after, most=PEOPLE)
    facts = {"program": program.id}
    owed = (Owed(f"closed:{program.id}:{one}", one, facts) for one in people)
    count = work.outbox.owe_all(Kind.PROGRAM_CLOSED, owed)
    if len(people) == PEOPLE:
        return Portion(count, partial(_say_goodbye, after=people[-1]))
    if work.pairs.still_open(program.id, after="", most=1):  # made in the meantime
        return Portion(count, close)
    program.state, program.closed_at = ProgramState.CLOSED, work.now
    return Portion(count)
