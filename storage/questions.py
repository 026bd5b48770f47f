"""Queries on quick questions: who asked, who can be asked, what came of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func
from sqlmodel import col, or_, select

from storage.models import (
    Member,
    MemberSkill,
    MemberState,
    OutboxMessage,
    Person,
    Question,
    QuestionAsk,
    QuestionState,
    Role,
    Side,
    Skill,
)
from storage.shelf import Shelf

OPEN = select(Question).where(
    col(Question.person_id) == bindparam("person"),
    col(Question.program_id) == bindparam("program"),
    Question.state == QuestionState.OPEN,
)
DUE = (
    select(Question)
    .where(Question.state == QuestionState.OPEN, col(Question.due_at) <= bindparam("now"))
    .order_by(col(Question.asked_at), col(Question.id))
)
TALKS = (
    select(Question.starts_at)
    .where(
        or_(
            col(Question.person_id).in_(bindparam("people", expanding=True)),
            col(Question.mentor_id).in_(bindparam("people", expanding=True)),
        )
    )
    .where(Question.state == QuestionState.TAKEN, col(Question.starts_at) >= bindparam("since"))
    .order_by(col(Question.starts_at))
)


class Offering(NamedTuple):
    """A mentor who shares a skill, and how well they know it (1-3)."""

    member: Member
    person: Person
    level: int


class Questions(Shelf):
    """Quick questions and those who were asked to take them."""

    def find(self, question_id: str) -> Question | None:
        """Return a question by id."""
        return self.row(Question, question_id)

    def open_of(self, person_id: str, program_id: str) -> Question | None:
        """Return the question of somebody's that nobody has taken yet."""
        return self.session.exec(OPEN, params={"person": person_id, "program": program_id}).first()

    def number_asked(self, person_id: str, program_id: str, since: datetime) -> int:
        """Return how many questions of somebody's went to mentors since a moment."""
        query = select(func.count()).where(
            Question.person_id == person_id,
            Question.program_id == program_id,
            Question.state != QuestionState.UNMET,
            Question.asked_at > since,
        )
        return self.session.exec(query).one()

    def unmet(self, person_id: str, program_id: str, skill_id: str) -> Question | None:
        """Return the note that somebody asked for a skill that nobody offers."""
        query = select(Question).where(
            Question.person_id == person_id,
            Question.program_id == program_id,
            Question.skill_id == skill_id,
            Question.state == QuestionState.UNMET,
        )
        return self.session.exec(query).first()

    def due(self, now: datetime) -> list[Question]:
        """Return the open questions that are to be looked at again, the oldest first."""
        return list(self.session.exec(DUE, params={"now": now}))

    # Who is asked

    def ask(self, question_id: str, mentor_id: str) -> QuestionAsk | None:
        """Return that a mentor was asked to take a question."""
        return self.row(QuestionAsk, question_id, mentor_id)

    def asks(self, question_id: str) -> list[QuestionAsk]:
        """Return who was asked to take a question."""
        query = select(QuestionAsk).where(QuestionAsk.question_id == question_id)
        return list(self.session.exec(query.order_by(col(QuestionAsk.mentor_id))))

    def waiting_for(self, mentor_id: str) -> list[tuple[QuestionAsk, Question]]:
        """Return the open questions that a mentor was asked to take and has not answered."""
        query = (
            select(QuestionAsk, Question)
            .join(Question, col(Question.id) == col(QuestionAsk.question_id))
            .where(QuestionAsk.mentor_id == mentor_id, col(QuestionAsk.answered_at).is_(None))
            .where(Question.state == QuestionState.OPEN)
        )
        return list(self.session.exec(query.order_by(col(Question.id))))

    def times_asked(self, mentor_ids: Collection[str]) -> dict[str, list[datetime]]:
        """Return when each of these mentors was asked to take a question."""
        times: dict[str, list[datetime]] = {mentor_id: [] for mentor_id in mentor_ids}
        query = select(QuestionAsk.mentor_id, QuestionAsk.asked_at).where(
            col(QuestionAsk.mentor_id).in_(list(mentor_ids))
        )
        for mentor_id, at in self.session.exec(query):
            times[mentor_id].append(at)
        return times

    def offering(self, program_id: str, skill_id: str, *states: MemberState) -> list[Offering]:
        """Return the mentors in these states (active by default) who share a skill and can be reached."""
        query = (
            select(Member, Person, MemberSkill.level)
            .join(Person, col(Person.id) == col(Member.person_id))
            .join(
                MemberSkill,
                (col(MemberSkill.person_id) == col(Member.person_id))
                & (col(MemberSkill.program_id) == col(Member.program_id)),
            )
            .where(Member.program_id == program_id, Member.role != Role.MENTEE)
            .where(col(Member.state).in_(states or (MemberState.ACTIVE,)))
            .where(MemberSkill.side == Side.OFFERS, MemberSkill.skill_id == skill_id)
            .where(Person.is_employee, Person.is_reachable)
        )
        return [Offering(*row) for row in self.session.exec(query.order_by(col(Member.person_id)))]

    def letters(self, question_id: str) -> list[OutboxMessage]:
        """Return the messages in which mentors were asked to take a question, as far as they were sent."""
        reason = f"question:{question_id}:asked:"
        query = select(OutboxMessage).where(
            col(OutboxMessage.key).between(reason, reason + "\uffff"), col(OutboxMessage.ts).is_not(None)
        )
        return list(self.session.exec(query.order_by(col(OutboxMessage.key))))

    # What came of it

    def talks(self, people: Collection[str], since: datetime) -> list[datetime]:
        """Return when any of these people has a talk about a question from a moment on."""
        found = self.session.exec(TALKS, params={"people": list(people), "since": since})
        return [at for at in found if at]

    def taken_and_helped(self, program_id: str) -> tuple[int, int]:
        """Return how many questions mentors took in a program, and after how many somebody said it helped."""
        query = select(func.count(), func.count(col(Question.helped_at))).where(
            Question.program_id == program_id, Question.state == QuestionState.TAKEN
        )
        taken, helped = self.session.exec(query).one()
        return taken, helped

    def wanted_skills(self, program_id: str) -> list[str]:
        """Return the labels of the skills that somebody asked for while nobody offered them, by label."""
        query = (
            select(Skill.id, Skill.label)
            .join(Question, col(Question.skill_id) == col(Skill.id))
            .where(Question.program_id == program_id, Question.state == QuestionState.UNMET)
            .distinct()
            .order_by(col(Skill.label))
        )
        return [label for skill, label in self.session.exec(query) if not self.is_offered(program_id, skill)]

    def is_offered(self, program_id: str, skill_id: str) -> bool:
        """Tell whether anybody in a program shares a skill, those on a break included."""
        return bool(self.offering(program_id, skill_id, MemberState.ACTIVE, MemberState.PAUSED))
