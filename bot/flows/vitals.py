"""How the bot is: what waits, since when, and how messages ended."""

from __future__ import annotations

from dataclasses import dataclass

from storage.vitals import Counts
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Vitals:
    """Owed messages by state, for how many seconds the first of them has been due, and open events."""

    messages: dict[str, int]
    oldest_due: float
    events: int


def read(work: Work) -> Vitals:
    """Count."""
    counts = Counts(work.session)
    since = counts.oldest_due(work.now)
    seconds = (work.now - since).total_seconds() if since else 0.0
    return Vitals(counts.messages(), seconds, work.inbox.waiting())
