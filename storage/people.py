"""Queries on the directory, the people file, members and their profiles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import col, select

from bot.rules.refusals import AdminsOnly, NotAMember
from storage.models import Appointment, Duty, Employee, Member, MemberState, Person
from storage.shelf import Shelf


class People(Shelf):
    """Persons, employees, members, duties."""

    def get(self, person_id: str) -> Person | None:
        """Return a person of the directory."""
        return self.session.get(Person, person_id)

    def named(self, person_ids: Iterable[str]) -> dict[str, str]:
        """Return the names of these people by id."""
        query = select(Person.id, Person.name).where(col(Person.id).in_(set(person_ids)))
        return dict(self.session.exec(query).all())

    def by_email(self, email: str) -> Person | None:
        """Return the person with this e-mail address, in any case."""
        return self.session.exec(select(Person).where(Person.email == email.lower())).first()

    def employee(self, person: Person) -> Employee | None:
        """Return what the people file says of a person."""
        return self.session.get(Employee, person.email) if person.email else None

    def managers(self) -> Mapping[str, str]:
        """Return the manager's e-mail by e-mail, for everybody in the people file who has one."""
        query = select(Employee.email, Employee.manager_email).where(col(Employee.manager_email).is_not(None))
        return {email: manager for email, manager in self.session.exec(query) if manager}

    def member(self, person_id: str, program_id: str) -> Member | None:
        """Return a person's membership, whatever its state."""
        return self.session.get(Member, (person_id, program_id))

    def member_or_refuse(self, person_id: str, program_id: str) -> Member:
        """Return a current member; refuse anybody who is not in the program."""
        member = self.member(person_id, program_id)
        if member is None or member.state == MemberState.LEFT:
            raise NotAMember
        return member

    def members(self, program_id: str, *states: MemberState) -> list[Member]:
        """Return members in these states (active by default), by person."""
        wanted = states or (MemberState.ACTIVE,)
        query = select(Member).where(Member.program_id == program_id, col(Member.state).in_(wanted))
        return list(self.session.exec(query.order_by(col(Member.person_id))))

    def is_admin(self, person_id: str) -> bool:
        """Tell whether somebody is a program admin."""
        return self.session.get(Appointment, (person_id, Duty.ADMIN)) is not None

    def require_admin(self, person_id: str) -> None:
        """Refuse anybody who is not a program admin."""
        if not self.is_admin(person_id):
            raise AdminsOnly

    def admins(self) -> list[str]:
        """Return the ids of the program admins."""
        query = select(Appointment.person_id).where(Appointment.duty == Duty.ADMIN)
        return list(self.session.exec(query.order_by(col(Appointment.person_id))))
