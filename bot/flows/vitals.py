"""How the bot is: what waits, since when, and how messages ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from storage.vitals import Counts
from storage.work import Work

EVER = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Vitals:
    """Owed messages by state, for how many seconds the first of them has been due, open events.

    ``missed``: beats of the timetable that never came, because nobody was up.
    """

    messages: dict[str, int]
    oldest_due: float
    events: int
    missed: int = 0


def read(work: Work) -> Vitals:
    """Count."""
    counts = Counts(work.session)
    since = counts.oldest_due(work.now)
    seconds = (work.now - since).total_seconds() if since else 0.0
    return Vitals(counts.messages(), seconds, work.inbox.waiting(), work.beats.missed(EVER))
