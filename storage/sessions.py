"""Queries on sessions and goals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, or_, select, update

from storage.models import Goal, OutboxMessage, Pair, Session, SessionState
from storage.shelf import Shelf


class Sessions(Shelf):
    """Sessions and goals."""

    def find(self, session_id: str) -> Session | None:
        """Return a session by id."""
        return self.session.get(Session, session_id)

    def planned(self, pair_id: str) -> Session | None:
        """Return the session that a pair has planned, past ones that nobody confirmed included."""
        query = select(Session).where(Session.pair_id == pair_id, Session.state == SessionState.PLANNED)
        return self.session.exec(query.order_by(col(Session.starts_at).desc())).first()

    def last_held(self, pair_id: str) -> Session | None:
        """Return the session that a pair held last."""
        query = select(Session).where(Session.pair_id == pair_id, Session.state == SessionState.HELD)
        return self.session.exec(query.order_by(col(Session.number).desc())).first()

    def number_planned(self, pair_id: str) -> int:
        """Return how many sessions a pair has planned or held."""
        return self._count(pair_id, (SessionState.PLANNED, SessionState.HELD))

    def number_held(self, pair_id: str) -> int:
        """Return how many sessions a pair has held."""
        return self._count(pair_id, (SessionState.HELD,))

    def planned_with(self, people: Collection[str], since: datetime) -> list[Session]:
        """Return the sessions from a moment on that any of these people has planned, with whomever."""
        query = (
            select(Session)
            .join(Pair, col(Pair.id) == col(Session.pair_id))
            .where(or_(col(Pair.mentor_id).in_(people), col(Pair.mentee_id).in_(people)))
            .where(Session.state == SessionState.PLANNED, Session.starts_at >= since)
        )
        return list(self.session.exec(query.order_by(col(Session.starts_at), col(Session.id))))

    def call_off(self, pair_id: str) -> None:
        """Cancel what a pair has planned, because the pair rests or ends."""
        self.session.exec(
            update(Session)
            .where(col(Session.pair_id) == pair_id, col(Session.state) == SessionState.PLANNED)
            .values(state=SessionState.CANCELED, revision=col(Session.revision) + 1)
        )

    def letters(self, session_id: str) -> list[OutboxMessage]:
        """Return the messages about a session that stand in the pair's group DM, the oldest first."""
        reason = f"session:{session_id}:"
        query = select(OutboxMessage).where(
            col(OutboxMessage.key).between(reason, reason + "\uffff"), col(OutboxMessage.sent_at).is_not(None)
        )
        return list(self.session.exec(query.order_by(col(OutboxMessage.sent_at), col(OutboxMessage.key))))

    # Goals

    def goal(self, goal_id: str) -> Goal | None:
        """Return a goal by id."""
        return self.session.get(Goal, goal_id)

    def goals(self, pair_id: str) -> list[Goal]:
        """Return the goals of a pair, the oldest first."""
        query = select(Goal).where(Goal.pair_id == pair_id).order_by(col(Goal.made_at), col(Goal.id))
        return list(self.session.exec(query))

    def remove(self, goal: Goal) -> None:
        """Forget a goal."""
        self.session.delete(goal)

    def _count(self, pair_id: str, states: Collection[SessionState]) -> int:
        query = select(func.count()).where(Session.pair_id == pair_id, col(Session.state).in_(states))
        return self.session.exec(query).one()
