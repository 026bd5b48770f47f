"""A company and its people, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

Role = Literal["mentor", "mentee", "both"]
Format = Literal["video", "in_person", "either"]


@dataclass(frozen=True, slots=True)
class Temper:
    """How somebody lives through the program; shares and chances from 0 to 1."""

    eager: float  # how soon they act
    reliable: float  # how well they keep what they promised
    chatty: float  # how much they write
    joins: bool  # whether they would opt in
    public: bool  # whether they may be named in the channel
    starts_at: float  # how confident they are at the baseline, 1 to 5
    grows: float  # how much confidence a whole program adds, in points
    forgets: float  # chance to leave a question unanswered
    cancels: float  # chance to call a session off
    thanks: float  # chance to thank the partner after a session
    pauses: bool  # takes a break once
    leaves: bool  # withdraws before the end


@dataclass(frozen=True, slots=True)
class Colleague:
    """One account in the company's Slack; skills, interests and languages by their ids in `bot.content`."""

    id: str
    name: str  # the plain handle
    real_name: str
    email: str
    title: str
    department: str
    team: str
    office: str
    tz: str
    locale: str
    level: int  # 1 (graduate) to 8 (chief executive)
    manager_id: str | None
    languages: tuple[str, ...]
    offers: Mapping[str, int]  # skill to level, 1 to 3
    wants: Mapping[str, int]  # skill to the level they have, 1 to 3
    interests: tuple[str, ...]
    work_start: time
    work_end: time
    format: Format
    capacity: int
    role: Role  # what they would join as
    temper: Temper
    is_bot: bool = False
    is_guest: bool = False
    is_deleted: bool = False

    @property
    def is_employee(self) -> bool:
        """Whether the program may speak to them at all."""
        return not (self.is_bot or self.is_guest or self.is_deleted)


@dataclass(frozen=True, slots=True)
class Company:
    """A company: its employees, and some accounts that are none."""

    name: str
    colleagues: tuple[Colleague, ...]
    by_id: Mapping[str, Colleague]
    chief_id: str
    admin_id: str  # who leads the people team
    concern_desk: tuple[str, ...]  # ids of those who hear what went wrong

    @property
    def chief(self) -> Colleague:
        """Return who leads the company."""
        return self.by_id[self.chief_id]

    @property
    def admin(self) -> Colleague:
        """Return who runs the program."""
        return self.by_id[self.admin_id]

    def reorganized(self, person_id: str, manager_id: str) -> "Company":
        """Return the company after somebody has been given another manager."""
        moved = {one.id: one for one in self.colleagues}
        moved[person_id] = replace(moved[person_id], manager_id=manager_id)
        return replace(self, colleagues=tuple(moved.values()), by_id=moved)

    def people(self) -> tuple[Colleague, ...]:
        """Return the employees: no bots, no guests, no deactivated accounts."""
        return tuple(colleague for colleague in self.colleagues if colleague.is_employee)
