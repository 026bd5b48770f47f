"""What is owed to people: every message is a row here before it is a message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, and_, col, delete, or_, select, update

from bot.rules.messages import MANNERS, Kind, Urgency
from storage.models import GONE, WAITING, Heard, OutboxMessage, OutboxState, Step
from storage.shelf import Shelf

T = TypeVar("T")

PORTION = 5000  # keys or rows a statement

DUE = (
    select(OutboxMessage)
    .where(OutboxMessage.state == OutboxState.DUE, col(OutboxMessage.not_before) <= bindparam("now"))
    .order_by(
        col(OutboxMessage.urgency),
        col(OutboxMessage.rank),
        col(OutboxMessage.not_before),
        col(OutboxMessage.key),
    )
    .limit(bindparam("most"))
)
UNHEARD = (
    select(OutboxMessage)
    .where(col(OutboxMessage.state).in_(WAITING))
    .where(col(OutboxMessage.person_id) == bindparam("person"), col(OutboxMessage.kind) == bindparam("kind"))
    .order_by(col(OutboxMessage.key))
    .limit(1)
)
PLACES = select(OutboxMessage.key, OutboxMessage.channel_id, OutboxMessage.ts).where(
    col(OutboxMessage.key).in_(bindparam("keys", expanding=True))
)
OVERTAKE = (
    update(OutboxMessage)
    .where(col(OutboxMessage.key).in_(bindparam("keys", expanding=True)))
    .where(col(OutboxMessage.state) == OutboxState.MENTIONED)
    .values(state=OutboxState.OUTDATED)
)
ONCE = {
    name: dialect.insert(OutboxMessage).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
TOLD = (OutboxState.SENT, OutboxState.MENTIONED)
KEPT = (
    select(OutboxMessage)
    .where(
        col(OutboxMessage.person_id).in_(bindparam("people", expanding=True)),
        col(OutboxMessage.expires_at) > bindparam("now"),
        OutboxMessage.urgency == Urgency.NUDGE,
        col(OutboxMessage.other_id).is_(None),
        or_(
            OutboxMessage.state == OutboxState.MENTIONED,
            and_(OutboxMessage.state == OutboxState.DUE, col(OutboxMessage.held_since).is_not(None)),
        ),
    )
    .order_by(col(OutboxMessage.rank), col(OutboxMessage.not_before), col(OutboxMessage.key))
)


class Owed(NamedTuple):
    """A message owed to a person, or to a pair: why, whom, the facts it is made of, and what it replaces."""

    key: str
    person: str | None
    facts: Mapping[str, Any]
    pair: str | None = None
    edits: str | None = None


class Outbox(Shelf):
    """What flows owe, hold and take back."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session)
        self.now = now
        self.has_grown = False

    def owe(
        self,
        kind: Kind,
        key: str,
        *,
        person: str | None = None,
        other: str | None = None,
        pair: str | None = None,
        channel: str | None = None,
        edits: str | None = None,
        facts: Mapping[str, Any] | None = None,
        not_before: datetime | None = None,
        lifetime: timedelta | None = None,
    ) -> bool:
        """Owe a message to a person (DM), them and one other (group DM), a pair, a channel, or one within it.

        ``key`` says why it exists and is unique: owing it again changes nothing and returns False.
        ``edits`` is the key of an earlier message that it replaces where that one stands.
        """
        whom = {"person_id": person, "other_id": other, "pair_id": pair, "channel_id": channel}
        step = Step.EDIT if edits else Step.WHISPER if person and channel else Step.POST
        row = _message(kind, key, facts or {}, not_before or self.now, lifetime)
        is_new = self._insert([row | whom | {"edits": edits, "step": step, "mentions": []}]) == 1
        self.has_grown = self.has_grown or is_new
        return is_new

    def owe_all(
        self,
        kind: Kind,
        owed: Iterable[Owed],
        *,
        not_before: datetime | None = None,
        lifetime: timedelta | None = None,
    ) -> int:
        """Owe a message of one kind to many; return how many are new, as ``owe`` counts it."""
        start = not_before or self.now
        rows = (
            {"person_id": one.person, "pair_id": one.pair, "channel_id": None, "edits": one.edits}
            | {"step": Step.EDIT if one.edits else Step.POST, "mentions": []}
            | _message(kind, one.key, one.facts, start, lifetime)
            for one in owed
        )
        count = sum(self._insert(some) for some in _portions(rows))
        self.has_grown = self.has_grown or count > 0
        return count

    def _insert(self, rows: list[dict[str, Any]]) -> int:
        """Insert messages whose keys are new; return how many those are."""
        self.session.flush()
        connection = self.session.connection()
        return connection.execute(ONCE[connection.dialect.name], rows).rowcount

    def sent(self, keys: Collection[str]) -> dict[str, datetime]:
        """Return when each of these messages was sent, or named in another, for those that were."""
        moments: dict[str, datetime] = {}
        for some in _portions(keys):
            query = select(OutboxMessage.key, OutboxMessage.sent_at).where(
                col(OutboxMessage.key).in_(some), col(OutboxMessage.state).in_(TOLD)
            )
            moments |= {key: sent_at for key, sent_at in self.session.exec(query) if sent_at}
        return moments

    def still_due(self, keys: Collection[str]) -> set[str]:
        """Return which of these messages have not left yet."""
        queries = (
            select(OutboxMessage.key).where(
                col(OutboxMessage.key).in_(some), col(OutboxMessage.state).in_(WAITING)
            )
            for some in _portions(keys)
        )
        return {key for query in queries for key in self.session.exec(query)}

    def heard_since(self, since: datetime) -> Counter[str]:
        """Return how often people were spoken to unasked since a moment."""
        query = select(Heard.person_id, func.count()).where(col(Heard.at) > since).group_by(Heard.person_id)
        return Counter(dict(self.session.exec(query).all()))

    def get(self, key: str) -> OutboxMessage | None:
        """Return the message with this key."""
        return self.row(OutboxMessage, key)

    def places(self, keys: Collection[str]) -> dict[str, tuple[str | None, str | None]]:
        """Return where messages stand: channel and timestamp, as far as there are any."""
        found = self.session.exec(PLACES, params={"keys": list(keys)})
        return {key: (channel, ts) for key, channel, ts in found}

    def waiting(self, person: str, kind: Kind) -> OutboxMessage | None:
        """Return a message of a kind that is due to a person and has not left."""
        return self.session.exec(UNHEARD, params={"person": person, "kind": kind}).first()

    def due(self, limit: int) -> list[OutboxMessage]:
        """Return messages whose time has come, the most urgent first."""
        return list(self.session.exec(DUE, params={"now": self.now, "most": limit}))

    def kept(self, person: str) -> list[OutboxMessage]:
        """Return what was kept back from a person or only named to them, the most important first."""
        return list(self.session.exec(KEPT, params={"people": [person], "now": self.now}))

    def overtake(self, keys: Collection[str]) -> None:
        """Forget of these messages those that another one named: things have moved on."""
        self.session.exec(OVERTAKE, params={"keys": list(keys)})

    def reconsider(self, person: str) -> None:
        """Let everything that is kept back from a person be weighed anew: it leaves if it may by now."""
        theirs = (col(OutboxMessage.state) == OutboxState.DUE, col(OutboxMessage.person_id) == person)
        query = update(OutboxMessage).where(*theirs, col(OutboxMessage.held_since).is_not(None))
        self.session.exec(query.values(not_before=self.now))
        self.has_grown = True

    def withdraw(
        self,
        *,
        person: str | None = None,
        pairs: Collection[str] | None = None,
        kinds: Iterable[Kind] = (),
    ) -> None:
        """Take back what is still due to a person or to pairs, of these kinds or of all."""
        takeable = (*WAITING, OutboxState.MENTIONED)
        query = update(OutboxMessage).where(col(OutboxMessage.state).in_(takeable))
        if person is not None:
            query = query.where(col(OutboxMessage.person_id) == person)
        if pairs is not None:
            query = query.where(col(OutboxMessage.pair_id).in_(pairs))
        if wanted := list(kinds):
            query = query.where(col(OutboxMessage.kind).in_(wanted))
        self.session.exec(query.values(state=OutboxState.OUTDATED))

    def hold(self, person: str, until: datetime, kinds: Iterable[Kind]) -> None:
        """Let what would leave for a person before a moment wait for it; it stays useful as long."""
        self._move(person, kinds, col(OutboxMessage.not_before) < until, until)

    def release(self, person: str, held_until: datetime, kinds: Iterable[Kind]) -> None:
        """Let what was held until a moment leave now."""
        self._move(person, kinds, col(OutboxMessage.not_before) == held_until, self.now)
        self.has_grown = True

    def _move(self, person: str, kinds: Iterable[Kind], which: ColumnElement[bool], then: datetime) -> None:
        theirs = (col(OutboxMessage.state).in_(WAITING), OutboxMessage.person_id == person)
        query = select(OutboxMessage).where(*theirs, which, col(OutboxMessage.kind).in_(list(kinds)))
        for message in self.session.exec(query):
            message.state = OutboxState.DUE  # who has claimed it has to let go
            message.expires_at += then - message.not_before
            message.not_before = then
            message.held_since = message.held_since or self.now

    def has_left(self, reason: str) -> bool:
        """Tell whether a message whose key starts with ``reason`` was attempted or sent."""
        query = select(OutboxMessage.key).where(_because_of(reason), col(OutboxMessage.state).in_(GONE))
        return self.session.exec(query.limit(1)).first() is not None

    def erase(self, reason: str) -> None:
        """Forget the messages whose key starts with ``reason``, as if they had never been owed."""
        self.session.exec(delete(OutboxMessage).where(_because_of(reason)))


def _message(
    kind: Kind, key: str, facts: Mapping[str, Any], start: datetime, lifetime: timedelta | None
) -> dict[str, Any]:
    manner = MANNERS[kind]
    return {
        "key": key,
        "kind": kind,
        "facts": dict(facts),
        "urgency": manner.urgency,
        "rank": manner.rank,
        "not_before": start,
        "expires_at": start + (lifetime or manner.lifetime),
        "state": OutboxState.DUE,
        "attempts": 0,
    }


def _portions(many: Iterable[T]) -> Iterator[list[T]]:
    """Split keys or rows: databases limit how many values a statement takes, and memory is not free."""
    rest = iter(many)
    while some := list(islice(rest, PORTION)):
        yield some


def _because_of(reason: str) -> ColumnElement[bool]:
    """Return a condition on the beginning of the key, in a form that an index serves."""
    return col(OutboxMessage.key).between(reason, reason + "\uffff")
