"""The outbox as its senders see it: claims with a lease, and marks that only who holds a claim can make."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Select, Update, bindparam, func, tuple_
from sqlalchemy import select as core_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, or_, select, update

from bot.rules.messages import Urgency
from bot.rules.pace import Bucket
from storage.models import Allowance, Heard, OutboxMessage, OutboxState, Step
from storage.shelf import Shelf

TABLE = OutboxMessage.__table__  # type: ignore[attr-defined]  # SQLModel makes it
ALLOWANCES = Allowance.__table__  # type: ignore[attr-defined]  # and this
LEASED = (OutboxState.CLAIMED, OutboxState.ATTEMPTED)

DUE = (
    select(OutboxMessage)
    .where(
        col(OutboxMessage.state) == bindparam("state"),
        col(OutboxMessage.step) == bindparam("step"),
        col(OutboxMessage.not_before) <= bindparam("now"),
    )
    .order_by(
        col(OutboxMessage.urgency),
        col(OutboxMessage.rank),
        col(OutboxMessage.not_before),
        col(OutboxMessage.key),
    )
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has begun immediately and is alone
)
# The state in which a message waits for each of its steps.
WAITS_IN = {step: OutboxState.AMBIGUOUS if step is Step.LOOK else OutboxState.DUE for step in Step}


def _moments(*, to_come: bool) -> Select[*tuple[Any, ...]]:
    """Ask for the first moment of each step, or the first one to come, and for the first lease's end."""
    first = core_select(func.min(OutboxMessage.not_before))
    if to_come:
        first = first.where(col(OutboxMessage.not_before) > bindparam("now"))
    turn = (
        first.where(col(OutboxMessage.state) == WAITS_IN[step], col(OutboxMessage.step) == step)
        for step in Step
    )
    lapse = select(func.min(OutboxMessage.lease_until)).where(col(OutboxMessage.state).in_(LEASED))
    return core_select(*(one.scalar_subquery() for one in (*turn, lapse)))


FIRST, NEXT = _moments(to_come=False), _moments(to_come=True)
LAPSED = (
    select(OutboxMessage)
    .where(col(OutboxMessage.state).in_(LEASED), col(OutboxMessage.lease_until) <= bindparam("now"))
    .with_for_update(skip_locked=True)
)
OPENING = select(OutboxMessage).where(
    OutboxMessage.state == OutboxState.CLAIMED, OutboxMessage.step == Step.OPEN
)
HEARD = (
    select(Heard.person_id, Heard.at)
    .where(col(Heard.person_id).in_(bindparam("people", expanding=True)), col(Heard.at) > bindparam("since"))
    .order_by(col(Heard.at))
)
RIVALS = (
    select(OutboxMessage)
    .where(
        col(OutboxMessage.person_id).in_(bindparam("people", expanding=True)),
        OutboxMessage.state == OutboxState.DUE,
        OutboxMessage.step == Step.POST,
        OutboxMessage.urgency == Urgency.NUDGE,
        col(OutboxMessage.other_id).is_(None),
        col(OutboxMessage.expires_at) > bindparam("now"),
        or_(col(OutboxMessage.not_before) <= bindparam("now"), col(OutboxMessage.held_since).is_not(None)),
    )
    .order_by(col(OutboxMessage.rank), col(OutboxMessage.not_before), col(OutboxMessage.key))
)
BUCKETS = select(Allowance).with_for_update()
KEEP = update(ALLOWANCES).where(ALLOWANCES.c.method == bindparam("which"))
ONCE = {
    ("sqlite", Allowance): sqlite.insert(Allowance).on_conflict_do_nothing(),
    ("sqlite", Heard): sqlite.insert(Heard).on_conflict_do_nothing(),
    ("postgresql", Allowance): postgresql.insert(Allowance).on_conflict_do_nothing(),
    ("postgresql", Heard): postgresql.insert(Heard).on_conflict_do_nothing(),
}
ATTEMPT = (
    update(TABLE)
    .where(TABLE.c.key.in_(bindparam("keys", expanding=True)))  # so that they are found by their key
    .where(tuple_(TABLE.c.key, TABLE.c.attempts).in_(bindparam("held", expanding=True)))
    .where(TABLE.c.state == OutboxState.CLAIMED, TABLE.c.lease_until > bindparam("call_ends"))
    .values(state=OutboxState.ATTEMPTED, files=bindparam("attached"))
    .returning(TABLE.c.key)
)
CHANGE = (
    update(TABLE)
    .where(TABLE.c.key == bindparam("which"), TABLE.c.attempts == bindparam("claim"))
    .where(TABLE.c.state.in_((*LEASED, OutboxState.AMBIGUOUS)))
)
ARRIVED = (
    update(TABLE)
    .where(TABLE.c.key == bindparam("which"), TABLE.c.state != OutboxState.SENT)
    .values(
        channel_id=func.coalesce(bindparam("channel"), TABLE.c.channel_id),
        ts=func.coalesce(bindparam("stamp"), TABLE.c.ts),
        lease_until=None,
        problem=None,
    )
)
SENT = ARRIVED.values(state=OutboxState.SENT, sent_at=bindparam("moment"))
POSTED = ARRIVED.values(state=OutboxState.DUE, step=Step.ATTACH)


class Outlook(NamedTuple):
    """The steps that are due for a message, how claims stand, and the first moment of any of it."""

    due: frozenset[Step]
    is_claimed: bool
    has_lapsed: bool
    first: datetime | None


class Arrived(NamedTuple):
    """A message that stands in Slack, and where, unless that is known."""

    key: str
    channel: str | None
    ts: str | None


class Deliveries(Shelf):
    """Messages on their way."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session)
        self.now = now

    def outlook(self) -> Outlook:
        """Look what is due."""
        self.session.flush()
        *moments, lapse = self.session.connection().execute(FIRST).one()
        first = {step: moment for step, moment in zip(Step, moments, strict=True) if moment}
        due = frozenset(step for step, moment in first.items() if moment <= self.now)
        has_lapsed = lapse is not None and lapse <= self.now
        start = min(filter(None, (*first.values(), lapse)), default=None)
        return Outlook(due, lapse is not None, has_lapsed, start)

    def due(self, step: Step, limit: int) -> list[OutboxMessage]:
        """Return messages whose time for a step has come, the most urgent first; nobody else gets them."""
        asked = {"state": WAITS_IN[step], "step": step, "now": self.now, "most": limit}
        return list(self.session.exec(DUE, params=asked))

    def next_moment(self) -> datetime | None:
        """Return when the next message falls due or a lease ends, if any is waiting."""
        self.session.flush()
        moments = self.session.connection().execute(NEXT, {"now": self.now}).one()
        return min(filter(None, moments), default=None)

    def opening(self) -> list[OutboxMessage]:
        """Return messages whose group DM is being opened."""
        return list(self.session.exec(OPENING))

    def rivals(self, people: Collection[str]) -> dict[str, list[OutboxMessage]]:
        """Return what is due unasked to each of these people or kept back from them, the first one first."""
        rivals: dict[str, list[OutboxMessage]] = {person: [] for person in people}
        if not rivals:
            return {}
        for message in self.session.exec(RIVALS, params={"people": list(people), "now": self.now}):
            rivals[str(message.person_id)].append(message)
        return rivals

    def lapsed(self) -> list[OutboxMessage]:
        """Return messages whose sender has not been heard of until its lease ended."""
        return list(self.session.exec(LAPSED, params={"now": self.now}))

    def attempt(self, held: Mapping[str, int], call_ends: datetime, files: list[str] | None) -> set[str]:
        """Mark messages as being said, by key and claim; return those held until their call has ended."""
        asked = {"keys": list(held), "held": list(held.items()), "call_ends": call_ends, "attached": files}
        return set(self._mark(ATTEMPT, asked).scalars())

    def sent(self, arrived: Iterable[Arrived]) -> None:
        """Note that messages stand in Slack, and where; true whoever holds them by now."""
        self._mark(
            SENT,
            [
                {"which": key, "channel": channel, "stamp": ts, "moment": self.now}
                for key, channel, ts in arrived
            ],
        )

    def posted(self, key: str, channel: str, ts: str) -> None:
        """Note that a message stands in Slack, and that its files are still to come."""
        self._mark(POSTED, {"which": key, "channel": channel, "stamp": ts})

    def change(self, key: str, claim: int, **values: Any) -> bool:
        """Change a message that is claimed, attempted or looked for; False where the claim was lost."""
        return self._mark(CHANGE.values(**values), {"which": key, "claim": claim}).rowcount == 1

    def heard_since(self, people: Iterable[str], since: datetime) -> dict[str, list[datetime]]:
        """Return when each of these people was spoken to unasked since a moment, oldest first."""
        moments: dict[str, list[datetime]] = {person: [] for person in people}
        for person, at in self.session.exec(HEARD, params={"people": list(moments), "since": since}):
            moments[person].append(at)
        return moments

    def note_heard(self, heard: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Remember by message whom it was said to, unasked."""
        rows = [
            {"key": key, "person_id": person, "at": self.now} for key, people in heard for person in people
        ]
        if rows:
            self._once(Heard, rows)

    def forget_heard(self, key: str) -> None:
        """Take back that anybody heard a message: it did not leave after all."""
        self.session.exec(delete(Heard).where(col(Heard.key) == key))

    def buckets(self) -> dict[str, Bucket]:
        """Return each method's allowance; nobody else takes of them meanwhile."""
        return {
            row.method: Bucket(row.per_minute, row.level, row.at, row.paused_until)
            for row in self.session.exec(BUCKETS)
        }

    def keep_bucket(self, method: str, bucket: Bucket) -> None:
        """Remember a method's allowance."""
        values = {
            "per_minute": bucket.per_minute,
            "level": bucket.level,
            "at": bucket.at,
            "paused_until": bucket.paused_until,
        }
        connection = self.session.connection()
        if not connection.execute(KEEP, {"which": method, **values}).rowcount:
            self._once(Allowance, [{"method": method, **values}])

    def counts(self) -> dict[OutboxState, int]:
        """Return how many messages are in each state."""
        query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
        return {OutboxState(state): count for state, count in self.session.exec(query)}

    def _mark(self, query: Update, values: dict[str, Any] | list[dict[str, Any]]) -> CursorResult[Any]:
        """Change rows beside the session, which reads anew afterwards."""
        self.session.flush()
        result = self.session.connection().execute(query, values)
        self.session.expire_all()
        return result

    def _once(self, table: type[Allowance | Heard], rows: list[dict[str, Any]]) -> None:
        connection = self.session.connection()
        connection.execute(ONCE[connection.dialect.name, table], rows)
