"""Check-ins and surveys. A check-in is confidential, a survey answer belongs to nobody."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class CheckIn(SQLModel, table=True):
    """One question to one half of a pair: did you meet, how is it going, is anything in the way.

    It closes when the next one is asked or the pair ends. The note is the person's own unless they share it.
    """

    id: str = Field(primary_key=True)
    pair_id: str = Field(index=True)
    person_id: str = Field(index=True)
    number: int
    asked_at: datetime = Field(index=True)
    answered_at: datetime | None = None
    is_closed: bool = False
    met: bool | None = None
    mood: str | None = None
    obstacle: str | None = None
    note: str = ""
    is_note_shared: bool = False
    wants_word: bool = False  # with a program admin


class Wave(StrEnum):
    """The three moments of measuring."""

    BASELINE = "baseline"
    MIDPOINT = "midpoint"
    CLOSING = "closing"


class Survey(SQLModel, table=True):
    """A wave of a program's survey."""

    id: str = Field(primary_key=True)
    program_id: str = Field(index=True)
    wave: Wave
    opens_on: date


class SurveyParticipation(SQLModel, table=True):
    """That somebody was asked and whether they answered; never what they answered, nor when."""

    survey_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    asked_on: date
    is_reminded: bool = False
    has_answered: bool = False


class SurveyAnswer(SQLModel, table=True):
    """One item of one anonymous sheet; ``then`` is the look back at the start.

    A sheet's id is random, and SQLite keeps the table without row ids, which would tell the order of arrival.
    """

    __table_args__ = {"sqlite_with_rowid": False}

    sheet_id: str = Field(primary_key=True)
    item_id: str = Field(primary_key=True)
    survey_id: str = Field(index=True)
    role: str
    value: int
    then: int | None = None
