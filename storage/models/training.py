"""Which lessons a member was sent and did."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class LessonProgress(SQLModel, table=True):
    """A lesson on its way through a member's hands; the reflection is the answer tapped."""

    person_id: str = Field(primary_key=True)
    program_id: str = Field(primary_key=True)
    lesson_id: str = Field(primary_key=True)
    owed_at: datetime
    done_at: datetime | None = None
    reflection: str | None = None
