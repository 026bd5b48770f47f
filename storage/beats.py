"""Queries on the beats of the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func
from sqlalchemy import select as core_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from storage.models import Beat
from storage.shelf import Shelf

BEFORE = select(Beat.at).where(col(Beat.at) < bindparam("before")).order_by(col(Beat.period).desc()).limit(1)
LATEST = BEFORE.where(col(Beat.name) == bindparam("name"))
ONCE = {
    name: dialect.insert(Beat).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


class Standing(NamedTuple):
    """Whether a beat has passed for its period, and when it came last."""

    has_passed: bool
    last: datetime | None


@cache
def _standings(count: int) -> Select[Any]:
    """Return the query for so many beats, two columns each; their periods sort like their moments."""
    names = (col(Beat.name) == bindparam(f"name_{at}") for at in range(count))
    periods = (col(Beat.period) == bindparam(f"period_{at}") for at in range(count))
    found = (
        (select(Beat.name).where(name, period).exists(), BEFORE.where(name))
        for name, period in zip(names, periods, strict=True)
    )
    return core_select(*(column for passed, last in found for column in (passed, last.scalar_subquery())))


class Beats(Shelf):
    """Which beats of the timetable have passed."""

    def begin(self, name: str, period: str, at: datetime, missed: int = 0) -> bool:
        """Remember that a beat comes; return False when it has passed for this period already."""
        connection = self.session.connection()
        row = {"name": name, "period": period, "at": at, "missed": missed}
        return connection.execute(ONCE[connection.dialect.name], row).rowcount == 1

    def forget(self, name: str, period: str) -> None:
        """Take back that a beat came: it is not over."""
        self.session.exec(delete(Beat).where(col(Beat.name) == name, col(Beat.period) == period))

    def note(self, beats: Iterable[tuple[str, str, int]], at: datetime) -> None:
        """Remember beats that came, each with its period and how many before it were missed."""
        rows = [
            {"name": name, "period": period, "at": at, "missed": missed} for name, period, missed in beats
        ]
        connection = self.session.connection()
        if rows:
            connection.execute(ONCE[connection.dialect.name], rows)

    def latest(self, name: str, before: datetime) -> datetime | None:
        """Return when a beat came last before a moment."""
        return self.session.exec(LATEST, params={"name": name, "before": before}).first()

    def standings(self, periods: Mapping[str, str], before: datetime) -> dict[str, Standing]:
        """Return how beats stand, each with its period; they came last before a moment."""
        asked: dict[str, Any] = {"before": before}
        for at, (name, period) in enumerate(periods.items()):
            asked |= {f"name_{at}": name, f"period_{at}": period}
        found = self.session.connection().execute(_standings(len(periods)), asked).one()
        both = zip(found[::2], found[1::2], strict=True)
        return {
            name: Standing(bool(passed), last) for name, (passed, last) in zip(periods, both, strict=True)
        }

    def missed(self, since: datetime) -> int:
        """Return how many beats did not come since a moment, because nobody was up."""
        counted = select(func.coalesce(func.sum(Beat.missed), 0)).where(Beat.at >= since)
        return int(self.session.exec(counted).one())
