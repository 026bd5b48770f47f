"""Queries on Slack's directory, as it is read page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, insert, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select, update

from storage.models import Listed, Listing, Member, MemberState, Person
from storage.shelf import Shelf

NEWEST = select(Listing).order_by(col(Listing.number).desc()).limit(1)
FACTS = ("name", "email", "title", "timezone", "locale", "is_employee")  # what Slack says of somebody
EMPLOYED = col(Person.is_employee).is_(True)
IS_LISTED = exists().where(col(Listed.person_id) == col(Person.id))


def _upsert(dialect: Any) -> Any:
    """Return the statement that takes over what is new or has changed, and writes nothing else.

    Somebody who is back can be reached again; whoever has closed their door stays behind it.
    """
    new = dialect.insert(Person)
    is_reachable = and_(new.excluded.is_employee, or_(col(Person.is_reachable), ~col(Person.is_employee)))
    return new.on_conflict_do_update(
        index_elements=[col(Person.id)],
        set_={name: new.excluded[name] for name in FACTS} | {"is_reachable": is_reachable},
        where=or_(*(getattr(Person, name).is_distinct_from(new.excluded[name]) for name in FACTS)),
    )


UPSERT = {name: _upsert(dialect) for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))}


class Directory(Shelf):
    """Slack's directory, as it is read."""

    def listing(self) -> Listing | None:
        """Return how far the newest reading is."""
        return self.session.exec(NEWEST).first()

    def begin(self, at: datetime) -> Listing:
        """Begin a reading anew, in place of any other."""
        last = self.listing()
        self.session.exec(delete(Listed))
        self.session.exec(delete(Listing))
        return self.add(Listing(number=last.number + 1 if last else 1, began_at=at))

    def keep(self, people: Sequence[Mapping[str, Any]]) -> None:
        """Take over what Slack says of these people, each as ``id`` and FACTS, no id twice."""
        if people:
            connection = self.session.connection()
            also = {"is_reachable": True, "dm_channel": None}
            connection.execute(UPSERT[connection.dialect.name], [{**one, **also} for one in people])
            self.session.expire_all()  # what was read before may have changed

    def note_listed(self, people: Collection[str]) -> None:
        """Note that the list names these people."""
        known = set(self.session.exec(select(Listed.person_id).where(col(Listed.person_id).in_(people))))
        if new := [{"person_id": person_id} for person_id in people if person_id not in known]:
            self.session.execute(insert(Listed), new)

    def number_employed(self) -> int:
        """Return how many people the directory has who work here."""
        return self.session.exec(select(func.count()).select_from(Person).where(EMPLOYED)).one()

    def number_unlisted(self) -> int:
        """Return how many of them the list has not named."""
        return self.session.exec(select(func.count()).select_from(Person).where(EMPLOYED, ~IS_LISTED)).one()

    def drop_unlisted(self) -> None:
        """Note that whoever the list has not named works here no more."""
        query = update(Person).where(EMPLOYED, ~IS_LISTED).values(is_employee=False, is_reachable=False)
        self.session.exec(query.execution_options(synchronize_session=False))
        self.session.expire_all()

    def to_see_off(self, program_id: str, most: int) -> list[str]:
        """Return members who work here no more, a few at a time."""
        query = (
            select(Member.person_id)
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(
                Member.program_id == program_id, Member.state != MemberState.LEFT, ~col(Person.is_employee)
            )
            .order_by(col(Member.person_id))
        )
        return list(self.session.exec(query.limit(most)))
