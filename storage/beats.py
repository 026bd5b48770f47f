"""Queries on the beats of the timetable."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam
from sqlmodel import col, select

from storage.models import Beat
from storage.shelf import Shelf

PASSED = select(Beat.name, Beat.period).where(
    col(Beat.name).in_(bindparam("names", expanding=True)),
    col(Beat.period).in_(bindparam("periods", expanding=True)),
)
ONE = select(Beat.at).where(col(Beat.name) == bindparam("name"), col(Beat.period) == bindparam("period"))


class Beats(Shelf):
    """Which beats of the timetable have passed."""

    def has_passed(self, name: str, period: str) -> bool:
        """Tell whether a beat has passed for a period."""
        return self.session.exec(ONE, params={"name": name, "period": period}).first() is not None

    def passed(self, periods: Mapping[str, str]) -> set[str]:
        """Return of these beats, each with a period, the names of those that have passed."""
        asked = {"names": list(periods), "periods": sorted(set(periods.values()))}
        return {name for name, period in self.session.exec(PASSED, params=asked) if periods[name] == period}
