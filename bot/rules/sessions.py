"""When a session may be, when people are reminded of it, when it counts as held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.agendas import Span, is_working_time
from bot.rules.quiet import LONGEST_REST, Hours
from bot.rules.refusals import Mistakes, Refusal

FURTHEST = timedelta(days=180)
FRESH = timedelta(hours=12)  # whoever has just planned a session needs no reminder
SAME_MEETING = timedelta(hours=12)  # two words of having met within this time speak of one session

OUTSIDE = "This is outside the working hours of one of you. Choose another time, or tick the box below."


class NotYet(Refusal):
    """This session is still ahead. If you have met already, move it to today, then tap We met."""


class AlreadyHeld(Refusal):
    """This session is already noted as held, so there is nothing to change. Thank you both."""


class PairRests(Refusal):
    """You two are taking a break. You can plan your next session as soon as it is over."""


@dataclass(frozen=True, slots=True)
class Diaries:
    """What stands in the way of a time: both people's working hours, and what they have planned elsewhere."""

    mentor: Hours
    mentee: Hours
    taken: Collection[Span] = ()


def check_time(now: datetime, wanted: Span | None, diaries: Diaries, *, anyway: bool) -> Span:
    """Return the time of a session if it is possible; raises Mistakes that say why not, and the remedy.

    ``anyway``: both agree to meet outside working hours.
    """
    if wanted is None:
        raise Mistakes({"when": "Choose a day and a time."})
    if wanted.start <= now:
        raise Mistakes({"when": "This time has passed. Choose one that is still ahead."})
    if wanted.start > now + FURTHEST:
        raise Mistakes({"when": "Choose a time within the next six months."})
    if any(wanted.overlaps(taken) for taken in diaries.taken):
        raise Mistakes({"when": "One of you has another session then. Choose another time."})
    if not anyway and not all(is_working_time(wanted, hours) for hours in (diaries.mentor, diaries.mentee)):
        raise Mistakes({"when": OUTSIDE})
    return wanted


def may_hold(now: datetime, starts_at: datetime, zone: str) -> bool:
    """Tell whether a session may be noted as held: on its day (in ``zone``) or later."""
    there = ZoneInfo(zone)
    return starts_at.astimezone(there).date() <= now.astimezone(there).date()


def reminder_at(planned_at: datetime, starts_at: datetime, hours: Hours) -> datetime | None:
    """Return when to remind of a session: the working day before, at the same time of day there.

    None where it was planned only just before that.
    """
    there = starts_at.astimezone(ZoneInfo(hours.zone))
    before = (there - timedelta(days=days) for days in range(1, LONGEST_REST))
    moment = next((one for one in before if hours.works_on(one.date())), there - timedelta(days=1))
    reminder = moment.astimezone(UTC)
    return reminder if reminder > planned_at + FRESH else None
