"""Queries on what came from Slack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select, update

from storage.models import Installation, Received
from storage.shelf import Shelf

Json = dict[str, Any]
TABLE = Received.__table__  # type: ignore[attr-defined]  # SQLModel makes it
TWICE = 1.0  # seconds within which the same click is a double click


def _take(insert: Any) -> Any:
    """Insert a row, or take it over: from one who has had it too long, or for a click that is meant anew."""
    is_left = and_(col(Received.done_at).is_(None), col(Received.taken_until) <= insert.excluded.received_at)
    is_meant = and_(col(Received.done_at).is_not(None), col(Received.stamp) + TWICE < insert.excluded.stamp)
    return insert.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "stamp": insert.excluded.stamp,
            "attempts": col(Received.attempts) + 1,
            "taken_until": insert.excluded.taken_until,
            "kept_until": insert.excluded.kept_until,
            "done_at": None,
        },
        where=or_(is_left, is_meant),
    ).returning(col(Received.id))


TAKE = {"sqlite": _take(sqlite.insert(Received)), "postgresql": _take(postgresql.insert(Received))}
IS_DONE = select(col(Received.done_at).is_not(None)).where(col(Received.id) == bindparam("id"))
DONE = update(TABLE).where(TABLE.c.id == bindparam("which")).values(done_at=bindparam("now"), body=None)


class Inbox(Shelf):
    """Events and interactions, each once."""

    def take(self, row: Mapping[str, Any]) -> bool:
        """Take what came; return False when it is done already, or another is at it."""
        connection = self.session.connection()
        return connection.execute(TAKE[connection.dialect.name], dict(row)).first() is not None

    def is_done(self, key: str) -> bool:
        """Tell whether somebody has finished with it."""
        return bool(self.session.exec(IS_DONE, params={"id": key}).first())

    def done(self, keys: Iterable[str], now: datetime) -> None:
        """Note that these are done; what they said is forgotten."""
        if rows := [{"which": key, "now": now} for key in keys]:
            self.session.connection().execute(DONE, rows)

    def release(self, keys: Iterable[str]) -> None:
        """Forget interactions that came to nothing, so that they may be tried again."""
        self.session.exec(delete(Received).where(col(Received.id).in_(list(keys))))

    def put_off(self, key: str, until: datetime) -> None:
        """Let an event that failed rest for a while."""
        self.session.exec(update(Received).where(col(Received.id) == key).values(taken_until=until))

    def open_events(self, since: datetime, most: int) -> list[Received]:
        """Return events that came after a moment and are not done, the oldest first."""
        query = select(Received).where(col(Received.done_at).is_(None), col(Received.body).is_not(None))
        query = query.where(col(Received.received_at) > since).order_by(col(Received.received_at))
        return list(self.session.exec(query.limit(most)))

    def waiting(self) -> int:
        """Return how many events are not done."""
        query = select(func.count()).where(col(Received.done_at).is_(None), col(Received.body).is_not(None))
        return int(self.session.exec(query).one())

    def forget(self, now: datetime) -> int:
        """Drop what is kept no longer; return how many events among it were never done."""
        is_old = col(Received.kept_until) <= now
        lost = select(func.count()).where(
            is_old, col(Received.done_at).is_(None), col(Received.body).is_not(None)
        )
        count = int(self.session.exec(lost).one())
        self.session.exec(delete(Received).where(is_old))
        return count

    def workspace(self) -> str | None:
        """Return the id of the workspace that this database belongs to; None before the first start."""
        return self.session.exec(select(Installation.team_id)).first()

    def install(self, team_id: str) -> None:
        """Remember the workspace that this database belongs to."""
        self.session.add(Installation(team_id=team_id))
