"""Where people leave traces: a table says of each column that names them what happens at an erasure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, delete, or_, update
from sqlmodel import SQLModel, col, select

from bot.rules.people import ERASED
from storage.models import (
    Appointment,
    AuditEntry,
    Badge,
    Certificate,
    CheckIn,
    Employee,
    Goal,
    Heard,
    LessonProgress,
    Listed,
    Look,
    Member,
    MemberSkill,
    NotWith,
    OutboxMessage,
    OutboxState,
    Pair,
    Person,
    Program,
    Proposal,
    Question,
    QuestionAsk,
    Round,
    RoundState,
    Session,
    ShoutOut,
    SurveyParticipation,
    Thanks,
    Unmatched,
    Veto,
)
from storage.shelf import Shelf

Json = dict[str, Any]
Rows = dict[str, list[Json]]


class Fate(Enum):
    """What happens to a trace: its row goes, or only the name goes, or it stays."""

    DELETED = "deleted"
    RENAMED = "renamed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Trace:
    """A column that names people; ``is_theirs`` says whether its rows are shown to the person it names."""

    table: type[SQLModel]
    name: str
    fate: Fate
    is_theirs: bool = True

    def names(self, person_id: str) -> ColumnElement[bool]:
        """Return the condition that the column names a person."""
        return col(getattr(self.table, self.name)) == person_id


TRACES: tuple[Trace, ...] = (
    # The company's own: Slack's directory brings the person back every night, duties belong to the office.
    Trace(Person, "id", Fate.KEPT),
    Trace(Listed, "person_id", Fate.KEPT, is_theirs=False),
    Trace(Appointment, "person_id", Fate.KEPT),
    Trace(AuditEntry, "actor_id", Fate.KEPT),
    Trace(Program, "made_by", Fate.KEPT, is_theirs=False),
    Trace(Round, "made_by", Fate.KEPT, is_theirs=False),
    Trace(Round, "look_by", Fate.KEPT, is_theirs=False),
    Trace(ShoutOut, "admin_id", Fate.KEPT),
    # Theirs.
    Trace(Member, "person_id", Fate.DELETED),
    Trace(MemberSkill, "person_id", Fate.DELETED),
    Trace(NotWith, "person_id", Fate.DELETED),
    Trace(LessonProgress, "person_id", Fate.DELETED),
    Trace(CheckIn, "person_id", Fate.DELETED),
    Trace(Badge, "person_id", Fate.DELETED),
    Trace(Certificate, "person_id", Fate.DELETED),
    Trace(Thanks, "from_id", Fate.DELETED),
    Trace(Thanks, "to_id", Fate.DELETED),
    Trace(ShoutOut, "person_id", Fate.DELETED),
    Trace(OutboxMessage, "person_id", Fate.DELETED),
    Trace(OutboxMessage, "other_id", Fate.DELETED),
    Trace(QuestionAsk, "mentor_id", Fate.DELETED),
    Trace(Heard, "person_id", Fate.DELETED),
    Trace(Proposal, "mentor_id", Fate.DELETED),
    Trace(Proposal, "mentee_id", Fate.DELETED),
    Trace(Unmatched, "person_id", Fate.DELETED),
    Trace(Look, "person_id", Fate.DELETED),
    Trace(Look, "other_id", Fate.DELETED, is_theirs=False),
    Trace(Veto, "person_id", Fate.DELETED),
    # Shared with a partner, or counted in a total.
    Trace(Pair, "mentor_id", Fate.RENAMED),
    Trace(Pair, "mentee_id", Fate.RENAMED),
    Trace(Session, "planned_by", Fate.RENAMED),
    Trace(Question, "person_id", Fate.RENAMED),
    Trace(Question, "mentor_id", Fate.RENAMED),
    Trace(SurveyParticipation, "person_id", Fate.RENAMED),
    Trace(AuditEntry, "subject", Fate.RENAMED),
    # A colleague's private wishes: never shown, and honored should the person come back.
    Trace(NotWith, "other_id", Fate.KEPT, is_theirs=False),
    Trace(Veto, "other_id", Fate.KEPT, is_theirs=False),
)


class Privacy(Shelf):
    """All rows on one person, from every table."""

    def held(self, person: Person) -> Rows:
        """Return every row on a person by table, ready for JSON. Drafts of pairings are nobody's data yet."""
        rows: Rows = {}
        for trace in TRACES:
            if trace.is_theirs:
                _collect(rows, self._find(trace.table, trace.names(person.id)))
        if person.email:
            _collect(rows, self._find(Employee, col(Employee.email) == person.email))
        mine = select(Pair.id).where(or_(col(Pair.mentor_id) == person.id, col(Pair.mentee_id) == person.id))
        _collect(rows, self._find(Session, col(Session.pair_id).in_(mine)))
        _collect(rows, self._find(Goal, col(Goal.pair_id).in_(mine)))
        return rows

    def erase(self, person_id: str, new_id: Callable[[], str]) -> None:
        """Delete what is a person's own, and take their name off what they share with others.

        Each table gets a stand-in of its own, so that two of them cannot be joined to find the person again.
        """
        mine = or_(col(Pair.mentor_id) == person_id, col(Pair.mentee_id) == person_id)
        self.session.execute(update(Pair).where(mine).values(reasons=[]))
        asked = col(Question.person_id) == person_id
        self.session.execute(update(Question).where(asked).values(text=""))
        self._unmention(person_id)
        standins = {trace.table: f"{ERASED}{new_id()}" for trace in TRACES if trace.fate is Fate.RENAMED}
        for trace in TRACES:
            named = trace.names(person_id)
            if trace.fate is Fate.DELETED:
                self.session.execute(delete(trace.table).where(named, *_spared(trace.table)))
            elif trace.fate is Fate.RENAMED:
                renamed = {trace.name: standins[trace.table]}
                self.session.execute(update(trace.table).where(named).values(renamed))
        self.session.expire_all()

    def _find(self, table: type[SQLModel], condition: ColumnElement[bool]) -> list[SQLModel]:
        rows = self.session.exec(select(table).where(condition)).all()
        return [row for row in rows if not (isinstance(row, Proposal | Unmatched) and self._is_draft(row))]

    def _is_draft(self, row: Proposal | Unmatched) -> bool:
        made = self.row(Round, row.round_id)
        return made is None or made.state != RoundState.PUBLISHED

    def _unmention(self, person_id: str) -> None:
        """Delete messages to others that name the person in their key or facts."""
        message = OutboxMessage
        names = or_(
            col(message.key).contains(person_id), cast(col(message.facts), String).contains(person_id)
        )
        query = select(message).where(names, col(message.state) != OutboxState.ATTEMPTED)
        for row in self.session.exec(query):
            if person_id in (*row.key.split(":"), *_values(row.facts)):
                self.session.delete(row)
        self.session.flush()


def _spared(table: type[SQLModel]) -> tuple[ColumnElement[bool], ...]:
    """Spare a message that is being sent at this very moment: its end will be noted."""
    return (col(OutboxMessage.state) != OutboxState.ATTEMPTED,) if table is OutboxMessage else ()


def _collect(rows: Rows, found: Sequence[SQLModel]) -> None:
    for row in found:
        table = rows.setdefault(str(row.__tablename__), [])
        facts = row.model_dump(mode="json")
        if facts not in table:
            table.append(facts)


def _values(facts: Any) -> Iterator[Any]:
    if isinstance(facts, dict):
        for value in facts.values():
            yield from _values(value)
    elif isinstance(facts, list):
        for value in facts:
            yield from _values(value)
    else:
        yield facts
