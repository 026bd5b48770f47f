"""When somebody may be spoken to: inside their working hours, on their working days, and not too often."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKLY_BUDGET = 2  # unasked messages a week; people may have fewer, nobody gets more
WEEK = timedelta(days=7)
WEEKEND = frozenset({5, 6})  # Saturday and Sunday
LONGEST_REST = 40  # days without a working day that are looked through, once somebody is back
SILENCES = 2  # weeks in which somebody was asked and did not answer


@dataclass(frozen=True, slots=True)
class Hours:
    """Somebody's working hours, wall time in their IANA zone; an end before the start is past midnight.

    No working days are the weekend (Monday is 0), public holidays, and those before they are back.
    """

    zone: str
    start: time = time(9)
    end: time = time(17)
    weekend: Container[int] = WEEKEND
    holidays: Container[date] = ()
    back_on: date | None = None

    def works_on(self, day: date) -> bool:
        """Tell whether a day is a working day."""
        is_back = self.back_on is None or day >= self.back_on
        return is_back and day.weekday() not in self.weekend and day not in self.holidays


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


def stretches(now: datetime, hours: Hours, days: int) -> list[tuple[datetime, datetime]]:
    """Return from when to when somebody works, from ``now`` on, for so many days; in UTC, in order."""
    zone = ZoneInfo(hours.zone)
    today = now.astimezone(zone).date()
    found = []
    for day in (today + timedelta(days=ahead) for ahead in range(-1, days)):
        if hours.works_on(day):
            until = day + timedelta(days=hours.end <= hours.start)
            start, end = max(now, _at(day, hours.start, zone)), _at(until, hours.end, zone)
            if start < end:
                found.append((start, end))
    return found


def within_budget(now: datetime, heard: Sequence[datetime], most: int = WEEKLY_BUDGET) -> datetime:
    """Return the first moment from ``now`` on with fewer than ``most`` unasked messages in a week."""
    recent = sorted(moment for moment in heard if moment > now - WEEK)
    if len(recent) < most:
        return now
    return recent[-most] + WEEK


def budget(own: int) -> int:
    """Return how many unasked messages a week somebody gets: as many as they chose, and two at most."""
    return max(1, min(own, WEEKLY_BUDGET))


def another_silence(last: date | None, today: date) -> bool:
    """Tell whether a question today begins another week of silence, should it go without an answer."""
    return last is None or today - last >= WEEK


def falls_quiet(silences: int, last: date | None, today: date) -> bool:
    """Tell whether to ask no more: two weeks with questions of whatever kind have gone without an answer."""
    return silences >= SILENCES and another_silence(last, today)


def _opens(moment: datetime, hours: Hours) -> datetime:
    zone = ZoneInfo(hours.zone)
    first = moment.astimezone(zone).date() - timedelta(days=1)
    first = max(first, hours.back_on) if hours.back_on else first
    for day in (first + timedelta(days=days) for days in range(LONGEST_REST)):
        until = day + timedelta(days=hours.end <= hours.start)
        if hours.works_on(day) and moment < (_at(until, hours.end, zone)):
            return max(_at(day, hours.start, zone), moment)
    return moment


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return a wall time in UTC: an hour that is missing moves after the gap, a double one is the first."""
    return datetime.combine(day, clock, zone).astimezone(UTC)
