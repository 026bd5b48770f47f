"""Rounds of matching, the pairs that came of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

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
    made_by: str
    made_at: datetime
    published_at: datetime | None = None


class Proposal(SQLModel, table=True):
    """A pair in a draft; score in thousandths of a point; reasons as kind and facts."""

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


class PairState(StrEnum):
    """How a pair stands. An early finish is a completion."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    COMPLETED = "completed"


class Pair(SQLModel, table=True):
    """A mentor and a mentee who were introduced. Who ended a pair is not recorded."""

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
