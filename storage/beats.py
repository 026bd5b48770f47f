"""Queries on the beats of the timetable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select

from storage.models import Beat
from storage.shelf import Shelf

PASSED = select(Beat.name, Beat.period).where(
    col(Beat.name).in_(bindparam("names", expanding=True)),
    col(Beat.period).in_(bindparam("periods", expanding=True)),
)
LATEST = select(func.max(Beat.at)).where(
    col(Beat.name) == bindparam("name"), col(Beat.at) < bindparam("before")
)
ONCE = {
    name: dialect.insert(Beat).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


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

    def latest(self, name: str, before: datetime) -> datetime | None:
        """Return when a beat came last before a moment."""
        return self.session.exec(LATEST, params={"name": name, "before": before}).one()

    def missed(self, since: datetime) -> int:
        """Return how many beats did not come since a moment, because nobody was up."""
        counted = select(func.coalesce(func.sum(Beat.missed), 0)).where(Beat.at >= since)
        return int(self.session.exec(counted).one())

    def passed(self, periods: Mapping[str, str]) -> set[str]:
        """Return of these beats, each with a period, the names of those that have passed."""
        asked = {"names": list(periods), "periods": sorted(set(periods.values()))}
        return {name for name, period in self.session.exec(PASSED, params=asked) if periods[name] == period}
