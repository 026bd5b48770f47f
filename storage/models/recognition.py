"""Thanks, shout-outs, badges and certificates."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class Thanks(SQLModel, table=True):
    """A private thank-you from one person to another."""

    id: str = Field(primary_key=True)
    program_id: str
    from_id: str = Field(index=True)
    to_id: str = Field(index=True)
    text: str
    sent_at: datetime


class ShoutOutState(StrEnum):
    """The person is asked first; their answer decides."""

    ASKED = "asked"
    POSTED = "posted"
    PRIVATE = "private"
    DECLINED = "declined"


class ShoutOut(SQLModel, table=True):
    """Public recognition of a person, composed by an admin, released by the person."""

    id: str = Field(primary_key=True)
    program_id: str = Field(index=True)
    admin_id: str
    person_id: str = Field(index=True)
    value_id: str
    text: str
    channel_id: str
    state: ShoutOutState = ShoutOutState.ASKED
    made_at: datetime
    decided_at: datetime | None = None


class Badge(SQLModel, table=True):
    """A milestone that a member reached."""

    person_id: str = Field(primary_key=True)
    program_id: str = Field(primary_key=True)
    badge_id: str = Field(primary_key=True)
    earned_at: datetime


class Certificate(SQLModel, table=True):
    """Proof of a completed program, as issued."""

    id: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    program_id: str = Field(index=True)
    issued_at: datetime
