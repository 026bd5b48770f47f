"""The inbox, step by step: take what came before it is acked, and note how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from bot.rules.refusals import Refusal
from storage.work import Work

LEASE = timedelta(seconds=10)
LONGEST_REST = timedelta(minutes=30)  # between two attempts at an event that fails
USEFUL = timedelta(days=1)  # for so long an event is tried again
KEPT_EVENT = timedelta(days=2)  # Slack may send an event again for a day
KEPT_INTERACTION = timedelta(minutes=15)  # a signed request is valid for five


class OtherWorkspace(Refusal):
    """This database belongs to another workspace ({known}; the tokens are of {given})."""


class StillAtWork(Refusal):
    """I am still at work on that. Please look again in a moment."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that Slack sent; an event brings what is needed to run it again."""

    id: str
    type: str
    stamp: float = 0.0
    body: dict[str, Any] | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Ending:
    """How work on an arrival ended; an interaction that came to nothing may be tried again."""

    id: str
    is_done: bool = True


class Taken(Enum):
    """Whose an arrival is: to be worked on now, in somebody's hands, or done."""

    NOW = "now"
    ELSEWHERE = "elsewhere"
    DONE = "done"


def take(work: Work, arrivals: Sequence[Arrival]) -> list[Taken]:
    """Take arrivals; each is somebody's once, on however many processes."""
    return [_take(work, one) for one in arrivals]


def _take(work: Work, arrival: Arrival) -> Taken:
    kept = KEPT_INTERACTION if arrival.body is None else KEPT_EVENT
    row = {
        "id": arrival.id,
        "type": arrival.type,
        "body": arrival.body,
        "stamp": arrival.stamp,
        "attempts": 1,
        "received_at": work.now,
        "taken_until": work.now + LEASE,
        "kept_until": work.now + kept,
    }
    if work.inbox.take(row):
        return Taken.NOW
    return Taken.DONE if work.inbox.is_done(arrival.id) else Taken.ELSEWHERE


def end(work: Work, endings: Sequence[Ending]) -> None:
    """Note how work on arrivals ended."""
    work.inbox.done((one.id for one in endings if one.is_done), work.now)
    if failed := [one.id for one in endings if not one.is_done]:
        work.inbox.release(failed)


def put_off(work: Work, event: Arrival) -> None:
    """Let an event that failed rest, longer each time."""
    rest = min(LEASE * 2**event.attempts, LONGEST_REST)
    work.inbox.put_off(event.id, work.now + rest)


def take_open(work: Work, busy_with: frozenset[str], most: int, *, everybodys: bool = False) -> list[Arrival]:
    """Take the events that were acked and never finished: those whose time is up, or ``everybodys``."""
    found = []
    for row in work.inbox.open_events(work.now - USEFUL, most + len(busy_with)):
        if row.id in busy_with or not (everybodys or row.taken_until <= work.now):
            continue
        row.taken_until = work.now + LEASE
        row.attempts += 1
        found.append(Arrival(row.id, row.type, body=row.body, attempts=row.attempts))
    return found[:most]


def forget(work: Work) -> int:
    """Drop what is kept no longer; return how many events among it were never done."""
    return work.inbox.forget(work.now)


def settle_in(work: Work, team_id: str) -> None:
    """Keep this database for one workspace; refuses the tokens of another."""
    known = work.inbox.workspace()
    if known is None:
        work.inbox.install(team_id)
    elif known != team_id:
        raise OtherWorkspace(known=known, given=team_id)
