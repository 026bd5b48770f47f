"""Counts and averages over a whole program: a handful of queries, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func
from sqlalchemy.orm import defer
from sqlmodel import col, or_, select

from storage.models import (
    CheckIn,
    LessonProgress,
    Member,
    MemberSkill,
    MemberState,
    OutboxMessage,
    OutboxState,
    Pair,
    Session,
    SessionState,
    Side,
    Skill,
)
from storage.shelf import Shelf


class Numbers(NamedTuple):
    """What was asked or sent, and what came of it."""

    asked: int = 0
    answered: int = 0


class Fared(NamedTuple):
    """A pair with its sessions and its newest answer to a check-in."""

    pair: Pair
    planned: int
    held: int
    first_met_at: datetime | None
    last_met_at: datetime | None
    last_answer_at: datetime | None


class SkillGap(NamedTuple):
    """A skill with how many members share it and how many want it."""

    label: str
    offered: int
    wanted: int


class Reports(Shelf):
    """Reads all rows, changes none."""

    def roles(self, program_id: str) -> dict[str, int]:
        """Return how many members, pausing ones included, came for each role."""
        query = (
            select(Member.role, func.count())
            .where(Member.program_id == program_id, Member.state != MemberState.LEFT)
            .group_by(col(Member.role))
        )
        return {str(role): count for role, count in self.session.exec(query)}

    def too_late(self, since: datetime) -> int:
        """Return how many messages expired since a moment: kept back, or owed while nobody was up."""
        query = select(func.count()).where(
            OutboxMessage.state == OutboxState.EXPIRED, col(OutboxMessage.expires_at) >= since
        )
        return self.session.exec(query).one()

    def present(self, program_id: str) -> frozenset[str]:
        """Return who is in the program and not pausing."""
        query = select(Member.person_id).where(
            Member.program_id == program_id, Member.state == MemberState.ACTIVE
        )
        return frozenset(self.session.exec(query))

    def fared(self, program_id: str, now: datetime) -> list[Fared]:
        """Return every pair of a program with what it did, the oldest first."""
        held, planned = self._held(program_id), self._planned(program_id, now)
        answers = self._answers(program_id)
        light = defer(Pair.reasons)  # type: ignore[arg-type]  # a column, which SQLModel types as its value
        query = select(Pair).where(Pair.program_id == program_id).options(light)
        return [
            Fared(pair, planned.get(pair.id, 0), *held.get(pair.id, (0, None, None)), answers.get(pair.id))
            for pair in self.session.exec(query.order_by(col(Pair.started_at), col(Pair.id)))
        ]

    def check_ins(self, program_id: str) -> Numbers:
        """Return how many check-ins were asked and answered."""
        query = (
            select(func.count(), func.count(col(CheckIn.answered_at)))
            .join(Pair, col(Pair.id) == col(CheckIn.pair_id))
            .where(Pair.program_id == program_id)
        )
        return Numbers(*self.session.exec(query).one())

    def held_since(self, program_id: str, since: datetime) -> int:
        """Return how many sessions were held since a moment."""
        query = (
            select(func.count())
            .select_from(Session)
            .join(Pair, col(Pair.id) == col(Session.pair_id))
            .where(Pair.program_id == program_id, Session.state == SessionState.HELD)
            .where(Session.starts_at >= since)
        )
        return self.session.exec(query).one()

    def sessions_held(self, program_id: str, person_id: str) -> int:
        """Return how many sessions somebody held in a program, with whomever."""
        query = (
            select(func.count())
            .select_from(Session)
            .join(Pair, col(Pair.id) == col(Session.pair_id))
            .where(Pair.program_id == program_id, Session.state == SessionState.HELD)
            .where(or_(Pair.mentor_id == person_id, Pair.mentee_id == person_id))
        )
        return self.session.exec(query).one()

    def lessons(self, program_id: str) -> Numbers:
        """Return how many lessons were sent and done."""
        query = select(func.count(), func.count(col(LessonProgress.done_at))).where(
            LessonProgress.program_id == program_id
        )
        return Numbers(*self.session.exec(query).one())

    def lessons_by_person(self, program_id: str) -> Mapping[str, int]:
        """Return how many lessons each member did."""
        query = (
            select(LessonProgress.person_id, func.count(col(LessonProgress.done_at)))
            .where(LessonProgress.program_id == program_id)
            .group_by(col(LessonProgress.person_id))
        )
        return dict(self.session.exec(query).all())

    def skill_gaps(self, program_id: str) -> list[SkillGap]:
        """Return each skill that somebody shares or wants, by label."""
        offered, wanted = self._counted(Side.OFFERS), self._counted(Side.WANTS)
        query = (
            select(Skill.label, offered, wanted)
            .join(MemberSkill, col(MemberSkill.skill_id) == col(Skill.id))
            .join(
                Member,
                (col(Member.person_id) == col(MemberSkill.person_id))
                & (col(Member.program_id) == col(MemberSkill.program_id)),
            )
            .where(Member.program_id == program_id, Member.state != MemberState.LEFT)
            .group_by(col(Skill.id), col(Skill.label))
            .order_by(col(Skill.label))
        )
        return [SkillGap(*row) for row in self.session.exec(query)]

    def _held(self, program_id: str) -> dict[str, tuple[int, datetime | None, datetime | None]]:
        """Return how often each pair met, and when first and last."""
        starts_at = col(Session.starts_at)
        query = (
            select(Session.pair_id, func.count(), func.min(starts_at), func.max(starts_at))
            .join(Pair, col(Pair.id) == col(Session.pair_id))
            .where(Pair.program_id == program_id, Session.state == SessionState.HELD)
            .group_by(col(Session.pair_id))
        )
        return {pair: (count, first, last) for pair, count, first, last in self.session.exec(query)}

    def _planned(self, program_id: str, now: datetime) -> dict[str, int]:
        """Return how many sessions each pair has ahead."""
        query = (
            select(Session.pair_id, func.count())
            .join(Pair, col(Pair.id) == col(Session.pair_id))
            .where(Pair.program_id == program_id, Session.state == SessionState.PLANNED)
            .where(Session.starts_at >= now)
            .group_by(col(Session.pair_id))
        )
        return dict(self.session.exec(query).all())

    def _answers(self, program_id: str) -> dict[str, datetime]:
        query = (
            select(CheckIn.pair_id, func.max(CheckIn.answered_at))
            .join(Pair, col(Pair.id) == col(CheckIn.pair_id))
            .where(Pair.program_id == program_id, col(CheckIn.answered_at).is_not(None))
            .group_by(col(CheckIn.pair_id))
        )
        return {pair: at for pair, at in self.session.exec(query) if at}

    @staticmethod
    def _counted(side: Side) -> ColumnElement[int]:
        return func.sum(case((col(MemberSkill.side) == side, 1), else_=0))
