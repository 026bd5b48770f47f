"""Queries on thanks, shout-outs, badges and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, func
from sqlmodel import col, or_, select

from bot.rules.badges import Milestones
from storage.models import (
    Badge,
    Certificate,
    Goal,
    LessonProgress,
    Pair,
    PairState,
    Session,
    SessionState,
    ShoutOut,
    ShoutOutState,
    Thanks,
)
from storage.shelf import Shelf


class Recognition(Shelf):
    """Thanks, shout-outs, badges and certificates."""

    # Thanks

    def thanks(self, thanks_id: str) -> Thanks | None:
        """Return a thank-you by id."""
        return self.session.get(Thanks, thanks_id)

    def same_thanks(self, sender: str, recipient: str, text: str, since: datetime) -> Thanks | None:
        """Return a thank-you in the same words to the same person since a moment."""
        query = select(Thanks).where(
            Thanks.from_id == sender, Thanks.to_id == recipient, Thanks.text == text, Thanks.sent_at >= since
        )
        return self.session.exec(query.limit(1)).first()

    def count_thanks(self, recipient: str, program_id: str) -> int:
        """Return how often somebody was thanked in a program."""
        query = select(func.count()).where(Thanks.to_id == recipient, Thanks.program_id == program_id)
        return self.session.exec(query).one()

    def last_thanks(self, recipient: str, program_id: str) -> Thanks | None:
        """Return the newest thank-you to somebody."""
        query = select(Thanks).where(Thanks.to_id == recipient, Thanks.program_id == program_id)
        newest = query.order_by(col(Thanks.sent_at).desc(), col(Thanks.id))
        return self.session.exec(newest.limit(1)).first()

    # Badges

    def milestones(self, person_id: str, program_id: str, track: Sequence[str]) -> Milestones:
        """Return what somebody did in a program; ``track`` holds the ids of their lessons."""
        mine = person_id, program_id
        in_pairs = select(_sessions_held(*mine), _goals_reached(*mine), _pairs_completed(*mine))
        alone = select(_lessons_done(*mine, track), _thanks_given(*mine))
        sessions, goals, pairs = self.session.exec(in_pairs).one()
        lessons, thanks = self.session.exec(alone).one()
        return Milestones(sessions, lessons, len(track), thanks, goals, pairs)

    def badges(self, person_id: str, program_id: str) -> list[Badge]:
        """Return somebody's badges, the first one first."""
        query = select(Badge).where(Badge.person_id == person_id, Badge.program_id == program_id)
        return list(self.session.exec(query.order_by(col(Badge.earned_at), col(Badge.badge_id))))

    # Certificates

    def certificate(self, certificate_id: str) -> Certificate | None:
        """Return a certificate by id."""
        return self.session.get(Certificate, certificate_id)

    def certificate_of(self, person_id: str, program_id: str) -> Certificate | None:
        """Return somebody's certificate of a program."""
        query = select(Certificate).where(
            Certificate.person_id == person_id, Certificate.program_id == program_id
        )
        return self.session.exec(query).first()

    def completed_by(self, person_id: str, program_id: str) -> list[Pair]:
        """Return the pairs that somebody saw through to their end, the oldest first."""
        query = select(Pair).where(*_pairs_of(person_id, program_id), Pair.state == PairState.COMPLETED)
        return list(self.session.exec(query.order_by(col(Pair.started_at), col(Pair.id))))

    # Shout-outs

    def shout_out(self, shout_out_id: str) -> ShoutOut | None:
        """Return a shout-out to one person by id."""
        return self.session.get(ShoutOut, shout_out_id)

    def shout_outs(self, ids: Iterable[str]) -> list[ShoutOut]:
        """Return these shout-outs, by person."""
        query = select(ShoutOut).where(col(ShoutOut.id).in_(list(ids)))
        return list(self.session.exec(query.order_by(col(ShoutOut.person_id), col(ShoutOut.id))))

    def asked_together(self, one: ShoutOut) -> list[ShoutOut]:
        """Return a shout-out with those that an admin composed in one go with it, by person."""
        query = select(ShoutOut).where(
            ShoutOut.program_id == one.program_id,
            ShoutOut.admin_id == one.admin_id,
            ShoutOut.made_at == one.made_at,
            ShoutOut.text == one.text,
            ShoutOut.channel_id == one.channel_id,
        )
        return list(self.session.exec(query.order_by(col(ShoutOut.person_id), col(ShoutOut.id))))

    def newest_shout_outs(self, program_id: str, most: int) -> list[ShoutOut]:
        """Return the newest shout-outs of a program, whatever came of them, the newest first."""
        query = select(ShoutOut).where(ShoutOut.program_id == program_id)
        newest = query.order_by(col(ShoutOut.made_at).desc(), col(ShoutOut.person_id))
        return list(self.session.exec(newest.limit(most)))

    def honored_since(self, people: Iterable[str], since: datetime) -> dict[str, datetime]:
        """Return when each of these people was last asked about a shout-out after a moment, if they were."""
        query = (
            select(ShoutOut.person_id, func.max(ShoutOut.made_at))
            .where(col(ShoutOut.person_id).in_(list(people)), ShoutOut.made_at > since)
            .group_by(col(ShoutOut.person_id))
            .order_by(col(ShoutOut.person_id))
        )
        return dict(self.session.exec(query).all())

    def unanswered(self, until: datetime) -> list[ShoutOut]:
        """Return the shout-outs that were asked up to a moment and have no answer, the oldest first."""
        query = select(ShoutOut).where(ShoutOut.state == ShoutOutState.ASKED, ShoutOut.made_at <= until)
        return list(self.session.exec(query.order_by(col(ShoutOut.made_at), col(ShoutOut.person_id))))


def _pairs_of(person_id: str, program_id: str) -> tuple[ColumnElement[bool], ...]:
    either = or_(col(Pair.mentor_id) == person_id, col(Pair.mentee_id) == person_id)
    return col(Pair.program_id) == program_id, either


def _sessions_held(person_id: str, program_id: str) -> ScalarSelect[int]:
    held = select(func.count()).select_from(Session).join(Pair, col(Pair.id) == col(Session.pair_id))
    mine = _pairs_of(person_id, program_id)
    return held.where(*mine, Session.state == SessionState.HELD).scalar_subquery()


def _lessons_done(person_id: str, program_id: str, track: Sequence[str]) -> ScalarSelect[int]:
    done = select(func.count()).where(
        LessonProgress.person_id == person_id,
        LessonProgress.program_id == program_id,
        col(LessonProgress.lesson_id).in_(track),
        col(LessonProgress.done_at).is_not(None),
    )
    return done.scalar_subquery()


def _thanks_given(person_id: str, program_id: str) -> ScalarSelect[int]:
    given = select(func.count()).where(Thanks.from_id == person_id, Thanks.program_id == program_id)
    return given.scalar_subquery()


def _goals_reached(person_id: str, program_id: str) -> ScalarSelect[int]:
    goals = select(func.count()).select_from(Goal).join(Pair, col(Pair.id) == col(Goal.pair_id))
    mine = _pairs_of(person_id, program_id)
    return goals.where(*mine, col(Goal.reached_at).is_not(None)).scalar_subquery()


def _pairs_completed(person_id: str, program_id: str) -> ScalarSelect[int]:
    mine = _pairs_of(person_id, program_id)
    completed = select(func.count()).select_from(Pair)
    return completed.where(*mine, Pair.state == PairState.COMPLETED).scalar_subquery()
