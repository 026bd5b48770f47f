"""Queries on thanks, shout-outs, badges and certificates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, bindparam, func
from sqlalchemy import select as core_select
from sqlmodel import col, or_, select

from bot.rules.badges import Milestones
from storage.models import (
    Badge,
    Certificate,
    Goal,
    LessonProgress,
    Pair,
    PairState,
    Question,
    Session,
    SessionState,
    ShoutOut,
    ShoutOutState,
    Thanks,
)
from storage.shelf import Shelf

PERSON: BindParameter[str] = bindparam("person")
PROGRAM: BindParameter[str] = bindparam("program")
MY_PAIRS = (
    col(Pair.program_id) == PROGRAM,
    or_(col(Pair.mentor_id) == PERSON, col(Pair.mentee_id) == PERSON),
)


def _count(*where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*where).scalar_subquery()


MILESTONES = core_select(
    _count(*MY_PAIRS, col(Session.pair_id) == col(Pair.id), col(Session.state) == SessionState.HELD),
    _count(*MY_PAIRS, col(Goal.pair_id) == col(Pair.id), col(Goal.reached_at).is_not(None)),
    _count(*MY_PAIRS, col(Pair.state) == PairState.COMPLETED),
    _count(
        col(LessonProgress.person_id) == PERSON,
        col(LessonProgress.program_id) == PROGRAM,
        col(LessonProgress.lesson_id).in_(bindparam("track", expanding=True)),
        col(LessonProgress.done_at).is_not(None),
    ),
    _count(col(Thanks.from_id) == PERSON, col(Thanks.program_id) == PROGRAM),
    _count(
        col(Question.mentor_id) == PERSON,
        col(Question.program_id) == PROGRAM,
        col(Question.helped_at).is_not(None),
    ),
)
COMPLETED = (
    select(Pair)
    .where(*MY_PAIRS, Pair.state == PairState.COMPLETED)
    .order_by(col(Pair.started_at), col(Pair.id))
)
BADGES = (
    select(Badge)
    .where(col(Badge.person_id) == PERSON, col(Badge.program_id) == PROGRAM)
    .order_by(col(Badge.earned_at), col(Badge.badge_id))
)
CERTIFICATE = select(Certificate).where(
    col(Certificate.person_id) == PERSON, col(Certificate.program_id) == PROGRAM
)
THANKS = select(func.count()).where(col(Thanks.to_id) == PERSON, col(Thanks.program_id) == PROGRAM)
LAST_THANKS = (
    select(Thanks)
    .where(col(Thanks.to_id) == PERSON, col(Thanks.program_id) == PROGRAM)
    .order_by(col(Thanks.sent_at).desc(), col(Thanks.id))
    .limit(1)
)


class Recognition(Shelf):
    """Thanks, shout-outs, badges and certificates."""

    # Thanks

    def thanks(self, thanks_id: str) -> Thanks | None:
        """Return a thank-you by id."""
        return self.row(Thanks, thanks_id)

    def same_thanks(self, sender: str, recipient: str, text: str, since: datetime) -> Thanks | None:
        """Return a thank-you in the same words to the same person since a moment."""
        query = select(Thanks).where(
            Thanks.from_id == sender, Thanks.to_id == recipient, Thanks.text == text, Thanks.sent_at >= since
        )
        return self.session.exec(query.limit(1)).first()

    def count_thanks(self, recipient: str, program_id: str) -> int:
        """Return how often somebody was thanked in a program."""
        return self.session.exec(THANKS, params={"person": recipient, "program": program_id}).one()

    def last_thanks(self, recipient: str, program_id: str) -> Thanks | None:
        """Return the newest thank-you to somebody."""
        return self.session.exec(LAST_THANKS, params={"person": recipient, "program": program_id}).first()

    # Badges

    def milestones(self, person_id: str, program_id: str, track: Sequence[str]) -> Milestones:
        """Return what somebody did in a program; ``track`` holds the ids of their lessons."""
        mine = {"person": person_id, "program": program_id, "track": list(track)}
        self.session.flush()
        found = self.session.connection().execute(MILESTONES, mine).one()
        sessions, goals, pairs, lessons, thanks, helped = found
        return Milestones(sessions, lessons, len(track), thanks, goals, pairs, helped)

    def badges(self, person_id: str, program_id: str) -> list[Badge]:
        """Return somebody's badges, the first one first."""
        return list(self.session.exec(BADGES, params={"person": person_id, "program": program_id}))

    # Certificates

    def certificate(self, certificate_id: str) -> Certificate | None:
        """Return a certificate by id."""
        return self.row(Certificate, certificate_id)

    def certificate_of(self, person_id: str, program_id: str) -> Certificate | None:
        """Return somebody's certificate of a program."""
        return self.session.exec(CERTIFICATE, params={"person": person_id, "program": program_id}).first()

    def completed_by(self, person_id: str, program_id: str) -> list[Pair]:
        """Return the pairs that somebody saw through to their end, the oldest first."""
        return list(self.session.exec(COMPLETED, params={"person": person_id, "program": program_id}))

    # Shout-outs

    def shout_out(self, shout_out_id: str) -> ShoutOut | None:
        """Return a shout-out to one person by id."""
        return self.row(ShoutOut, shout_out_id)

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
