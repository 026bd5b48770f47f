"""The program: what it is for, when it runs, and how far it is."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from storage.models.columns import json_field


class ProgramState(StrEnum):
    """A program is drafted, opened for joining, run, and closed."""

    DRAFT = "draft"
    OPEN = "open"
    RUNNING = "running"
    CLOSED = "closed"


class SecondChances(StrEnum):
    """What happens every week for those who wait: nothing, a draft for the admins, or a whole round."""

    OFF = "off"
    DRAFT = "draft"
    PUBLISH = "publish"


class Program(SQLModel, table=True):
    """One reverse-mentoring program. Rhythms are days; the program runs for some weeks from its start."""

    id: str = Field(primary_key=True)
    name: str
    purpose: str
    state: ProgramState = ProgramState.DRAFT
    starts_on: date
    weeks: int = 26
    session_count: int = 6
    session_days: int = 28
    checkin_days: int = 14
    look_hours: int = 72  # for how long both may look before pairs are published; 0 is not at all
    second_chances: SecondChances = SecondChances.DRAFT
    channel_id: str | None = None
    open_to: list[str] = json_field()  # departments; empty means everybody
    pairing: dict[str, Any] = json_field(dict)  # weights and hard rules that differ from the usual ones
    made_by: str
    made_at: datetime
    closed_at: datetime | None = None


class Objective(SQLModel, table=True):
    """What the program wants to reach: a measure, where it started, where it should be, and by when."""

    id: str = Field(primary_key=True)
    program_id: str = Field(index=True)
    position: int
    measure: str
    title: str
    baseline: float | None = None
    target: float
    due_on: date


class Reading(SQLModel, table=True):
    """An objective's value on a day; None until enough answers exist."""

    objective_id: str = Field(primary_key=True)
    on: date = Field(primary_key=True)
    value: float | None = None


class Skill(SQLModel, table=True):
    """A skill that members can choose; admins extend the list."""

    id: str = Field(primary_key=True)
    label: str
    area: str = "other"
    is_active: bool = True


class AuditEntry(SQLModel, table=True):
    """What an admin did, when."""

    id: str = Field(primary_key=True)
    at: datetime
    actor_id: str
    action: str
    subject: str = ""
