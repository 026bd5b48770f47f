"""What is owed to people, what they heard lately, and which beats of the clock have passed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot import causes
from storage.models.columns import json_field


class OutboxState(StrEnum):
    """A message is due, attempted, and then sent, or it ends unsent for a reason."""

    DUE = "due"
    ATTEMPTED = "attempted"
    SENT = "sent"
    DEAD = "dead"  # Slack refuses it for good
    EXPIRED = "expired"  # it came too late to be useful
    OUTDATED = "outdated"  # things moved on before it left


class OutboxMessage(SQLModel, table=True):
    """A message owed to a person, a pair's group DM, or a channel. Its key says why it exists.

    With ``other_id`` it goes to the group DM of the person and that other one.
    """

    __table_args__ = (Index("ix_outbox_due", "state", "not_before"),)

    key: str = Field(primary_key=True)
    kind: str
    person_id: str | None = Field(default=None, index=True)
    other_id: str | None = None
    pair_id: str | None = Field(default=None, index=True)
    channel_id: str | None = None
    facts: dict[str, Any] = json_field(dict)
    urgency: int
    rank: int
    not_before: datetime
    expires_at: datetime
    state: OutboxState = OutboxState.DUE
    attempts: int = 0
    attempt_id: str | None = None
    sent_at: datetime | None = None
    ts: str | None = None
    problem: str | None = None
    cause: str | None = Field(default_factory=causes.current)  # the event or click behind it, for the log


class Heard(SQLModel, table=True):
    """That a person was spoken to unasked: the memory of the quiet budget."""

    key: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    at: datetime = Field(index=True)


class Beat(SQLModel, table=True):
    """That a beat of the timetable has passed for a period."""

    name: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    at: datetime
