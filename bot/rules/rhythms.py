"""When a rhythm comes round where somebody lives: wall time and IANA zone, a local date each.

An hour that is missing in spring moves after the gap; of an hour that comes twice in autumn the first counts.
A local date that a place skips altogether has no occasion. Whoever keeps the schedule, the person and the
local date as one key may ask as often as they like, or after days of absence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
EASTWARD = timedelta(hours=14)  # as far as any place is from UTC, either way


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A wall time on every day, or on one weekday (Monday is 0)."""

    clock: time
    weekday: int | None = None


class Occasion(NamedTuple):
    """A local date of a rhythm, and the moment it comes, in UTC."""

    day: date
    moment: datetime


def may_come(rhythm: Rhythm, since: datetime, until: datetime) -> bool:
    """Tell whether a rhythm may come anywhere on earth between two moments; cheaper than to ask each zone."""
    day, last = (since - EASTWARD).date(), (until + EASTWARD).date()
    return rhythm.weekday is None or (rhythm.weekday - day.weekday()) % 7 <= (last - day).days


def occasions(rhythm: Rhythm, zone: str, since: datetime, until: datetime) -> Iterator[Occasion]:
    """Yield what came after ``since``, up to ``until``, the oldest first."""
    place = ZoneInfo(zone)
    day, last = since.astimezone(place).date() - DAY, until.astimezone(place).date()
    while day <= last:
        occasion = Occasion(day, datetime.combine(day, rhythm.clock, place).astimezone(UTC))
        if since < occasion.moment <= until and _is_on(rhythm, occasion, place):
            yield occasion
        day += DAY


def _is_on(rhythm: Rhythm, occasion: Occasion, place: ZoneInfo) -> bool:
    is_its_day = rhythm.weekday in (None, occasion.day.weekday())
    return is_its_day and occasion.moment.astimezone(place).date() == occasion.day
