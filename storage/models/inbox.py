"""What came from Slack: taken before it is acked, worked off once; and the workspace that it comes from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel


class Received(SQLModel, table=True):
    """An event or an interaction. Only an event has a body, until it is done: what is needed to run it again.

    Its id is Slack's ``event_id``, or a keyed digest of who used what and where: it names nobody.
    """

    __table_args__ = (Index("ix_received_open", "done_at", "taken_until"),)

    id: str = Field(primary_key=True)
    type: str
    body: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    stamp: float = 0.0  # when it was clicked, by Slack's clock; 0: it can be meant only once
    attempts: int = 1
    received_at: datetime
    taken_until: datetime  # whoever works on it has it until then
    done_at: datetime | None = None
    kept_until: datetime = Field(index=True)


class Installation(SQLModel, table=True):
    """The one workspace whose program is kept here."""

    team_id: str = Field(primary_key=True)
