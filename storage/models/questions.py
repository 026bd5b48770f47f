"""Questions of 15 minutes that people without a partner ask, and who was asked to take them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class QuestionState(StrEnum):
    """A question is open until somebody takes it, nobody did, or its asker withdraws it."""

    OPEN = "open"
    TAKEN = "taken"
    UNANSWERED = "unanswered"
    WITHDRAWN = "withdrawn"
    UNMET = "unmet"  # nobody offers the skill: nobody was asked, and it is wanted


class Question(SQLModel, table=True):
    """A member's question; ``wave`` counts how often mentors were asked, ``revision`` changes of the time.

    ``due_at`` is when it is looked at again while it is open.
    """

    id: str = Field(primary_key=True)
    program_id: str = Field(index=True)
    person_id: str = Field(index=True)
    skill_id: str
    text: str
    state: QuestionState = Field(default=QuestionState.OPEN, index=True)
    asked_at: datetime
    due_at: datetime
    wave: int = 1
    mentor_id: str | None = Field(default=None, index=True)
    taken_at: datetime | None = None
    starts_at: datetime | None = None
    revision: int = 0
    helped_at: datetime | None = None


class QuestionAsk(SQLModel, table=True):
    """That a mentor was asked to take a question, and when they said yes or no; nobody else sees it."""

    question_id: str = Field(primary_key=True)
    mentor_id: str = Field(primary_key=True, index=True)
    asked_at: datetime
    answered_at: datetime | None = None
