"""How long a large send takes: no faster than Slack lets us speak, everybody inside their own working hours.

What is told is exact for this model: messages leave evenly at a method's rate; whoever's hours have begun
first goes first, who began at the same moment share; whoever is not reached before their hours end waits for
the next ones. That is what the sender does with one kind of message and nothing else to send.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import inf

from bot.rules.quiet import Hours, stretches

LARGE = 100  # pairs; fewer are introduced within two minutes, and nothing is said
HORIZON = 28  # days
NEARLY_ALL = 0.9
NOTHING = 1e-6  # of a message

Span = tuple[float, float]  # minutes from now


@dataclass(frozen=True, slots=True)
class Crowd:
    """Messages for people who share their hours, by number; with two of them, for both of a pair at once."""

    hours: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Stream:
    """Calls of one method: how many a minute Slack takes (0: any), and for whom they are."""

    per_minute: float
    crowds: tuple[Crowd, ...]

    @property
    def count(self) -> int:
        """How many calls there are."""
        return sum(crowd.count for crowd in self.crowds)


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long until the last has their message, and until nine of ten have; None: over four weeks."""

    last: timedelta | None
    most: timedelta | None


def spans(now: datetime, hours: Hours) -> list[Span]:
    """Return when somebody works in the weeks ahead."""
    return [
        ((start - now).total_seconds() / 60, (end - now).total_seconds() / 60)
        for start, end in stretches(now, hours, HORIZON)
    ]


def estimate(streams: Iterable[Stream], hours: Sequence[Sequence[Span]]) -> Estimate:
    """Say how long a send takes whose slowest method decides; crowds name their ``hours`` by number."""
    shared: dict[tuple[int, ...], Sequence[Span]] = {}
    lasts, mosts = [0.0], [0.0]
    for stream in streams:
        last, most = _simulate(stream, [_shared(crowd.hours, hours, shared) for crowd in stream.crowds])
        lasts.append(last)
        mosts.append(most)
    return Estimate(_time(max(lasts)), _time(max(mosts)))


def _time(minutes: float) -> timedelta | None:
    return timedelta(minutes=minutes) if minutes < inf else None


def _shared(
    numbers: tuple[int, ...], own: Sequence[Sequence[Span]], known: dict[tuple[int, ...], Sequence[Span]]
) -> Sequence[Span]:
    """Return the spans that all of these share; those of the first, where they never meet."""
    if numbers not in known:
        found = own[numbers[0]]
        for number in numbers[1:]:
            found = _meet(found, own[number])
        known[numbers] = found or own[numbers[0]]
    return known[numbers]


def _meet(one: Sequence[Span], other: Sequence[Span]) -> Sequence[Span]:
    found: list[Span] = []
    first, second = 0, 0
    while first < len(one) and second < len(other):
        start, end = max(one[first][0], other[second][0]), min(one[first][1], other[second][1])
        if start < end:
            found.append((start, end))
        if one[first][1] <= other[second][1]:
            first += 1
        else:
            second += 1
    return found


# The simulation


@dataclass(slots=True)
class _Line:
    """Who has begun to work at one moment: how many messages are left, and which part of each crowd's."""

    left: float = 0.0
    part: float = 1.0


@dataclass(slots=True)
class _Course:
    """A send under way, in minutes from now: when it reached the last, and when nine of ten."""

    rate: float
    target: float
    now: float = 0.0
    served: float = 0.0
    last: float = 0.0
    most: float = inf
    opened: float = -1.0
    lines: deque[_Line] = field(default_factory=deque)

    def line(self) -> _Line:
        """Return the line of those who begin to work at this moment."""
        if self.opened != self.now:
            self.lines.append(_Line())
            self.opened = self.now
        return self.lines[-1]

    def go_on(self, until: float) -> None:
        """Send until a moment, to the first in line first."""
        while self.lines and self.now < until:
            line = self.lines[0]
            end = self.now + line.left / self.rate
            self._serve(line, line.left if end <= until else (until - self.now) * self.rate)
            if end > until:
                break
            self.now = end
            self.lines.popleft()
        self.now = until

    def _serve(self, line: _Line, sent: float) -> None:
        if self.served < self.target <= self.served + sent:
            self.most = self.now + (self.target - self.served) / self.rate
        if sent:
            self.last = self.now + sent / self.rate
        line.part *= 1 - sent / line.left if line.left else 0.0
        line.left = max(0.0, line.left - sent)
        self.served += sent


def _simulate(stream: Stream, open_in: Sequence[Sequence[Span]]) -> tuple[float, float]:
    """Return when the last has their message and when nine of ten have; infinite beyond the HORIZON."""
    course = _Course(stream.per_minute or inf, NEARLY_ALL * stream.count)
    left = [float(crowd.count) for crowd in stream.crowds]
    turns = [iter(each) for each in open_in]
    lines: dict[int, _Line] = {}  # of those who are at work
    events: list[tuple[float, bool, float, int]] = []  # when, who opens, until when
    is_lost = not all(_wait(events, turns, crowd) for crowd in range(len(turns)))
    while events:
        moment, opens, end, crowd = heappop(events)
        course.go_on(moment)
        if opens:
            lines[crowd] = line = course.line()
            line.left += left[crowd]
            heappush(events, (end, False, end, crowd))
            continue
        line = lines.pop(crowd)
        left[crowd] *= line.part
        line.left = max(0.0, line.left - left[crowd])
        if left[crowd] > NOTHING:
            is_lost |= not _wait(events, turns, crowd)
    return (inf if is_lost else course.last), (course.most if stream.count else 0.0)


def _wait(events: list[tuple[float, bool, float, int]], turns: Sequence[Iterator[Span]], crowd: int) -> bool:
    """Let a crowd wait for its next hours; tell whether it has any."""
    span = next(turns[crowd], None)
    if span is not None:
        heappush(events, (span[0], True, span[1], crowd))
    return span is not None
