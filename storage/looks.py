"""Queries on the look before a round is published. Who would rather not is for the engine's eyes only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, func, union
from sqlmodel import col, delete, insert, or_, select

from storage.models import Look, Round, RoundState, Veto
from storage.shelf import Shelf

MINE = (
    select(Look)
    .where(col(Look.round_id) == bindparam("round"), col(Look.person_id) == bindparam("person"))
    .order_by(col(Look.other_id))
)


class Looks(Shelf):
    """Who was shown whom, and what they said."""

    def begin(self, round_id: str, shown: Iterable[tuple[str, str]]) -> None:
        """Note who is shown whom, as (person, other)."""
        rows = [
            {"round_id": round_id, "person_id": one, "other_id": other, "is_fine": False}
            for one, other in shown
        ]
        if rows:
            self.session.execute(insert(Look), rows)

    def has_begun(self, round_id: str) -> bool:
        """Tell whether anybody was shown a partner in a round."""
        return (
            self.session.exec(select(Look.round_id).where(Look.round_id == round_id).limit(1)).first()
            is not None
        )

    def of(self, round_id: str, person_id: str) -> list[Look]:
        """Return whom somebody was shown in a round."""
        return list(self.session.exec(MINE, params={"round": round_id, "person": person_id}))

    def find(self, round_id: str, person_id: str, other_id: str) -> Look | None:
        """Return that somebody was shown a partner."""
        return self.row(Look, round_id, person_id, other_id)

    def vetoed(self, round_id: str, person_id: str) -> str | None:
        """Return whom somebody would rather not have in a round; for their own eyes."""
        query = select(Veto.other_id).where(Veto.round_id == round_id, Veto.person_id == person_id)
        return self.session.exec(query).first()

    def take_back(self, round_id: str, person_id: str, other_id: str) -> None:
        """Forget that somebody would rather not."""
        veto = self.row(Veto, person_id, other_id)
        if veto is not None and veto.round_id == round_id:
            self.session.delete(veto)

    def all_vetoes(self, now: datetime) -> frozenset[tuple[str, str]]:
        """Return everybody who would rather not be paired with a partner they were shown.

        Not before the look is over: else an admin could find out by trying.
        """
        is_over = or_(
            col(Round.state) != RoundState.DRAFT, col(Round.is_looked_at), col(Round.look_ends_at) <= now
        )
        query = select(Veto.person_id, Veto.other_id).join(Round, col(Round.id) == col(Veto.round_id))
        return frozenset(self.session.exec(query.where(is_over)).all())

    def count(self, round_id: str) -> tuple[int, int]:
        """Return how many people have said something, whatever it was, and how many were asked."""
        asked = select(func.count(func.distinct(col(Look.person_id)))).where(Look.round_id == round_id)
        said = union(
            select(Look.person_id).where(Look.round_id == round_id, col(Look.is_fine)),
            select(Veto.person_id).where(Veto.round_id == round_id),
        ).subquery()
        answered = self.session.execute(select(func.count()).select_from(said)).scalar_one()
        return answered, self.session.exec(asked).one()

    def forget(self, round_id: str) -> None:
        """Forget who was shown whom; what somebody would rather not stays, as a "not with" does."""
        self.session.exec(delete(Look).where(col(Look.round_id) == round_id))
