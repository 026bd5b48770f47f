"""Queries on lessons under way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, insert, or_
from sqlmodel import col, select

from bot.rules.training import Sent
from storage.models import LessonProgress, Member, MemberState, Role
from storage.shelf import Shelf

SENT = (
    select(LessonProgress)
    .where(col(LessonProgress.person_id) == bindparam("person"))
    .where(col(LessonProgress.program_id) == bindparam("program"))
    .order_by(col(LessonProgress.owed_at), col(LessonProgress.lesson_id))
)


class Training(Shelf):
    """Lessons under way."""

    def get(self, person_id: str, program_id: str, lesson_id: str) -> LessonProgress | None:
        """Return a lesson on its way through a member's hands."""
        return self.row(LessonProgress, person_id, program_id, lesson_id)

    def of(self, person_id: str, program_id: str) -> list[LessonProgress]:
        """Return the lessons that a member was sent, the first one first."""
        return list(self.session.exec(SENT, params={"person": person_id, "program": program_id}))

    def owe(self, program_id: str, lessons: Mapping[str, str], at: datetime) -> None:
        """Note which lesson people are sent, each one that they did not have before."""
        common = {"program_id": program_id, "owed_at": at, "done_at": None, "reflection": None}
        if rows := [{"person_id": one, "lesson_id": lesson, **common} for one, lesson in lessons.items()]:
            self.session.flush()
            self.session.execute(insert(LessonProgress), rows)

    def sent_before(
        self, program_id: str, moment: datetime, today: date, *, after: str, most: int
    ) -> list[tuple[str, Role, int]]:
        """Return active members behind an id without a lesson since a moment: id, role, how many were sent.

        Whoever fell silent, or wants no questions today, is left in peace.
        """
        newest = func.max(LessonProgress.owed_at)
        query = (
            select(Member.person_id, Member.role, func.count(col(LessonProgress.lesson_id)))
            .outerjoin(
                LessonProgress,
                and_(
                    col(LessonProgress.person_id) == col(Member.person_id),
                    col(LessonProgress.program_id) == col(Member.program_id),
                ),
            )
            .where(Member.program_id == program_id, Member.state == MemberState.ACTIVE)
            .where(Member.person_id > after)
            .where(or_(col(Member.quiet_since).is_(None), col(Member.asked_again_from) <= today))
            .group_by(col(Member.person_id), col(Member.program_id))  # in the order of an index
            .having(or_(newest.is_(None), newest <= moment))
            .order_by(col(Member.person_id))
            .limit(most)
        )
        return [(person, Role(role), count) for person, role, count in self.session.exec(query)]

    def sent_to(self, program_id: str, people: Iterable[str]) -> dict[str, list[Sent]]:
        """Return, for each of these people, the lessons that they were sent."""
        sent: dict[str, list[Sent]] = defaultdict(list)
        lesson = LessonProgress
        query = (
            select(lesson.person_id, lesson.lesson_id, lesson.owed_at, col(lesson.done_at).is_not(None))
            .where(lesson.program_id == program_id, col(lesson.person_id).in_(list(people)))
            .order_by(col(lesson.owed_at), col(lesson.lesson_id))
        )
        for person, lesson_id, owed_at, is_done in self.session.exec(query):
            sent[person].append(Sent(lesson_id, owed_at, is_done))
        return sent
