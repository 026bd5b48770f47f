"""Queries on check-ins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, insert
from sqlmodel import col, or_, select, update

from storage.models import CheckIn, Member, MemberState, Pair
from storage.shelf import Shelf

WITH_PAIR = (
    select(CheckIn, Pair, Member)
    .select_from(CheckIn)
    .join(Pair, col(Pair.id) == col(CheckIn.pair_id))
    .outerjoin(
        Member,
        (col(Member.person_id) == col(CheckIn.person_id)) & (col(Member.program_id) == col(Pair.program_id)),
    )
    .where(col(CheckIn.id) == bindparam("id"))
)


class AskedBefore(NamedTuple):
    """A pair with the check-ins it had: when the newest was asked, and its number (0 for none)."""

    pair_id: str
    started_at: datetime
    asked_at: datetime | None
    number: int


class New(NamedTuple):
    """A check-in that is asked now."""

    id: str
    pair_id: str
    person_id: str
    number: int


class CheckIns(Shelf):
    """Check-ins asked and answered."""

    def get(self, check_in_id: str) -> CheckIn | None:
        """Return a check-in by id."""
        return self.row(CheckIn, check_in_id)

    def with_pair(self, check_in_id: str) -> tuple[CheckIn, Pair, Member | None] | None:
        """Return a check-in with its pair and the membership of who is asked."""
        return self.session.exec(WITH_PAIR, params={"id": check_in_id}).first()

    def ask(self, new: Sequence[New], at: datetime) -> None:
        """Note that these check-ins are asked."""
        common = {
            "asked_at": at,
            "is_closed": False,
            "note": "",
            "is_note_shared": False,
            "wants_word": False,
        }
        if new:
            self.session.flush()
            self.session.execute(insert(CheckIn), [one._asdict() | common for one in new])

    def not_asked_since(self, pair_ids: Collection[str], moment: datetime) -> list[AskedBefore]:
        """Return those of these pairs that were not asked since a moment."""
        newest = func.max(CheckIn.asked_at)
        query = (
            select(Pair.id, Pair.started_at, newest, func.max(CheckIn.number))
            .outerjoin(CheckIn, col(CheckIn.pair_id) == col(Pair.id))
            .where(col(Pair.id).in_(pair_ids))
            .group_by(col(Pair.id), col(Pair.started_at))
            .having(or_(newest.is_(None), newest < moment))
            .order_by(col(Pair.started_at), col(Pair.id))
        )
        return [
            AskedBefore(pair, at, last, number or 0) for pair, at, last, number in self.session.exec(query)
        ]

    def halves(self, pair_ids: Sequence[str]) -> dict[str, list[Member]]:
        """Return the active members of each pair, the mentor first."""
        query = (
            select(Pair.id, Member)
            .join(Member, col(Member.person_id).in_([col(Pair.mentor_id), col(Pair.mentee_id)]))
            .where(col(Pair.id).in_(pair_ids), Member.program_id == Pair.program_id)
            .where(Member.state == MemberState.ACTIVE)
            .order_by(col(Pair.id), col(Member.person_id) == col(Pair.mentee_id))
        )
        halves: dict[str, list[Member]] = defaultdict(list)
        for pair_id, member in self.session.exec(query):
            halves[pair_id].append(member)
        return halves

    def asked(self, pair_ids: Sequence[str], since: datetime | None = None) -> dict[str, list[CheckIn]]:
        """Return the check-ins of these pairs, oldest first; all, or those open or asked since a moment."""
        query = select(CheckIn).where(col(CheckIn.pair_id).in_(pair_ids))
        if since is not None:
            query = query.where(or_(CheckIn.asked_at >= since, ~col(CheckIn.is_closed)))
        asked: dict[str, list[CheckIn]] = defaultdict(list)
        for check_in in self.session.exec(query.order_by(col(CheckIn.number), col(CheckIn.person_id))):
            asked[check_in.pair_id].append(check_in)
        return asked

    def close(self, pair_ids: Collection[str]) -> None:
        """Close the open check-ins of pairs: they can no longer be answered."""
        query = update(CheckIn).where(col(CheckIn.pair_id).in_(pair_ids), ~col(CheckIn.is_closed))
        self.session.exec(query.values(is_closed=True))
