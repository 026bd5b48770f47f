"""Queries on the directory, the people file, members and their profiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import String, bindparam, func, insert, tuple_
from sqlalchemy import update as sa_update
from sqlmodel import col, delete, or_, select, update

from bot.rules.refusals import AdminsOnly, NotAMember
from storage.models import (
    Appointment,
    Duty,
    Employee,
    Member,
    MemberSkill,
    MemberState,
    NotWith,
    Person,
    Program,
    Role,
    Side,
)
from storage.shelf import Shelf

PERSON = Person.__table__  # type: ignore[attr-defined]  # SQLModel makes it
EMPLOYEES = select(*(getattr(Employee, name) for name in Employee.model_fields))
NEWEST_PROGRAM = select(Program.id).order_by(col(Program.made_at).desc()).limit(1).scalar_subquery()
AMONG = select(Person).where(col(Person.id).in_(bindparam("people", expanding=True)))
NAMES = select(Person.id, Person.name).where(col(Person.id).in_(bindparam("people", expanding=True)))
NOTE_DM = sa_update(PERSON).where(PERSON.c.id == bindparam("person")).values(dm_channel=bindparam("channel"))
WITH_HABITS = (
    select(Person, Member, Employee.place)
    .select_from(Person)
    .outerjoin(
        Member,
        (col(Member.person_id) == col(Person.id))
        & (col(Member.program_id) == func.coalesce(bindparam("program", type_=String), NEWEST_PROGRAM)),
    )
    .outerjoin(Employee, col(Employee.email) == col(Person.email))
    .where(col(Person.id).in_(bindparam("people", expanding=True)))
)
MEMBERS_AMONG = select(Member).where(
    col(Member.program_id) == bindparam("program"),
    col(Member.person_id).in_(bindparam("people", expanding=True)),
)
SKILLS = (
    select(MemberSkill)
    .where(col(MemberSkill.person_id) == bindparam("person"))
    .where(col(MemberSkill.program_id) == bindparam("program"))
    .order_by(col(MemberSkill.level).desc(), col(MemberSkill.skill_id))
)
WISHES = (
    select(NotWith.other_id)
    .where(col(NotWith.person_id) == bindparam("person"))
    .order_by(col(NotWith.other_id))
)
ADMINS = (
    select(Appointment.person_id).where(Appointment.duty == Duty.ADMIN).order_by(col(Appointment.person_id))
)
PAUSED_UNTIL = (
    select(Member, Person)
    .join(Person, col(Person.id) == col(Member.person_id))
    .where(Member.state == MemberState.PAUSED, col(Member.paused_until) <= bindparam("day"))
    .where(
        tuple_(col(Member.person_id), col(Member.program_id))
        > tuple_(bindparam("person"), bindparam("program"))
    )
    .order_by(col(Member.person_id), col(Member.program_id))
    .limit(bindparam("most"))
)


class People(Shelf):
    """Persons, employees, members, duties."""

    def get(self, person_id: str) -> Person | None:
        """Return a person of the directory."""
        return self.row(Person, person_id)

    def among(self, person_ids: Collection[str]) -> dict[str, Person]:
        """Return these people of the directory by id."""
        found = self.session.exec(AMONG, params={"people": list(person_ids)})
        return {person.id: person for person in found}

    def note_dms(self, channels: Mapping[str, str]) -> None:
        """Remember by person the conversations in which they hear from the program."""
        rows = [{"person": person, "channel": channel} for person, channel in channels.items()]
        if rows:
            self.session.connection().execute(NOTE_DM, rows)

    def named(self, person_ids: Iterable[str]) -> dict[str, str]:
        """Return the names of these people by id."""
        return dict(self.session.exec(NAMES, params={"people": list(set(person_ids))}).all())

    def who_may_be_named(self, program_id: str) -> dict[str, str]:
        """Return by id the names of the active members who agreed to be named in public."""
        query = select(Person.id, Person.name).join(Member, col(Member.person_id) == col(Person.id))
        agreed = (Member.program_id == program_id, Member.state == MemberState.ACTIVE, Member.may_be_named)
        return dict(self.session.exec(query.where(*agreed)).all())

    def by_email(self, email: str) -> Person | None:
        """Return the person with this e-mail address, in any case; whoever works here before who did."""
        query = select(Person).where(Person.email == email.lower())
        return self.session.exec(query.order_by(col(Person.is_employee).desc(), col(Person.id))).first()

    def employee(self, person: Person) -> Employee | None:
        """Return what the people file says of a person."""
        return self.row(Employee, person.email) if person.email else None

    def member(self, person_id: str, program_id: str) -> Member | None:
        """Return a person's membership, whatever its state."""
        return self.row(Member, person_id, program_id)

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

    def staying(self, program_id: str, *, after: str, most: int) -> list[str]:
        """Return members behind an id who have not left."""
        query = select(Member.person_id).where(
            Member.program_id == program_id, Member.state != MemberState.LEFT, Member.person_id > after
        )
        return list(self.session.exec(query.order_by(col(Member.person_id)).limit(most)))

    def roster(self, program_id: str, *, skip: int, most: int) -> list[tuple[str, str, Role]]:
        """Return a page of those who have not left, by name: id, name, role."""
        query = (
            select(Member.person_id, Person.name, Member.role)
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(Member.program_id == program_id, Member.state != MemberState.LEFT)
            .order_by(func.lower(Person.name), col(Member.person_id))
        )
        page = self.session.exec(query.offset(skip).limit(most))
        return [(person_id, name, Role(role)) for person_id, name, role in page]

    def with_own_words(self, program_id: str) -> list[Member]:
        """Return those who have not left and said something of their skills in their own words, by person."""
        query = select(Member).where(Member.program_id == program_id, Member.state != MemberState.LEFT)
        said = or_(Member.also_offers != "", Member.also_wants != "")
        return list(self.session.exec(query.where(said).order_by(col(Member.person_id))))

    def joined_addresses(self, program_id: str) -> frozenset[str]:
        """Return the e-mail addresses of everybody who ever joined a program."""
        query = select(Person.email).join(Member, col(Member.person_id) == col(Person.id))
        query = query.where(Member.program_id == program_id, col(Person.email).is_not(None))
        return frozenset(email for email in self.session.exec(query) if email)

    def members_among(self, person_ids: Collection[str], program_id: str) -> dict[str, Member]:
        """Return the memberships of these people, whatever their state, by person."""
        found = self.session.exec(MEMBERS_AMONG, params={"program": program_id, "people": list(person_ids)})
        return {member.person_id: member for member in found}

    def with_habits(
        self, person_ids: Collection[str], program_id: str | None = None
    ) -> list[tuple[Person, Member | None, str | None]]:
        """Return these people, each with their part in a program (the newest) and where they work."""
        asked = {"people": list(person_ids), "program": program_id}
        return list(self.session.exec(WITH_HABITS, params=asked))

    def is_admin(self, person_id: str) -> bool:
        """Tell whether somebody is a program admin."""
        return self.row(Appointment, person_id, Duty.ADMIN) is not None

    def require_admin(self, person_id: str) -> None:
        """Refuse anybody who is not a program admin."""
        if not self.is_admin(person_id):
            raise AdminsOnly

    def admins(self) -> list[str]:
        """Return the ids of the program admins."""
        return list(self.session.exec(ADMINS))

    def skills_of(self, person_id: str, program_id: str, side: Side) -> list[str]:
        """Return the ids of what somebody offers or wants, the strongest first."""
        mine = select(MemberSkill.skill_id).where(
            MemberSkill.person_id == person_id,
            MemberSkill.program_id == program_id,
            MemberSkill.side == side,
        )
        return list(
            self.session.exec(mine.order_by(col(MemberSkill.level).desc(), col(MemberSkill.skill_id)))
        )

    def ids_by_email(self) -> dict[str, str]:
        """Return the person's id by e-mail, for everybody in the directory who has one.

        An address that two had belongs to the one who works here.
        """
        query = select(Person.email, Person.id).where(col(Person.email).is_not(None))
        query = query.order_by(col(Person.is_employee), col(Person.id).desc())
        return {email: person_id for email, person_id in self.session.exec(query) if email}

    def employees(self) -> dict[str, dict[str, Any]]:
        """Return the whole people file by e-mail, each row as facts by column."""
        rows = self.session.execute(EMPLOYEES).mappings()
        return {row["email"]: dict(row) for row in rows}

    def keep_employees(self, new: Sequence[Mapping[str, Any]], changed: Sequence[Mapping[str, Any]]) -> None:
        """Add rows to the people file and change others, by their e-mail."""
        if new:
            self.session.execute(insert(Employee), new)
        if changed:
            self.session.execute(update(Employee), changed)
        self.session.expire_all()  # what was read before may have changed

    def departments(self) -> list[str]:
        """Return the departments that the people file names."""
        query = select(Employee.department).where(col(Employee.department).is_not(None)).distinct()
        return sorted(name for name in self.session.exec(query) if name)

    # Profiles

    def profile_skills(self, person_id: str, program_id: str) -> list[MemberSkill]:
        """Return what one member offers and wants, with levels, what matters most first."""
        return list(self.session.exec(SKILLS, params={"person": person_id, "program": program_id}))

    def keep_skills(self, member: Member, side: Side, levels: Mapping[str, int]) -> None:
        """Make these the skills (by id, with levels from 1 to 3) of one side of a member's profile."""
        mine = self.profile_skills(member.person_id, member.program_id)
        kept = {row.skill_id: row for row in mine if row.side == side}
        for skill_id, row in kept.items():
            if skill_id not in levels:
                self.session.delete(row)
        for skill_id, level in levels.items():
            if skill_id in kept:
                kept[skill_id].level = level
            else:
                self.add(_skill(member, side, skill_id, level))

    def not_with(self, person_id: str) -> list[str]:
        """Return whom somebody privately does not want to be paired with; for their own eyes."""
        return list(self.session.exec(WISHES, params={"person": person_id}))

    def keep_not_with(self, person_id: str, others: Iterable[str]) -> None:
        """Make these the people whom somebody does not want to be paired with."""
        self.session.exec(delete(NotWith).where(col(NotWith.person_id) == person_id))
        self.session.add_all(NotWith(person_id=person_id, other_id=other) for other in set(others))

    def drop_suggestions(self, person_id: str) -> None:
        """Forget what the people file suggested for somebody's joining form."""
        person = self.get(person_id)
        if person and (employee := self.employee(person)):
            employee.suggests = {}

    def paused_until(self, day: date, *, after: tuple[str, str], most: int) -> list[tuple[Member, Person]]:
        """Return members whose pause lasts until this day or an earlier one, by person and program.

        They come from behind such a pair of ids on.
        """
        person, program = after
        asked = {"day": day, "person": person, "program": program, "most": most}
        return list(self.session.exec(PAUSED_UNTIL, params=asked))

    def count_employees(self) -> int:
        """Return how many people the people file has."""
        return self.session.exec(select(func.count()).select_from(Employee)).one()


def _skill(member: Member, side: Side, skill_id: str, level: int) -> MemberSkill:
    return MemberSkill(
        person_id=member.person_id, program_id=member.program_id, side=side, skill_id=skill_id, level=level
    )
