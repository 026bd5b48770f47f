"""Who there is: Slack's directory, the people file, and those who opted in."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.models.columns import json_field


class Person(SQLModel, table=True):
    """Somebody in the Slack workspace, as Slack's directory has them."""

    id: str = Field(primary_key=True)
    name: str
    email: str | None = Field(default=None, index=True)
    title: str = ""
    timezone: str = "UTC"
    locale: str = "en-US"
    is_employee: bool = True
    is_reachable: bool = True
    dm_channel: str | None = None


class Listing(SQLModel, table=True):
    """How far we are in reading Slack's list of everybody: one row, written with each page."""

    number: int = Field(primary_key=True)
    began_at: datetime
    cursor: str = ""  # the page to ask for next
    ended_at: datetime | None = None


class Listed(SQLModel, table=True):
    """Somebody whom the list has named so far; who is not here at its end has gone."""

    person_id: str = Field(primary_key=True)


class Employee(SQLModel, table=True):
    """What Slack does not know, as the people file has it; joined to a person by e-mail."""

    email: str = Field(primary_key=True)
    manager_email: str | None = None
    level: int | None = None
    department: str | None = None
    team: str | None = None
    place: str | None = None
    suggests: dict[str, Any] = json_field(dict)  # for the joining form; empty as soon as they have joined


class Duty(StrEnum):
    """What a person may do for the program."""

    ADMIN = "admin"


class Appointment(SQLModel, table=True):
    """A duty that somebody was given."""

    person_id: str = Field(primary_key=True)
    duty: Duty = Field(primary_key=True)


class Role(StrEnum):
    """What a member came for. The mentor is the junior who teaches, the mentee the senior who learns."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"


class MemberState(StrEnum):
    """Where a member stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


class Format(StrEnum):
    """How a member likes to meet."""

    VIDEO = "video"
    IN_PERSON = "in_person"
    EITHER = "either"


class Member(SQLModel, table=True):
    """Somebody who opted in to a program, and the profile they own."""

    __table_args__ = (Index("ix_member_program", "program_id", "person_id"),)  # for everybody, in portions

    person_id: str = Field(primary_key=True)
    program_id: str = Field(primary_key=True)
    role: Role
    state: MemberState = MemberState.ACTIVE
    paused_until: date | None = Field(default=None, index=True)
    partners: int = 1
    format: Format = Format.EITHER
    work_start: time = time(9)
    work_end: time = time(17)
    languages: list[str] = json_field()
    interests: list[str] = json_field()
    also_offers: str = ""
    also_wants: str = ""
    level: int | None = None
    team: str | None = None
    may_be_named: bool = False
    questions_a_week: int | None = None  # how many quick questions they agreed to; None until they said
    joined_at: datetime
    left_at: datetime | None = None
    messages_a_week: int = 2  # unasked ones; may be lowered by its owner
    away_until: date | None = None  # back on that day; messages wait, everything else goes on
    silences: int = 0  # weeks with a question and without an answer, since they last answered
    silent_on: date | None = None  # when the newest of these weeks began
    quiet_since: datetime | None = None
    asked_again_from: date | None = None  # questions begin anew here; silence before it does not count


class Side(StrEnum):
    """Whether a skill is shared or wanted."""

    OFFERS = "offers"
    WANTS = "wants"


class MemberSkill(SQLModel, table=True):
    """A skill that a member shares (level 1-3: how well) or wants (level 1-3: how much)."""

    person_id: str = Field(primary_key=True)
    program_id: str = Field(primary_key=True)
    side: Side = Field(primary_key=True)
    skill_id: str = Field(primary_key=True)
    level: int = 2


class NotWith(SQLModel, table=True):
    """Somebody that a member privately does not want to be paired with. Never shown to anybody else."""

    person_id: str = Field(primary_key=True)
    other_id: str = Field(primary_key=True)
