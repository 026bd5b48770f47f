"""Queries on one draft, as an admin turns its pages: each costs the page, not the draft."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.models import Employee, Person, Proposal, Unmatched
from storage.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a draft: the pairs in it or those taken out, of everybody or of one department."""

    round_id: str
    is_removed: bool = False
    is_locked: bool | None = None
    department: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what holds of each pair of this part."""
        row = Proposal
        found = [col(row.round_id) == self.round_id, col(row.is_removed) == self.is_removed]
        if self.is_locked is not None:
            found.append(col(row.is_locked) == self.is_locked)
        if self.department:
            theirs = _of(self.department)
            found.append(or_(col(row.mentor_id).in_(theirs), col(row.mentee_id).in_(theirs)))
        return found


class Drafts(Shelf):
    """Pages of a draft, and how much there is of everything."""

    def pairs(
        self, part: Part, *, lowest_first: bool = False, skip: int = 0, most: int | None = None
    ) -> list[Proposal]:
        """Return a page of pairs by score (all by default)."""
        score = col(Proposal.score)
        query = select(Proposal).where(*part.conditions())
        order = (
            score.asc() if lowest_first else score.desc(),
            col(Proposal.mentor_id),
            col(Proposal.mentee_id),
        )
        return list(self.session.exec(query.order_by(*order).offset(skip).limit(most)))

    def count(self, part: Part) -> int:
        """Return how many pairs a part holds."""
        return self.session.exec(select(func.count()).select_from(Proposal).where(*part.conditions())).one()

    def unmatched(
        self, round_id: str, department: str = "", *, skip: int = 0, most: int | None = None
    ) -> list[Unmatched]:
        """Return a page of those whom a draft leaves without a partner in a role (all by default)."""
        query = select(Unmatched).where(*_left(round_id, department))
        order = (col(Unmatched.role), col(Unmatched.person_id))
        return list(self.session.exec(query.order_by(*order).offset(skip).limit(most)))

    def count_unmatched(self, round_id: str, department: str = "") -> int:
        """Return how many places a draft leaves empty."""
        query = select(func.count()).select_from(Unmatched).where(*_left(round_id, department))
        return self.session.exec(query).one()


def _left(round_id: str, department: str) -> list[ColumnElement[bool]]:
    found = [col(Unmatched.round_id) == round_id]
    return [*found, col(Unmatched.person_id).in_(_of(department))] if department else found


def _of(department: str) -> SelectOfScalar[str]:
    mail = col(Employee.email) == col(Person.email)
    return select(Person.id).join(Employee, mail).where(Employee.department == department)
