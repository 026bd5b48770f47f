"""When two people's working days meet, on one date, wherever they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60

#: When a part of the day begins, in minutes; the night lasts until the morning.
PARTS = (("night", 0), ("morning", 5 * 60), ("afternoon", 12 * 60), ("evening", 17 * 60), ("night", 22 * 60))
MOSTLY = 0.75  # of a stretch


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of every day, in minutes: when it begins after midnight UTC (0-1439), and its length."""

    begin: int
    length: int

    @property
    def end(self) -> int:
        """Minutes after the midnight before it began; above 1440 when it passes the next one."""
        return self.begin + self.length


def working_day(timezone: str, start: time, end: time, on: date) -> Span:
    """Return the working day that starts on a date, in UTC, with that date's daylight saving.

    A day that ends before it starts passes midnight.
    """
    zone = ZoneInfo(timezone)
    last = on if end > start else on + timedelta(days=1)
    begins = datetime.combine(on, start, zone).astimezone(UTC)
    ends = datetime.combine(last, end, zone).astimezone(UTC)
    return Span(begins.hour * 60 + begins.minute, round((ends - begins).total_seconds() / 60))


def meeting_spans(one: Span, other: Span) -> tuple[Span, ...]:
    """Return when both work, longest first.

    Days repeat, so that an evening in California meets the next morning in Auckland. Two long days can meet
    twice.
    """
    met = []
    for shift in (-DAY, 0, DAY):
        begin = max(one.begin, other.begin + shift)
        end = min(one.end, other.end + shift)
        if end > begin:
            met.append(Span(begin % DAY, end - begin))
    return tuple(sorted(met, key=lambda span: (-span.length, span.begin)))


def minutes_together(one: Span, other: Span) -> int:
    """Return for how many minutes of a day both work."""
    minutes = 0
    for shift in (-DAY, 0, DAY):  # as in `meeting_spans`, but asked of every two working days in a company
        begin = other.begin + shift
        minutes += max(0, min(one.begin + one.length, begin + other.length) - max(one.begin, begin))
    return minutes


def clock(minutes: int) -> str:
    """Return minutes after midnight as HH:MM."""
    hour, minute = divmod(minutes % DAY, 60)
    return f"{hour:02}:{minute:02}"


def part_of_day(span: Span, timezone: str, on: date) -> str | None:
    """Return in which part of somebody's day most of a stretch lies on a date; None where it is spread."""
    midnight = datetime.combine(on, time(), UTC)
    begins = (midnight + timedelta(minutes=span.begin)).astimezone(ZoneInfo(timezone))
    begin = begins.hour * 60 + begins.minute
    shares: dict[str, int] = {}
    for (name, start), end in zip(PARTS, [*(start for _, start in PARTS[1:]), DAY], strict=True):
        for shift in (0, DAY):
            inside = min(begin + span.length, end + shift) - max(begin, start + shift)
            shares[name] = shares.get(name, 0) + max(0, inside)
    main = max(shares, key=lambda name: shares[name])
    return main if shares[main] >= MOSTLY * span.length else None
