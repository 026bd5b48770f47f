"""What is owed to people, what they heard lately, how fast Slack lets us speak, which beats have passed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from bot import causes
from storage.models.columns import json_field


class OutboxState(StrEnum):
    """A message is due, claimed by a sender, attempted, and then sent, or it ends unsent for a reason."""

    DUE = "due"
    CLAIMED = "claimed"  # a sender has it until its lease ends; nothing was said yet
    ATTEMPTED = "attempted"  # being said at this very moment
    AMBIGUOUS = "ambiguous"  # it may have been said: somebody has to look
    SENT = "sent"
    DEAD = "dead"  # Slack refuses it for good
    EXPIRED = "expired"  # it came too late to be useful
    OUTDATED = "outdated"  # things moved on before it left
    MENTIONED = "mentioned"  # another message named it in a line, and it is shown to whoever asks


WAITING = (OutboxState.DUE, OutboxState.CLAIMED)  # nobody has heard it, and it can be taken back
GONE = (OutboxState.ATTEMPTED, OutboxState.AMBIGUOUS, OutboxState.SENT)


class Step(StrEnum):
    """The call that brings a message further. Its value is Slack's method, which has a pace of its own."""

    OPEN = "conversations.open"  # the group DM of a pair that has none yet
    POST = "chat.postMessage"
    EDIT = "chat.update"  # changes an earlier message
    WHISPER = "chat.postEphemeral"  # for one person's eyes in a channel
    ATTACH = "files.completeUploadExternal"  # its files, once it is posted
    LOOK = "conversations.history"  # whether it was posted after all


class OutboxMessage(SQLModel, table=True):
    """A message owed to a person, a pair's group DM, or a channel. Its key says why it exists.

    With ``other_id`` it goes to the group DM of the person and that other one. A person *and* a channel: for
    this person's eyes there. ``edits``: it replaces the message of that key.
    """

    __table_args__ = (
        Index("ix_outbox_turn", "state", "step", "urgency", "rank", "not_before", "key"),
        Index("ix_outbox_due", "state", "step", "not_before"),
    )

    key: str = Field(primary_key=True)
    kind: str
    person_id: str | None = Field(default=None, index=True)
    other_id: str | None = None
    pair_id: str | None = Field(default=None, index=True)
    channel_id: str | None = None
    edits: str | None = None
    mentions: list[str] = json_field()  # keys of messages that it names in a line
    facts: dict[str, Any] = json_field(dict)
    urgency: int
    rank: int
    not_before: datetime
    held_since: datetime | None = None  # when our manners first kept it back
    expires_at: datetime
    state: OutboxState = OutboxState.DUE
    step: Step = Step.POST
    lease_until: datetime | None = None
    attempts: int = 0  # claims so far; whoever holds an older one changes nothing any more
    attempt_id: str | None = None
    sent_at: datetime | None = None
    ts: str | None = None
    files: list[str] | None = Field(default=None, sa_column=Column(JSON))  # ids of its files, once announced
    problem: str | None = None
    # The event or click behind it, for the log; inserts in bulk have it too.
    cause: str | None = Field(default_factory=causes.current, sa_column_kwargs={"default": causes.current})


class Allowance(SQLModel, table=True):
    """How many more calls of a method Slack takes now: a token bucket that all processes share."""

    method: str = Field(primary_key=True)
    per_minute: float
    level: float
    at: datetime
    paused_until: datetime | None = None


class Heard(SQLModel, table=True):
    """That a person was spoken to unasked: the memory of the quiet budget."""

    key: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    at: datetime = Field(index=True)


class Beat(SQLModel, table=True):
    """That a beat of the timetable has passed for a period; ``missed``: so many before it did not."""

    name: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    at: datetime
    missed: int = 0
