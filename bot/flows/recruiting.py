"""Inviting people in, and seeing who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.flows import admins
from bot.flows.program import until
from bot.rules import objectives as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NoProgram
from storage.models import OutboxMessage, Program, ProgramState
from storage.work import Work

PAGE = 30  # names


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the program's channel reads."""

    name: str
    purpose: str
    starts_on: date
    last_day: date
    sessions: int
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who opted in."""

    person_id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Who joined, a page at a time, and where skills shared and wanted do not meet."""

    roles: dict[str, int]
    people: tuple[Joined, ...]
    page: int
    pages: int
    nobody_shares: tuple[str, ...]
    nobody_wants: tuple[str, ...]


def place(work: Work, admin_id: str) -> str:
    """Return the channel that an invitation would go to; refuses while it cannot be posted."""
    work.people.require_admin(admin_id)
    program = _open_program(work)
    if program.channel_id is None:
        raise rules.NoChannel
    return program.channel_id


def invite(work: Work, admin_id: str) -> str:
    """Owe the channel an invitation, one a day at most, and return the channel."""
    channel_id = place(work, admin_id)
    program = _open_program(work)
    key = f"invitation:{program.id}:{channel_id}:{work.now:%Y-%m-%d}"
    if not work.outbox.owe(Kind.INVITATION, key, channel=channel_id, facts={"program": program.id}):
        raise rules.AlreadyInvited
    admins.note(work, admin_id, "invitation.posted", program.name)
    return channel_id


def invitation(work: Work, message: OutboxMessage) -> Invitation | None:
    """Return what an invitation says; None once nobody can join any more."""
    program = work.program.get(message.facts["program"])
    if program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
        return None
    return Invitation(
        name=program.name,
        purpose=program.purpose,
        starts_on=program.starts_on,
        last_day=until(program),
        sessions=program.session_count,
        departments=tuple(program.open_to),
    )


def roster(work: Work, admin_id: str, page: int = 0) -> Roster:
    """Return who joined, to an admin."""
    work.people.require_admin(admin_id)
    program = work.program.current()
    if program is None:
        raise NoProgram
    roles = work.reports.roles(program.id)
    pages = max(1, -(-sum(roles.values()) // PAGE))
    page = min(max(page, 0), pages - 1)
    people = work.people.roster(program.id, skip=page * PAGE, most=PAGE)
    gaps = work.reports.skill_gaps(program.id)
    missing = (gap.label for gap in gaps if not gap.offered)
    return Roster(
        roles=roles,
        people=tuple(Joined(person_id, name, role.value) for person_id, name, role in people),
        page=page,
        pages=pages,
        nobody_shares=tuple(sorted({*missing, *work.questions.wanted_skills(program.id)})),
        nobody_wants=tuple(gap.label for gap in gaps if not gap.wanted),
    )


def _open_program(work: Work) -> Program:
    program = work.program.current()
    if program is None:
        raise NoProgram
    if program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
        raise rules.NotOpen
    return program
