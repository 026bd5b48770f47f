"""The program's rhythm, as a table: one screen tells what runs when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from time import monotonic
from typing import Any

from bot.flows import (
    anonymity,
    checkins,
    firewall,
    looks,
    onboarding,
    pairs,
    program,
    question_turns,
    reports,
    second_chances,
    shoutouts,
    surveys,
    training,
)
from bot.flows.portions import Portion
from storage.work import Work

FIRST_MONDAY = datetime(2001, 1, 1, tzinfo=UTC)
MOMENT = 0.05  # seconds for which rows share a transaction: others wait to write


class Every(Enum):
    """How often a beat comes round."""

    HOUR = timedelta(hours=1)
    DAY = timedelta(days=1)
    WEEK = timedelta(weeks=1)  # from Monday on


@dataclass(frozen=True, slots=True)
class Thought:
    """What is done beside the store, because it takes long: the answer to a question, then kept."""

    solve: Callable[[Any], Any]
    keep: Callable[[Work, Any, Any], object]


@dataclass(frozen=True, slots=True)
class Row:
    """A beat of the timetable: its name, how often it comes, and how long after midnight UTC.

    With a ``thought``, the flow returns the question, or None where there is none. A stop in between loses
    the beat, no more: the next one asks again.
    """

    name: str
    every: Every
    flow: Callable[[Work], object]
    after: timedelta = timedelta(0)
    thought: Thought | None = None

    def period(self, now: datetime) -> str:
        """Return the name of the period that a moment lies in; it changes once a beat."""
        moment = now - self.after
        if self.every is Every.HOUR:
            return moment.strftime("%Y-%m-%dT%H")
        if self.every is Every.DAY:
            return moment.strftime("%Y-%m-%d")
        return moment.strftime("%G-W%V")

    def missed(self, last: datetime | None, now: datetime) -> int:
        """Return how many beats between two moments never came; those of weeks begin on Monday."""
        if last is None:
            return 0
        periods = (moment - self.after - FIRST_MONDAY for moment in (last, now))
        first, newest = (span // self.every.value for span in periods)
        return max(0, newest - first - 1)


@dataclass(frozen=True, slots=True)
class Beat:
    """What a row's flow answered when its beat came."""

    row: Row
    answer: object

    @property
    def rest(self) -> Callable[[Work], Portion] | None:
        """The portions that are still to come."""
        return self.answer.rest if isinstance(self.answer, Portion) else None

    @property
    def has_more(self) -> bool:
        """Whether portions or a thought are still to come."""
        return self.rest is not None or (self.row.thought is not None and self.answer is not None)


TIMETABLE: tuple[Row, ...] = (
    Row("program starts", Every.HOUR, program.start),
    Row("program closes", Every.HOUR, program.close),
    Row("objectives", Every.WEEK, reports.measure, after=timedelta(hours=4)),
    Row(
        "second chances",
        Every.WEEK,
        second_chances.ask,
        after=timedelta(hours=4),
        thought=Thought(second_chances.solve, second_chances.settle),
    ),
    Row("digest", Every.HOUR, reports.digest),  # on Monday, where each admin lives
    Row("firewall", Every.DAY, firewall.nightly, after=timedelta(hours=3)),
    Row("looks", Every.HOUR, looks.ask, thought=Thought(looks.solve, looks.settle)),
    Row("pauses", Every.HOUR, onboarding.end_pauses),
    Row("questions", Every.HOUR, question_turns.look_again),
    Row("quiet starts", Every.DAY, pairs.nudge_quiet_starts, after=timedelta(hours=5)),
    Row("sheets", Every.HOUR, anonymity.shuffle),
    Row("surveys", Every.DAY, surveys.open_waves, after=timedelta(hours=5)),
    Row("survey reminders", Every.DAY, surveys.remind, after=timedelta(hours=5)),
    Row("check-ins", Every.DAY, checkins.ask_due_pairs, after=timedelta(hours=5)),
    Row("lessons", Every.DAY, training.send_next, after=timedelta(hours=5)),
    Row("shout-outs", Every.DAY, shoutouts.close_unanswered, after=timedelta(hours=5)),
)


def due(work: Work, timetable: Sequence[Row]) -> dict[Row, datetime | None]:
    """Return the rows whose beat of this moment has not passed yet, each with when it came last."""
    if not timetable:
        return {}
    standings = work.beats.standings({row.name: row.period(work.now) for row in timetable}, work.now)
    return {row: standings[row.name].last for row in timetable if not standings[row.name].has_passed}


def strike(work: Work, timetable: Sequence[Row]) -> tuple[list[Beat], list[Row]]:
    """Run rows whose beat has come in one transaction, for a moment; return them, and the rows left over.

    What has more to do ends it: whoever is next in the timetable finds it done, however long a moment is.
    """
    last, beats, end = due(work, timetable), list[Beat](), monotonic() + MOMENT
    rows = list(last)
    while rows and monotonic() < end and not (beats and beats[-1].has_more):
        row = rows.pop(0)
        beats.append(Beat(row, row.flow(work)))
    ended = [beat.row for beat in beats if not beat.rest]
    notes = ((row.name, row.period(work.now), row.missed(last[row], work.now)) for row in ended)
    work.beats.note(notes, work.now)
    return beats, rows


def beat(work: Work, row: Row, rest: Callable[[Work], Portion] | None = None) -> Beat | None:
    """Run a row's flow once a period, in the transaction that remembers it; None where it has run already.

    What comes in portions is remembered with the last one: call again with the ``rest`` that is returned.
    """
    period = row.period(work.now)
    missed = row.missed(work.beats.latest(row.name, work.now), work.now)
    if not work.beats.begin(row.name, period, work.now, missed):
        return None
    beat = Beat(row, (rest or row.flow)(work))
    if beat.rest:
        work.beats.forget(row.name, period)
    return beat
