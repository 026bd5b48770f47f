"""When somebody may be spoken to: inside their working hours, on working days, and not too often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKLY_BUDGET = 2
WEEK = timedelta(days=7)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """Somebody's working hours, wall time in their IANA zone; an end before the start is past midnight."""

    zone: str
    start: time = time(9)
    end: time = time(17)


def next_moment(now: datetime, everybody: Sequence[Hours]) -> datetime:
    """Return the first moment from ``now`` on that lies in everybody's working hours.

    People whose hours never meet are served by the first one's hours. UTC in, UTC out.
    """
    moment = now
    for _ in range(14 * 2 * max(1, len(everybody))):
        late = [later for hours in everybody if (later := _opens(moment, hours)) > moment]
        if not late:
            return moment
        moment = max(late)
    return _opens(now, everybody[0])


def within_budget(now: datetime, heard: Sequence[datetime]) -> datetime:
    """Return the first moment from ``now`` on with fewer than two unasked messages in the week before it."""
    recent = sorted(moment for moment in heard if moment > now - WEEK)
    if len(recent) < WEEKLY_BUDGET:
        return now
    return recent[-WEEKLY_BUDGET] + WEEK


def _opens(moment: datetime, hours: Hours) -> datetime:
    zone = ZoneInfo(hours.zone)
    local = moment.astimezone(zone)
    for days in range(-1, 9):
        day = local.date() + timedelta(days=days)
        start = datetime.combine(day, hours.start, zone).astimezone(UTC)
        until = day + timedelta(days=hours.end <= hours.start)
        end = datetime.combine(until, hours.end, zone).astimezone(UTC)
        if day.weekday() < SATURDAY and moment < end:
            return max(start, moment)
    return moment
