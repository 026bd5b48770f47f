"""Which agenda a session has, and when two people could meet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.quiet import Hours

SLOTS = 3
GRID = timedelta(minutes=30)
NOTICE = timedelta(hours=24)  # nobody is asked to meet sooner
HORIZON = timedelta(days=15)  # two weeks after the notice
LEAD = timedelta(days=7)  # slots for the next session begin a week before its rhythm is over
PARTS_OF_A_DAY = (0.25, 0.75, 0.5)  # in turn: of what a day has in common, how far into it a slot lies


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one moment to another, in UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts; nothing or less where the end is not after the start."""
        return self.end - self.start

    def common(self, other: Span) -> Span:
        """Return what both share; its length is not positive where that is nothing."""
        return Span(max(self.start, other.start), min(self.end, other.end))

    def overlaps(self, other: Span) -> bool:
        """Tell whether both share more than a border."""
        return self.start < other.end and other.start < self.end


def agenda_number(number: int, total: int, agendas: int) -> int:
    """Return which agenda the session with this number follows: the last session has the last agenda."""
    return agendas if number >= total else min(number, agendas - 1)


def slots(
    now: datetime,
    hours_a: Hours,
    hours_b: Hours,
    minutes: int,
    *,
    busy: Collection[Span] = (),
    count: int = SLOTS,
) -> list[datetime]:
    """Return up to ``count`` starts, in UTC, at which both could meet; empty if their hours never meet.

    Each lies on another working day of both, on the half hour, 1 to 15 days from ``now``, at varied times.
    """
    length = timedelta(minutes=minutes)
    days = [
        starts
        for shared in _shared(Span(now + NOTICE, now + HORIZON), hours_a, hours_b)
        if (starts := [start for start in _starts(shared, length) if _is_free(start, length, busy)])
    ]
    step = max(1, len(days) // count)
    chosen = days[::step][:count]
    return [
        starts[int(len(starts) * PARTS_OF_A_DAY[place % len(PARTS_OF_A_DAY)])]
        for place, starts in enumerate(chosen)
    ]


def is_working_time(span: Span, hours: Hours) -> bool:
    """Tell whether a session lies within somebody's working hours on one of their working days."""
    return any(day.start <= span.start and span.end <= day.end for day in _working_days(span, hours))


def next_search(
    now: datetime, last_held: datetime | None, rhythm: int, ends_on: date, sessions_left: int
) -> datetime:
    """Return from when on to look for the next session's slots: now, or shortly before its rhythm is over.

    ``rhythm`` is in days; where the program ends before all sessions fit in, they move closer together.
    """
    if last_held is None:
        return now
    room = (ends_on - last_held.date()).days // max(1, sessions_left)
    return max(now, last_held + timedelta(days=min(rhythm, room)) - LEAD)


def _shared(within: Span, hours_a: Hours, hours_b: Hours) -> Iterator[Span]:
    """Yield the most that a working day of one shares with a working day of the other, no day twice."""
    free = list(_working_days(within, hours_b))
    for mine in _working_days(within, hours_a):
        common = [(mine.common(theirs).common(within), theirs) for theirs in free]
        best, theirs = max(common, key=lambda both: both[0].length, default=(None, None))
        if best and theirs and best.length > timedelta(0):
            free.remove(theirs)
            yield best


def _working_days(within: Span, hours: Hours) -> Iterator[Span]:
    zone = ZoneInfo(hours.zone)
    day = within.start.astimezone(zone).date() - timedelta(days=1)
    while day <= within.end.astimezone(zone).date():
        if hours.works_on(day):
            until = day + timedelta(days=hours.end <= hours.start)
            yield Span(_moment(day, hours.start, zone), _moment(until, hours.end, zone))
        day += timedelta(days=1)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _starts(shared: Span, length: timedelta) -> list[datetime]:
    half = shared.start.replace(minute=shared.start.minute // 30 * 30, second=0, microsecond=0)
    start = half if half == shared.start else half + GRID
    starts = []
    while start + length <= shared.end:
        starts.append(start)
        start += GRID
    return starts


def _is_free(start: datetime, length: timedelta, busy: Collection[Span]) -> bool:
    return not any(Span(start, start + length).overlaps(taken) for taken in busy)
