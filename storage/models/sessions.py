"""Sessions that a pair plans and holds, and the goals it works on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class SessionState(StrEnum):
    """A session is planned, then held or canceled."""

    PLANNED = "planned"
    HELD = "held"
    CANCELED = "canceled"


class Session(SQLModel, table=True):
    """A meeting of a pair; ``number`` is its place in the agendas (from 1), ``revision`` counts changes."""

    id: str = Field(primary_key=True)
    pair_id: str = Field(index=True)
    number: int
    state: SessionState = SessionState.PLANNED
    starts_at: datetime = Field(index=True)
    minutes: int = 45
    planned_by: str
    revision: int = 0
    held_at: datetime | None = None


class Goal(SQLModel, table=True):
    """Something a pair wants to reach together; progress in percent."""

    id: str = Field(primary_key=True)
    pair_id: str = Field(index=True)
    title: str
    progress: int = 0
    made_at: datetime
    reached_at: datetime | None = None
