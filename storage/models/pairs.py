"""Rounds of matching, the pairs that came of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from storage.models.columns import json_field


class RoundState(StrEnum):
    """A round is a draft until it is published; a draft that is replaced is discarded.

    An alternative stands beside the draft, made with other settings, until an admin has chosen.
    """

    DRAFT = "draft"
    ALTERNATIVE = "alternative"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Round(SQLModel, table=True):
    """One matching of the members who are free, with the seed that makes it repeatable."""

    id: str = Field(primary_key=True)
    program_id: str = Field(index=True)
    number: int
    state: RoundState = RoundState.DRAFT
    seed: int
    total: int = 0
    bound: int = 0
    is_certified: bool = False
    settings: dict[str, Any] = json_field(dict)  # weights and hard rules that it was made with
    beside: str | None = Field(default=None, index=True)  # the draft that an alternative stands beside
    made_by: str
    made_at: datetime
    look_ends_at: datetime | None = None  # until when both sides may look before it is published
    is_looked_at: bool = False  # that look is over
    publishes_itself: bool = False  # once the look is over
    look_by: str = ""  # the admin who began the look; empty for the timetable
    published_at: datetime | None = None

    @property
    def is_open_to_look(self) -> bool:
        """Whether people are looking at their proposed partners, so that nothing may move."""
        return self.look_ends_at is not None and not self.is_looked_at


class Proposal(SQLModel, table=True):
    """A pair in a draft; score in thousandths of a point; reasons as kind and facts."""

    __table_args__ = (Index("ix_proposal_by_score", "round_id", "is_removed", "score"),)

    round_id: str = Field(primary_key=True)
    mentor_id: str = Field(primary_key=True)
    mentee_id: str = Field(primary_key=True)
    score: int
    reasons: list[dict[str, Any]] = json_field()
    is_locked: bool = False
    is_by_hand: bool = False
    is_removed: bool = False


class Unmatched(SQLModel, table=True):
    """Somebody whom a draft leaves without a partner, why, and what would help (empty: not known)."""

    round_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    role: str = Field(primary_key=True)
    reason: dict[str, Any] = json_field(dict)
    advice: dict[str, Any] = json_field(dict)


class Look(SQLModel, table=True):
    """A proposed partner that somebody was shown before the pairs were published, and a yes to them."""

    round_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    other_id: str = Field(primary_key=True)
    is_fine: bool = False


class Veto(SQLModel, table=True):
    """A proposed partner whom somebody would rather not have: private and kept, as a "not with" is."""

    person_id: str = Field(primary_key=True)
    other_id: str = Field(primary_key=True)
    round_id: str


class PairState(StrEnum):
    """How a pair stands. Whoever has met completes, however early; ended are those who never did."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    COMPLETED = "completed"


class Pair(SQLModel, table=True):
    """A mentor and a mentee who were introduced. Who ended a pair is not recorded.

    ``waits_again``: it came to its end early, and both halves wait for a new match. ``closes_at``: it comes
    to a good close then, because a re-organization has put both into one management chain.
    """

    id: str = Field(primary_key=True)
    program_id: str  # too common for an index, as is the state: a person's pairs are found by their halves
    round_id: str
    mentor_id: str = Field(index=True)
    mentee_id: str = Field(index=True)
    state: PairState = PairState.ACTIVE
    reasons: list[dict[str, Any]] = json_field()
    channel_id: str | None = None
    started_at: datetime
    ended_at: datetime | None = None
    waits_again: bool = False
    closes_at: datetime | None = Field(default=None, index=True)
