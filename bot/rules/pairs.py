"""The life of a pair: how much room people have, what may never be, and when a start is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.refusals import Refusal

Ids = tuple[str, str]  # mentor, mentee

TIMETABLE = "timetable"  # in whose name things happen that nobody clicked
WORTH_BEGINNING = 4  # weeks left: below that, a new pair has no time to become one
UNDO_WINDOW = timedelta(minutes=10)  # nobody is told before it is over, so that a slip can be taken back
ANNOUNCED_AFTER = timedelta(days=1)  # the channel hears it after the pairs themselves
QUIET_START = timedelta(days=10)
QUIET_START_WINDOW = timedelta(days=14)  # for so long the one nudge still makes sense


class CannotPair(Refusal):
    """These two cannot be paired. To protect everybody's privacy, I do not say why."""


class NobodyToPair(Refusal):
    """There is nobody to pair yet. It takes a mentor and a mentee who have room for a partner."""


class EmptyDraft(Refusal):
    """This draft has no pairs, so there is nothing to publish. Run it again or pair somebody by hand."""


class CannotPropose(Refusal):
    """I cannot propose pairs yet. {problem} Then try again."""


class BadSettings(Refusal):
    """These settings do not fit together. Open them again and choose from what is offered."""


class DraftGone(Refusal):
    """This draft is gone: it was published or discarded. My Home tab shows how things stand."""


class DraftMoved(Refusal):
    """Somebody changed the draft while I was working. Have a look, then run it again."""


class TooLateToUndo(Refusal):
    """The first people have been told, so this round stays. You can still pair and part people one by one."""


class PairOver(Refusal):
    """This pair has already come to its end. My Home tab shows where you are."""


class NotMetYet(Refusal):
    """You can finish once you have met. If this is not the right match, ask for a new one instead."""


@dataclass(frozen=True, slots=True)
class Places:
    """For how many more partners somebody has room, on each side."""

    mentor: int = 0
    mentee: int = 0


def free_places(
    partners: int, *, teaches: bool, learns: bool, as_mentor: int = 0, as_mentee: int = 0
) -> Places:
    """Return the room that is left; who teaches and learns has room for ``partners`` on each side.

    ``as_mentor`` and ``as_mentee`` count the pairs that take up room: active, paused and completed ones. A
    completed pair keeps its place, so that nobody who has finished is enrolled anew without asking.
    """
    return Places(
        mentor=max(0, partners - as_mentor) if teaches else 0,
        mentee=max(0, partners - as_mentee) if learns else 0,
    )


def fitting(pairs: Iterable[Ids], places: Mapping[str, Places]) -> tuple[list[Ids], list[Ids]]:
    """Split pairs, the most important first, into those that everybody has room for and the rest."""
    taught, learned = Counter[str](), Counter[str]()
    kept, rest = [], []
    nowhere = Places()
    for mentor, mentee in pairs:
        has_room = taught[mentor] < places.get(mentor, nowhere).mentor
        if has_room and learned[mentee] < places.get(mentee, nowhere).mentee:
            taught[mentor] += 1
            learned[mentee] += 1
            kept.append((mentor, mentee))
        else:
            rest.append((mentor, mentee))
    return kept, rest


def quiet_starts(now: datetime) -> tuple[datetime, datetime]:
    """Return between which moments a pair was introduced that should have planned a first session by now."""
    latest = now - QUIET_START
    return latest - QUIET_START_WINDOW, latest
