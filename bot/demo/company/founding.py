"""Founds a company: the tree, the people in it, who would join, and the accounts beside it."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from random import Random

from bot.demo.company import lives
from bot.demo.company.cast import Cast, Office, Outsider, cast
from bot.demo.company.model import Colleague, Company
from bot.demo.company.names import NameBook
from bot.demo.company.tree import Seat, plant

JOIN_SHARE = 0.45
DESK_DEPARTMENTS = ("Legal", "Finance")


def found(people: int = 60, seed: int = 1) -> Company:
    """Return a company with that many employees (two at least), and a bot, a guest and a deactivated account.

    The same seed gives the same company, on any machine.
    """
    if people < 2:
        raise ValueError(f"a company needs at least two people, not {people}")
    script, chance = cast(), Random(f"{seed}/company/{people}")
    ids = _ids(people + len(script.outsiders), chance)
    seats = plant(people, script.departments, chance)
    employees = _invited(_Hiring(script, ids, NameBook(chance), chance).fill(seats), chance)
    outsiders = [
        _outsider(script, each, user_id) for each, user_id in zip(script.outsiders, ids[people:], strict=True)
    ]
    colleagues = (*employees, *outsiders)
    people_head = _head_of("People", seats)
    admin_id = ids[people_head.number if people_head else 0]
    return Company(
        name=script.company,
        colleagues=colleagues,
        by_id={colleague.id: colleague for colleague in colleagues},
        chief_id=ids[0],
        admin_id=admin_id,
        concern_desk=_concern_desk(employees, admin_id),
    )


def _ids(count: int, chance: Random) -> list[str]:
    """Return Slack-like user ids, none twice."""
    letters, ids = string.ascii_uppercase + string.digits, dict[str, None]()
    while len(ids) < count:
        ids["U" + "".join(chance.choices(letters, k=8))] = None
    return list(ids)


@dataclass(frozen=True, slots=True)
class _Hiring:
    """What is at hand while seats are filled."""

    script: Cast
    ids: Sequence[str]
    book: NameBook
    chance: Random

    def fill(self, seats: Sequence[Seat]) -> list[Colleague]:
        """Return a colleague for each seat."""
        offices = lives.places(self.script, len(seats), self.chance)
        return [self.colleague(seat, office) for seat, office in zip(seats, offices, strict=True)]

    def colleague(self, seat: Seat, office: Office) -> Colleague:
        chance = self.chance
        culture = lives.origin(self.script, office, chance)
        name = self.book.draw(culture)
        role = lives.part(seat.level, chance)
        skills = lives.skills(self.script, seat.department, role, chance)
        start, end = lives.hours(office, chance)
        return Colleague(
            id=self.ids[seat.number],
            name=name.handle,
            real_name=name.real_name,
            email=f"{name.handle}@{self.script.domain}",
            title=_title(seat),
            department=seat.department.name if seat.department else seat.team,
            team=seat.team,
            office=office.city,
            tz=office.tz,
            locale=chance.choice(office.locales),
            level=seat.level,
            manager_id=None if seat.manager is None else self.ids[seat.manager],
            languages=lives.tongues(office, culture, chance),
            offers=skills.offers,
            wants=skills.wants,
            interests=lives.interests(chance),
            work_start=start,
            work_end=end,
            format=lives.meeting_format(chance),
            capacity=lives.capacity(role, chance),
            role=role,
            temper=lives.temper(seat.level, chance),
        )


def _title(seat: Seat) -> str:
    if seat.department is None:
        return "Chief Executive"
    if seat.heads:
        return f"Head of {seat.department.name}"
    if seat.leads:
        rank = {7: "Vice President", 6: "Director", 5: "Manager"}.get(seat.level, "Team Lead")
        return f"{rank}, {seat.team}"
    grades: Mapping[int, str] = {1: "Graduate ", 2: "", 3: "Senior ", 4: "Lead ", 5: "Principal "}
    return f"{grades[seat.level]}{seat.department.craft}"


def _invited(employees: Sequence[Colleague], chance: Random) -> list[Colleague]:
    """Let the most eager join, about as many who learn as who teach, though never every senior.

    The chief sponsors the program instead: with everybody in their chain, nobody could be their partner.
    """
    joining = round(JOIN_SHARE * len(employees))
    ranked = sorted(employees[1:], key=lambda each: (-each.temper.eager, each.id))
    mentees = [each.id for each in ranked if each.role == "mentee"]
    others = [each.id for each in ranked if each.role != "mentee"]
    learning = min(round(joining * chance.uniform(0.44, 0.5)), round(len(mentees) * 0.75))
    joins = {*mentees[:learning], *others[: joining - learning]}
    return [replace(each, temper=replace(each.temper, joins=each.id in joins)) for each in employees]


def _head_of(department: str, seats: Iterable[Seat]) -> Seat | None:
    return next((seat for seat in seats if seat.heads and seat.team == department), None)


def _concern_desk(employees: Sequence[Colleague], admin_id: str) -> tuple[str, ...]:
    """Return the most senior of two departments, neither the chief nor the admin where others are."""
    able = [each for each in employees[1:] if each.id != admin_id] or employees
    ranked = sorted(able, key=lambda each: (each.department not in DESK_DEPARTMENTS, -each.level))
    second = [each.id for each in ranked if each.department != ranked[0].department]
    return (ranked[0].id, *second[:1])


def _outsider(script: Cast, outsider: Outsider, user_id: str) -> Colleague:
    office = script.offices[0]
    return Colleague(
        id=user_id,
        name=outsider.handle,
        real_name=outsider.real_name,
        email=f"{outsider.handle}@{script.domain}",
        title=outsider.title,
        department="",
        team="",
        office=office.city,
        tz=office.tz,
        locale="en-US",
        level=1,
        manager_id=None,
        languages=("en",),
        offers={},
        wants={},
        interests=(),
        work_start=time(9),
        work_end=time(17),
        format="either",
        capacity=1,
        role="mentor",
        temper=lives.temper(1, Random(user_id)),
        is_bot=outsider.kind == "bot",
        is_guest=outsider.kind == "guest",
        is_deleted=outsider.kind == "deleted",
    )
