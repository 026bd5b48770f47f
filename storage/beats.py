"""Queries on the beats of the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func
from sqlalchemy import select as core_select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from storage.models import Beat
from storage.shelf import Shelf

PASSED = select(Beat.name, Beat.period).where(
    col(Beat.name).in_(bindparam("names", expanding=True)),
    col(Beat.period).in_(bindparam("periods", expanding=True)),
)
ONCE = {
    name: dialect.insert(Beat).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


@cache
def _latest(count: int) -> Select[Any]:
    """Return the query for when each of so many beats came last; their periods sort like their moments."""
    found = (
        select(Beat.at).where(col(Beat.at) < bindparam("before")).order_by(col(Beat.period).desc()).limit(1)
    )
    each = (found.where(col(Beat.name) == bindparam(f"name_{at}")) for at in range(count))
    return core_select(*(one.scalar_subquery() for one in each))


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
        return self.latest_of([name], before)[name]

    def latest_of(self, names: Sequence[str], before: datetime) -> dict[str, datetime | None]:
        """Return when each of these beats came last before a moment."""
        if not names:
            return {}
        asked = {f"name_{at}": name for at, name in enumerate(names)} | {"before": before}
        return dict(
            zip(names, self.session.connection().execute(_latest(len(names)), asked).one(), strict=True)
        )

    def missed(self, since: datetime) -> int:
        """Return how many beats did not come since a moment, because nobody was up."""
        counted = select(func.coalesce(func.sum(Beat.missed), 0)).where(Beat.at >= since)
        return int(self.session.exec(counted).one())

    def passed(self, periods: Mapping[str, str]) -> set[str]:
        """Return of these beats, each with a period, the names of those that have passed."""
        asked = {"names": list(periods), "periods": sorted(set(periods.values()))}
        return {name for name, period in self.session.exec(PASSED, params=asked) if periods[name] == period}
