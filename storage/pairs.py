"""Queries on rounds, proposals and pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam
from sqlalchemy import select as sa_select
from sqlmodel import SQLModel, col, delete, exists, insert, or_, select, update

from bot.rules.refusals import NotYours
from storage.models import (
    Pair,
    PairState,
    Proposal,
    Round,
    RoundState,
    Session,
    Unmatched,
)
from storage.shelf import Shelf

OPEN = (PairState.ACTIVE, PairState.PAUSED)
TAKES_A_PLACE = or_(
    col(Pair.state).in_(OPEN), and_(col(Pair.state) == PairState.COMPLETED, ~col(Pair.waits_again))
)

OF_PERSON = (
    select(Pair)
    .where(or_(col(Pair.mentor_id) == bindparam("person"), col(Pair.mentee_id) == bindparam("person")))
    .where(col(Pair.state).in_(bindparam("states", expanding=True)))
    .order_by(col(Pair.started_at), col(Pair.id))
)
DRAFT = select(Round).where(col(Round.program_id) == bindparam("program"), Round.state == RoundState.DRAFT)
AMONG = select(Pair).where(col(Pair.id).in_(bindparam("pairs", expanding=True)))
ROUNDS_OF = select(Pair.id, Pair.round_id).where(col(Pair.id).in_(bindparam("pairs", expanding=True)))


class Placed(NamedTuple):
    """A pair of a draft without its reasons, which are most of what there is to read."""

    mentor_id: str
    mentee_id: str
    score: int
    is_locked: bool
    is_by_hand: bool

    @property
    def ids(self) -> tuple[str, str]:
        """The pair: mentor, mentee."""
        return self.mentor_id, self.mentee_id


class Proposed(NamedTuple):
    """A pair of a draft, as read in bulk."""

    mentor_id: str
    mentee_id: str
    score: int
    reasons: list[dict[str, Any]]
    is_locked: bool
    is_by_hand: bool

    @property
    def ids(self) -> tuple[str, str]:
        """The pair: mentor, mentee."""
        return self.mentor_id, self.mentee_id


class Halves(NamedTuple):
    """Who is in a pair, and when it comes to a good close, if it does."""

    id: str
    mentor_id: str
    mentee_id: str
    closes_at: datetime | None


class Pairs(Shelf):
    """Rounds, proposals and pairs."""

    def get(self, pair_id: str) -> Pair:
        """Return a pair by id."""
        return self.row(Pair, pair_id) or self.session.get_one(Pair, pair_id)

    def find(self, pair_id: str) -> Pair | None:
        """Return a pair by id; None if it was taken back before anybody was told."""
        return self.row(Pair, pair_id)

    def among(self, pair_ids: Collection[str]) -> dict[str, Pair]:
        """Return these pairs by id."""
        if not pair_ids:
            return {}
        found = self.session.exec(AMONG, params={"pairs": list(pair_ids)})
        return {pair.id: pair for pair in found}

    def rounds_of(self, pair_ids: Collection[str]) -> dict[str, str]:
        """Return by pair the round that made it."""
        return dict(self.session.exec(ROUNDS_OF, params={"pairs": list(pair_ids)}).all())

    def of(self, person_id: str, *states: PairState) -> list[Pair]:
        """Return a person's pairs in these states (active by default), the oldest first."""
        wanted = {"person": person_id, "states": states or (PairState.ACTIVE,)}
        return list(self.session.exec(OF_PERSON, params=wanted))

    def mine_or_refuse(self, pair_id: str, person_id: str) -> Pair:
        """Return a pair that a person belongs to; refuse anybody else."""
        pair = self.row(Pair, pair_id)
        if pair is None or person_id not in (pair.mentor_id, pair.mentee_id):
            raise NotYours
        return pair

    def active(self, program_id: str) -> list[Pair]:
        """Return the active pairs of a program, the oldest first."""
        query = select(Pair).where(Pair.program_id == program_id, Pair.state == PairState.ACTIVE)
        return list(self.session.exec(query.order_by(col(Pair.started_at), col(Pair.id))))

    def active_ids(self, program_id: str, *, after: str, most: int) -> list[str]:
        """Return active pairs of a program behind an id, by id."""
        query = select(Pair.id).where(
            Pair.program_id == program_id, Pair.state == PairState.ACTIVE, Pair.id > after
        )
        return list(self.session.exec(query.order_by(col(Pair.id)).limit(most)))

    def of_program(self, program_id: str, *states: PairState) -> list[Pair]:
        """Return a program's pairs in these states (active and paused by default), the oldest first."""
        query = select(Pair).where(Pair.program_id == program_id, col(Pair.state).in_(states or OPEN))
        return list(self.session.exec(query.order_by(col(Pair.started_at), col(Pair.id))))

    def still_open(self, program_id: str, *, after: str, most: int) -> list[Pair]:
        """Return a program's pairs behind an id that have not ended."""
        query = select(Pair).where(Pair.program_id == program_id, col(Pair.state).in_(OPEN), Pair.id > after)
        return list(self.session.exec(query.order_by(col(Pair.id)).limit(most)))

    def halves(self, program_id: str) -> list[Halves]:
        """Return who is in each active pair of a program, in bulk."""
        query = sa_select(col(Pair.id), col(Pair.mentor_id), col(Pair.mentee_id), col(Pair.closes_at)).where(
            col(Pair.program_id) == program_id, col(Pair.state) == PairState.ACTIVE
        )
        return [Halves(*row) for row in self.session.execute(query.order_by(col(Pair.id)))]

    def closing(self, now: datetime) -> list[Pair]:
        """Return the active pairs that come to a good close by now."""
        query = select(Pair).where(col(Pair.closes_at) <= now, Pair.state == PairState.ACTIVE)
        return list(self.session.exec(query.order_by(col(Pair.id))))

    def met(self) -> frozenset[tuple[str, str]]:
        """Return everybody who has ever been a pair, as (mentor, mentee), in whatever state and program."""
        return frozenset(self.session.exec(select(Pair.mentor_id, Pair.mentee_id)).all())

    def places_taken(self, program_id: str) -> tuple[Counter[str], Counter[str]]:
        """Return how many partners everybody has or had to the end, as a mentor and as a mentee."""
        query = select(Pair.mentor_id, Pair.mentee_id).where(Pair.program_id == program_id, TAKES_A_PLACE)
        pairs = self.session.exec(query).all()
        return Counter(mentor for mentor, _ in pairs), Counter(mentee for _, mentee in pairs)

    def without_a_session(self, since: datetime, until: datetime, *, after: str, most: int) -> list[str]:
        """Return active pairs behind an id, introduced between two moments, that never planned to meet."""
        planned = exists().where(col(Session.pair_id) == col(Pair.id))
        query = select(Pair.id).where(
            Pair.state == PairState.ACTIVE, Pair.started_at > since, Pair.started_at <= until, ~planned
        )
        query = query.where(Pair.id > after).order_by(col(Pair.id)).limit(most)
        return list(self.session.exec(query))

    # Rounds

    def round(self, round_id: str) -> Round | None:
        """Return a round by id."""
        return self.row(Round, round_id)

    def draft(self, program_id: str) -> Round | None:
        """Return the program's draft, if there is one."""
        return self.session.exec(DRAFT, params={"program": program_id}).first()

    def alternative(self, draft_id: str) -> Round | None:
        """Return the newest alternative that stands beside a draft, if there is one."""
        query = select(Round).where(Round.beside == draft_id, Round.state == RoundState.ALTERNATIVE)
        return self.session.exec(query.order_by(col(Round.made_at).desc())).first()

    def move_proposals(self, from_id: str, to_id: str) -> None:
        """Give a draft what another one proposes in place of its own; what was removed by hand stays so."""
        self.session.flush()
        self.forget_proposals(to_id)
        for table in (Proposal, Unmatched):
            moved = update(table).where(col(table.round_id) == from_id).values(round_id=to_id)
            self.session.exec(moved.execution_options(synchronize_session=False))
        self.session.expire_all()

    def published(self, program_id: str) -> list[Round]:
        """Return the rounds that were published, the newest first."""
        query = select(Round).where(Round.program_id == program_id, Round.state == RoundState.PUBLISHED)
        return list(self.session.exec(query.order_by(col(Round.number).desc())))

    def still_open_in(self, round_id: str) -> list[tuple[str, str]]:
        """Return the halves of each pair of a round that has not ended: mentor, mentee."""
        query = select(Pair.mentor_id, Pair.mentee_id)
        query = query.where(Pair.round_id == round_id, col(Pair.state).in_(OPEN)).order_by(col(Pair.id))
        return list(self.session.exec(query))

    def proposal(self, round_id: str, mentor_id: str, mentee_id: str) -> Proposal | None:
        """Return a proposal, removed ones included."""
        return self.row(Proposal, round_id, mentor_id, mentee_id)

    def proposals(self, round_id: str, among: Collection[str] | None = None) -> list[Proposal]:
        """Return a draft's pairs, without the removed ones; of all people, or of these."""
        row = Proposal
        query = select(row).where(row.round_id == round_id, ~col(row.is_removed))
        if among is not None:
            query = query.where(or_(col(row.mentor_id).in_(among), col(row.mentee_id).in_(among)))
        return list(
            self.session.exec(query.order_by(col(row.score).desc(), col(row.mentor_id), col(row.mentee_id)))
        )

    def proposed(self, round_id: str, *, is_removed: bool = False) -> list[Proposed]:
        """Return all pairs of a draft by mentor and mentee, or all those that were removed from it."""
        row = Proposal
        query = (
            sa_select(
                col(row.mentor_id),
                col(row.mentee_id),
                col(row.score),
                col(row.reasons),
                col(row.is_locked),
                col(row.is_by_hand),
            )
            .where(col(row.round_id) == round_id, col(row.is_removed).is_(is_removed))
            .order_by(col(row.mentor_id), col(row.mentee_id))
        )
        return [Proposed(*each) for each in self.session.execute(query)]

    def placed(self, round_id: str) -> list[Placed]:
        """Return all pairs of a draft by mentor and mentee, without their reasons."""
        row = Proposal
        what = (row.mentor_id, row.mentee_id, row.score, row.is_locked, row.is_by_hand)
        query = (
            sa_select(*map(col, what))
            .where(col(row.round_id) == round_id, ~col(row.is_removed))
            .order_by(col(row.mentor_id), col(row.mentee_id))
        )
        return [Placed(*each) for each in self.session.execute(query)]

    def proposed_ids(self, round_id: str) -> list[tuple[str, str]]:
        """Return who is paired with whom in a draft: mentor and mentee."""
        query = select(Proposal.mentor_id, Proposal.mentee_id).where(
            Proposal.round_id == round_id, ~col(Proposal.is_removed)
        )
        return list(self.session.exec(query))

    def removed_ids(self, round_id: str) -> list[tuple[str, str]]:
        """Return the pairs that an admin took out of a draft."""
        query = select(Proposal.mentor_id, Proposal.mentee_id).where(
            Proposal.round_id == round_id, col(Proposal.is_removed)
        )
        return list(self.session.exec(query.order_by(col(Proposal.mentor_id), col(Proposal.mentee_id))))

    def forget_proposals(self, round_id: str) -> None:
        """Clear a draft of everything but the pairs that were removed by hand."""
        self.session.exec(
            delete(Proposal).where(col(Proposal.round_id) == round_id, ~col(Proposal.is_removed))
        )
        self.session.exec(delete(Unmatched).where(col(Unmatched.round_id) == round_id))

    def drop_proposals(self, round_id: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Take these pairs out of a draft, without a trace."""
        for ids in pairs:
            if row := self.proposal(round_id, *ids):
                self.session.delete(row)
        self.session.flush()

    # Who is left

    def unmatched(self, round_id: str, *, skip: int = 0, most: int | None = None) -> list[Unmatched]:
        """Return a page of those whom a round leaves without a partner in a role (all by default)."""
        query = select(Unmatched).where(Unmatched.round_id == round_id)
        order = (col(Unmatched.role), col(Unmatched.person_id))
        return list(self.session.exec(query.order_by(*order).offset(skip).limit(most)))

    def why_unmatched(self, round_id: str, person_id: str) -> list[Unmatched]:
        """Return why a round left somebody without a partner, one row a role."""
        query = select(Unmatched).where(Unmatched.round_id == round_id, Unmatched.person_id == person_id)
        return list(self.session.exec(query.order_by(col(Unmatched.role))))

    def no_longer_unmatched(self, round_id: str, person_id: str, role: str) -> None:
        """Note that somebody got a partner in a role after all."""
        if row := self.row(Unmatched, round_id, person_id, role):
            self.session.delete(row)

    def forget_all_proposals(self, round_id: str) -> None:
        """Clear a draft of everything, the pairs that were removed by hand too."""
        self.forget_proposals(round_id)
        self.session.exec(delete(Proposal).where(col(Proposal.round_id) == round_id))

    def add_proposals(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add many proposals at once."""
        self._insert(Proposal, rows)

    def add_unmatched(self, rows: Iterable[dict[str, Any]]) -> None:
        """Note at once of many people that a draft leaves them without a partner."""
        self._insert(Unmatched, rows)

    def add_pairs(self, rows: Iterable[dict[str, Any]]) -> None:
        """Add many pairs at once."""
        self._insert(Pair, rows)

    def retract_round(self, round_id: str) -> None:
        """Take back the pairs of a round that nobody was told about."""
        self.session.exec(delete(Pair).where(col(Pair.round_id) == round_id))

    def _insert(self, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
        if many := list(rows):
            self.session.flush()
            self.session.execute(insert(table), many)
