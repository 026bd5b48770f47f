"""Queries on rounds, proposals and pairs."""

from __future__ import annotations

from sqlmodel import col, or_, select

from bot.rules.refusals import NotYours
from storage.models import Pair, PairState
from storage.shelf import Shelf


class Pairs(Shelf):
    """Rounds, proposals and pairs."""

    def get(self, pair_id: str) -> Pair:
        """Return a pair by id."""
        return self.session.get_one(Pair, pair_id)

    def of(self, person_id: str, *states: PairState) -> list[Pair]:
        """Return a person's pairs in these states (active by default), the oldest first."""
        wanted = states or (PairState.ACTIVE,)
        query = select(Pair).where(
            or_(Pair.mentor_id == person_id, Pair.mentee_id == person_id), col(Pair.state).in_(wanted)
        )
        return list(self.session.exec(query.order_by(col(Pair.started_at), col(Pair.id))))

    def mine_or_refuse(self, pair_id: str, person_id: str) -> Pair:
        """Return a pair that a person belongs to; refuse anybody else."""
        pair = self.session.get(Pair, pair_id)
        if pair is None or person_id not in (pair.mentor_id, pair.mentee_id):
            raise NotYours
        return pair

    def active(self, program_id: str) -> list[Pair]:
        """Return the active pairs of a program, the oldest first."""
        query = select(Pair).where(Pair.program_id == program_id, Pair.state == PairState.ACTIVE)
        return list(self.session.exec(query.order_by(col(Pair.started_at), col(Pair.id))))
