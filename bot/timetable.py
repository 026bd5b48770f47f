"""The program's rhythm, as a table: one screen tells what runs when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.flows import checkins, onboarding, pairs, program, reports, shoutouts, surveys, training
from storage.work import Work


class Every(Enum):
    """How often a beat comes round."""

    HOUR = timedelta(hours=1)
    DAY = timedelta(days=1)
    WEEK = timedelta(weeks=1)  # from Monday on


@dataclass(frozen=True, slots=True)
class Row:
    """A beat of the timetable: its name, how often it comes, and how long after midnight UTC."""

    name: str
    every: Every
    flow: Callable[[Work], object]
    after: timedelta = timedelta(0)

    def period(self, now: datetime) -> str:
        """Return the name of the period that a moment lies in; it changes once a beat."""
        moment = now - self.after
        if self.every is Every.HOUR:
            return moment.strftime("%Y-%m-%dT%H")
        if self.every is Every.DAY:
            return moment.strftime("%Y-%m-%d")
        return moment.strftime("%G-W%V")


TIMETABLE: tuple[Row, ...] = (
    Row("program starts", Every.HOUR, program.start),
    Row("program closes", Every.HOUR, program.close),
    Row("objectives", Every.WEEK, reports.measure, after=timedelta(hours=4)),
    Row("digest", Every.WEEK, reports.digest, after=timedelta(hours=5)),
    Row("pauses", Every.HOUR, onboarding.end_pauses),
    Row("quiet starts", Every.DAY, pairs.nudge_quiet_starts, after=timedelta(hours=5)),
    Row("surveys", Every.DAY, surveys.open_waves, after=timedelta(hours=5)),
    Row("survey reminders", Every.DAY, surveys.remind, after=timedelta(hours=5)),
    Row("check-ins", Every.DAY, checkins.ask_due_pairs, after=timedelta(hours=5)),
    Row("lessons", Every.DAY, training.send_next, after=timedelta(hours=5)),
    Row("shout-outs", Every.DAY, shoutouts.close_unanswered, after=timedelta(hours=5)),
)


def due(work: Work, timetable: Sequence[Row]) -> list[Row]:
    """Return the rows whose beat of this moment has not passed yet."""
    passed = work.beats.passed({row.name: row.period(work.now) for row in timetable})
    return [row for row in timetable if row.name not in passed]


def beat(work: Work, row: Row) -> bool:
    """Run a row's flow once a period, in the transaction that remembers it; a second tick changes nothing."""
    if not work.beats.begin(row.name, row.period(work.now), work.now):
        return False
    row.flow(work)
    return True
