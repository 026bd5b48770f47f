"""Queries on the beats of the timetable."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import col, select

from storage.models import Beat
from storage.shelf import Shelf


class Beats(Shelf):
    """Which beats of the timetable have passed."""

    def has_passed(self, name: str, period: str) -> bool:
        """Tell whether a beat has passed for a period."""
        return self.session.get(Beat, (name, period)) is not None

    def passed(self, periods: Mapping[str, str]) -> set[str]:
        """Return of these beats, each with a period, the names of those that have passed."""
        query = select(Beat.name, Beat.period).where(
            col(Beat.name).in_(periods), col(Beat.period).in_(set(periods.values()))
        )
        return {name for name, period in self.session.exec(query) if periods[name] == period}
