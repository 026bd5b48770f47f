"""What a round and an estimate read of everybody at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, time
from typing import NamedTuple

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as sa_select
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from storage.models import (
    Employee,
    Format,
    Member,
    MemberSkill,
    MemberState,
    NotWith,
    Pair,
    Person,
    Role,
)
from storage.pairs import TAKES_A_PLACE
from storage.shelf import Shelf

CANDIDACIES = (
    sa_select(
        col(Member.person_id),
        col(Member.format),
        col(Member.work_start),
        col(Member.work_end),
        col(Member.languages),
        col(Member.interests),
        col(Person.timezone),
        func.coalesce(col(Employee.level), col(Member.level)),
        col(Employee.department),
        func.coalesce(func.nullif(col(Employee.team), ""), col(Member.team)),
        col(Employee.place),
    )
    .join(Person, col(Person.id) == col(Member.person_id))
    .outerjoin(Employee, col(Employee.email) == col(Person.email))
)


class Candidacy(NamedTuple):
    """A member as a round needs them; where people file and profile differ, the people file is right."""

    person_id: str
    format: Format
    work_start: time
    work_end: time
    languages: list[str]
    interests: list[str]
    timezone: str
    level: int | None
    department: str | None
    team: str | None
    place: str | None


class Reader(NamedTuple):
    """A member as a sender needs them: when they work, and how many unasked messages a week they take."""

    person_id: str
    timezone: str
    place: str | None
    work_start: time
    work_end: time
    away_until: date | None
    messages_a_week: int


class Seat(NamedTuple):
    """For how many partners a member has asked, and in which role."""

    person_id: str
    role: Role
    partners: int


class Candidates(Shelf):
    """The members of a program as candidates for a partner, and who may not meet whom."""

    def profiles(self, program_id: str, among: Collection[str] | None = None) -> list[Candidacy]:
        """Return what a round needs to know of the active members who can be reached, by person."""
        query = CANDIDACIES.where(*_present(program_id), *_among(col(Member.person_id), among))
        query = query.order_by(col(Member.person_id))
        return [Candidacy(*row) for row in self.session.execute(query)]

    def readers(self, program_id: str) -> Iterator[Reader]:
        """Yield when the active members work who can be reached."""
        row = Member
        query = (
            sa_select(
                col(row.person_id),
                col(Person.timezone),
                col(Employee.place),
                col(row.work_start),
                col(row.work_end),
                col(row.away_until),
                col(row.messages_a_week),
            )
            .join(Person, col(Person.id) == col(row.person_id))
            .outerjoin(Employee, col(Employee.email) == col(Person.email))
            .where(*_present(program_id))
        )
        return (Reader(*each) for each in self.session.execute(query))

    def seats(self, program_id: str, among: Collection[str] | None = None) -> list[Seat]:
        """Return for how many partners each active member has asked, by person."""
        query = (
            sa_select(col(Member.person_id), col(Member.role), col(Member.partners))
            .where(col(Member.program_id) == program_id, col(Member.state) == MemberState.ACTIVE)
            .where(*_among(col(Member.person_id), among))
            .order_by(col(Member.person_id))
        )
        return [Seat(*row) for row in self.session.execute(query)]

    def waiting(self, program_id: str) -> dict[Role, int]:
        """Return by role how many active members have room, and no partner now nor one to the end."""
        taken = [
            select(who).where(Pair.program_id == program_id, TAKES_A_PLACE)
            for who in (Pair.mentor_id, Pair.mentee_id)
        ]
        query = (
            select(Member.role, func.count())
            .where(Member.program_id == program_id, Member.state == MemberState.ACTIVE, Member.partners > 0)
            .where(*(col(Member.person_id).not_in(some) for some in taken))
            .group_by(Member.role)
        )
        return {Role(role): count for role, count in self.session.exec(query)}

    def present(self, program_id: str) -> frozenset[str]:
        """Return the active members who can be reached."""
        query = select(Member.person_id).join(Person, col(Person.id) == col(Member.person_id))
        return frozenset(self.session.exec(query.where(*_present(program_id))))

    def all_skills(
        self, program_id: str, among: Collection[str] | None = None
    ) -> list[tuple[str, str, str, int]]:
        """Return what everybody in a program offers and wants: person, side, skill, level."""
        row = MemberSkill
        query = select(row.person_id, row.side, row.skill_id, row.level).where(row.program_id == program_id)
        query = query.where(*_among(col(row.person_id), among))
        return list(self.session.exec(query.order_by(col(row.person_id), col(row.skill_id))))

    def all_not_with(self) -> frozenset[tuple[str, str]]:
        """Return every private wish not to be paired, for the engine's eyes only."""
        return frozenset(self.session.exec(select(NotWith.person_id, NotWith.other_id)).all())

    def managers(self) -> Mapping[str, str]:
        """Return the manager's e-mail by e-mail, for everybody in the people file who has one."""
        query = select(Employee.email, Employee.manager_email).where(col(Employee.manager_email).is_not(None))
        return {email: manager for email, manager in self.session.exec(query) if manager}


def _present(program_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a member is active and can be reached."""
    return (
        col(Member.program_id) == program_id,
        col(Member.state) == MemberState.ACTIVE,
        col(Person.is_employee).is_(True),
        col(Person.is_reachable).is_(True),
    )


def _among(column: Mapped[str], people: Collection[str] | None) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that somebody is one of these; none where nobody is left out."""
    return () if people is None else (column.in_(people),)
