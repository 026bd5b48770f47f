"""Queries on sessions and goals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlmodel import col, or_, select, update

from storage.models import Goal, OutboxMessage, Pair, Session, SessionState
from storage.shelf import Shelf

NEWEST_PLANNED = (
    select(Session)
    .where(col(Session.pair_id) == bindparam("pair"), Session.state == SessionState.PLANNED)
    .order_by(col(Session.starts_at).desc())
)
NEWEST_HELD = (
    select(Session)
    .where(col(Session.pair_id) == bindparam("pair"), Session.state == SessionState.HELD)
    .order_by(col(Session.number).desc())
)
COUNT = select(func.count()).where(
    col(Session.pair_id) == bindparam("pair"), col(Session.state).in_(bindparam("states", expanding=True))
)
AHEAD = (
    select(Session)
    .join(Pair, col(Pair.id) == col(Session.pair_id))
    .where(
        or_(
            col(Pair.mentor_id).in_(bindparam("people", expanding=True)),
            col(Pair.mentee_id).in_(bindparam("people", expanding=True)),
        )
    )
    .where(Session.state == SessionState.PLANNED, col(Session.starts_at) >= bindparam("since"))
    .order_by(col(Session.starts_at), col(Session.id))
)
LETTERS = (
    select(OutboxMessage)
    .where(col(OutboxMessage.key).between(bindparam("first"), bindparam("last")))
    .where(col(OutboxMessage.sent_at).is_not(None))
    .order_by(col(OutboxMessage.sent_at), col(OutboxMessage.key))
)
GOALS = select(Goal).where(col(Goal.pair_id) == bindparam("pair")).order_by(col(Goal.made_at), col(Goal.id))


class Sessions(Shelf):
    """Sessions and goals."""

    def find(self, session_id: str) -> Session | None:
        """Return a session by id."""
        return self.row(Session, session_id)

    def planned(self, pair_id: str) -> Session | None:
        """Return the session that a pair has planned, past ones that nobody confirmed included."""
        return self.session.exec(NEWEST_PLANNED, params={"pair": pair_id}).first()

    def last_held(self, pair_id: str) -> Session | None:
        """Return the session that a pair held last."""
        return self.session.exec(NEWEST_HELD, params={"pair": pair_id}).first()

    def number_planned(self, pair_id: str) -> int:
        """Return how many sessions a pair has planned or held."""
        return self._count(pair_id, (SessionState.PLANNED, SessionState.HELD))

    def number_held(self, pair_id: str) -> int:
        """Return how many sessions a pair has held."""
        return self._count(pair_id, (SessionState.HELD,))

    def planned_with(self, people: Collection[str], since: datetime) -> list[Session]:
        """Return the sessions from a moment on that any of these people has planned, with whomever."""
        return list(self.session.exec(AHEAD, params={"people": list(people), "since": since}))

    def call_off(self, pair_ids: Collection[str]) -> None:
        """Cancel what pairs have planned, because they rest or end."""
        self.session.exec(
            update(Session)
            .where(col(Session.pair_id).in_(pair_ids), col(Session.state) == SessionState.PLANNED)
            .values(state=SessionState.CANCELED, revision=col(Session.revision) + 1)
        )

    def letters(self, session_id: str) -> list[OutboxMessage]:
        """Return the messages about a session that stand in the pair's group DM, the oldest first."""
        reason = f"session:{session_id}:"
        return list(self.session.exec(LETTERS, params={"first": reason, "last": reason + "\uffff"}))

    # Goals

    def goal(self, goal_id: str) -> Goal | None:
        """Return a goal by id."""
        return self.row(Goal, goal_id)

    def goals(self, pair_id: str) -> list[Goal]:
        """Return the goals of a pair, the oldest first."""
        return list(self.session.exec(GOALS, params={"pair": pair_id}))

    def remove(self, goal: Goal) -> None:
        """Forget a goal."""
        self.session.delete(goal)

    def _count(self, pair_id: str, states: Collection[SessionState]) -> int:
        return self.session.exec(COUNT, params={"pair": pair_id, "states": list(states)}).one()
