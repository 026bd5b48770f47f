"""Queries on survey waves, participation and sheets. Nothing here joins a person with an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, insert, text, tuple_
from sqlalchemy.sql.expression import SQLColumnExpression
from sqlmodel import col, select

from bot.rules.surveys import Tally
from storage.models import (
    Member,
    MemberState,
    Survey,
    SurveyAnswer,
    SurveyParticipation,
    Wave,
)
from storage.shelf import Shelf

OF_WAVE = select(Survey).where(
    col(Survey.program_id) == bindparam("program"), col(Survey.wave) == bindparam("wave")
)
UNANSWERED = (
    select(Survey, SurveyParticipation)
    .join(SurveyParticipation, col(SurveyParticipation.survey_id) == col(Survey.id))
    .where(col(Survey.program_id) == bindparam("program"))
    .where(col(SurveyParticipation.person_id) == bindparam("person"))
    .where(~col(SurveyParticipation.has_answered))
    .order_by(col(SurveyParticipation.asked_on).desc(), col(Survey.id))
)

# PostgreSQL notes with each row which transaction wrote it (xmin), and one wrote a sheet and who answered.
TO_SHUFFLE = """
    SELECT survey_id FROM surveyanswer GROUP BY survey_id HAVING count(DISTINCT xmin::text) > 1
    UNION
    SELECT survey_id FROM surveyanswer JOIN surveyparticipation AS took_part USING (survey_id)
    WHERE surveyanswer.xmin::text = took_part.xmin::text
"""
SHUFFLE = text("""
    WITH gone AS (DELETE FROM surveyanswer WHERE survey_id = :survey RETURNING *)
    INSERT INTO surveyanswer SELECT * FROM gone ORDER BY random()
""")


class Surveys(Shelf):
    """Survey waves, participation and sheets."""

    def get(self, survey_id: str) -> Survey | None:
        """Return a survey by id."""
        return self.row(Survey, survey_id)

    def of(self, program_id: str, wave: Wave) -> Survey | None:
        """Return a program's survey of a wave, once it was opened."""
        return self.session.exec(OF_WAVE, params={"program": program_id, "wave": wave}).first()

    def participation(self, survey_id: str, person_id: str) -> SurveyParticipation | None:
        """Return whether somebody was asked and answered."""
        return self.row(SurveyParticipation, survey_id, person_id)

    def unanswered(self, program_id: str, person_id: str) -> list[tuple[Survey, SurveyParticipation]]:
        """Return what somebody was asked and did not answer, the newest first."""
        return list(self.session.exec(UNANSWERED, params={"program": program_id, "person": person_id}))

    def ask(self, survey: Survey, people: Iterable[str], on: date) -> None:
        """Note of people who were not asked yet that they are."""
        common = {"survey_id": survey.id, "asked_on": on, "has_answered": False, "is_reminded": False}
        if rows := [{"person_id": person_id, **common} for person_id in people]:
            self.session.flush()
            self.session.execute(insert(SurveyParticipation), rows)

    def to_ask(self, survey: Survey, joined_before: datetime, *, after: str, most: int) -> list[str]:
        """Return active members behind an id who were not asked yet, and joined before a moment."""
        is_asked = exists().where(
            col(SurveyParticipation.survey_id) == survey.id,
            col(SurveyParticipation.person_id) == col(Member.person_id),
        )
        query = select(Member.person_id).where(
            Member.program_id == survey.program_id,
            Member.state == MemberState.ACTIVE,
            Member.joined_at < joined_before,
            Member.person_id > after,
            ~is_asked,
        )
        return list(self.session.exec(query.order_by(col(Member.person_id)).limit(most)))

    def to_remind(
        self, program_id: str, asked_since: date, asked_until: date, *, after: tuple[str, str], most: int
    ) -> list[SurveyParticipation]:
        """Return who was asked between two days, did not answer and was not reminded; nobody who is quiet.

        They come by person and survey, from behind such a pair of ids on.
        """
        query = (
            select(SurveyParticipation)
            .join(Survey, col(Survey.id) == col(SurveyParticipation.survey_id))
            .join(Member, col(Member.person_id) == col(SurveyParticipation.person_id))
            .where(Survey.program_id == program_id, Member.program_id == program_id)
            .where(~col(SurveyParticipation.has_answered), ~col(SurveyParticipation.is_reminded))
            .where(col(SurveyParticipation.asked_on).between(asked_since, asked_until))
            .where(Member.state == MemberState.ACTIVE, col(Member.quiet_since).is_(None))
            .where(tuple_(col(SurveyParticipation.person_id), col(SurveyParticipation.survey_id)) > after)
            .order_by(col(SurveyParticipation.person_id), col(SurveyParticipation.survey_id))
        )
        return list(self.session.exec(query.limit(most)))

    def shuffle(self) -> None:
        """Let the sheets of a survey look as if they had been written all at once, in random order.

        SQLite keeps no trace of either: its table of sheets is sorted by their random ids.
        """
        connection = self.session.connection()
        if connection.dialect.name == "postgresql":
            for survey_id in connection.exec_driver_sql(TO_SHUFFLE).scalars().all():
                connection.execute(SHUFFLE, {"survey": survey_id})

    def counts(self, survey_id: str) -> tuple[int, int]:
        """Return how many were asked and how many answered."""
        answered = func.sum(case((col(SurveyParticipation.has_answered), 1), else_=0))
        query = select(func.count(), answered).where(SurveyParticipation.survey_id == survey_id)
        asked, done = self.session.exec(query).one()
        return asked, done or 0

    def tallies(self, survey_id: str) -> list[Tally]:
        """Return the sums of a survey's answers by role and item."""
        now = self._sums(survey_id, col(SurveyAnswer.value))
        then = self._sums(survey_id, col(SurveyAnswer.then))
        return [
            Tally(role, item, count, total, then.get((role, item), (0, None))[1])
            for (role, item), (count, total) in now.items()
        ]

    def _sums(
        self, survey_id: str, column: SQLColumnExpression[Any]
    ) -> dict[tuple[str, str], tuple[int, int]]:
        """Return count and sum of a column, by role and item."""
        by = (col(SurveyAnswer.role), col(SurveyAnswer.item_id))
        query = (
            select(*by, func.count(column), func.sum(column))
            .where(SurveyAnswer.survey_id == survey_id, column.is_not(None))
            .group_by(*by)
            .order_by(*by)
        )
        return {(role, item): (count, int(total)) for role, item, count, total in self.session.exec(query)}
