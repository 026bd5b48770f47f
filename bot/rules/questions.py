"""Quick questions: who may ask, who is asked and in which turn, and how long anybody waits."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.rules.quiet import WEEK, WEEKEND
from bot.rules.refusals import Mistakes, Refusal

MINUTES = 15
LONGEST = 500  # characters
ASKED_AT_ONCE = 2  # mentors
WAVES = 2  # how often mentors are asked to take one question
DAYS_TO_ANSWER = 3  # working days, of each wave
MOST_OPEN_A_WEEK = 2  # questions of one person
MOST_A_WEEK, USUAL_A_WEEK = 3, 1  # questions that a mentor can agree to be asked
UNPLANNED = timedelta(days=7)  # after so long the asker is asked whether it helped, planned or not


class PartnerIsThere(Refusal):
    """You have a partner who is glad to be asked. My Home tab shows how to meet them."""


class OneAtATime(Refusal):
    """Your last question is still on its way. My Home tab shows it; you can withdraw it there."""


class EnoughForNow(Refusal):
    """You have asked twice this week, as often as the pool can hold. Next week it is open to you again."""


class BackFirst(Refusal):
    """You are on a break, and nobody should write to you now. `/flipside resume` ends it, then ask away."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody who shares a skill: how well, how many questions a week they agreed to, when they were asked.

    ``limit`` is None while they have not said whether they like to be asked.
    """

    id: str
    level: int
    limit: int | None = None
    asked: tuple[datetime, ...] = ()


def check(text: str, skill: str, skills: Collection[str]) -> None:
    """Check a question; raises Mistakes by field."""
    mistakes = {}
    if not text:
        mistakes["question"] = "Write what you would like to know. One sentence is plenty."
    elif len(text) > LONGEST:
        mistakes["question"] = f"Keep it under {LONGEST} characters; you wrote {len(text)}."
    if skill not in skills:
        mistakes["skill"] = "Choose the skill that comes closest. It decides whom I ask."
    if mistakes:
        raise Mistakes(mistakes)


def may_be_asked(mentor: Mentor, now: datetime) -> bool:
    """Tell whether one more question keeps within what a mentor agreed to.

    Who has not said is asked once: taking that question is a yes to one a week.
    """
    if mentor.limit is None:
        return not mentor.asked
    return sum(at > now - WEEK for at in mentor.asked) < mentor.limit


def in_turn(mentors: Iterable[Mentor], now: datetime, seed: str) -> list[str]:
    """Return who can be asked: longest not asked first, then who knows it best, then by a seeded lot."""

    def turn(mentor: Mentor) -> tuple[float, int, bytes]:
        last = max(mentor.asked).timestamp() if mentor.asked else 0.0
        lot = hashlib.sha256(f"{seed}:{mentor.id}".encode()).digest()
        return last, -mentor.level, lot

    return [mentor.id for mentor in sorted(mentors, key=turn) if may_be_asked(mentor, now)]


def deadline(start: datetime, zone: str) -> datetime:
    """Return the moment three working days later, at the same time of day in ``zone``, in UTC."""
    moment, days = start.astimezone(ZoneInfo(zone)), 0
    while days < DAYS_TO_ANSWER:
        moment += timedelta(days=1)
        days += moment.weekday() not in WEEKEND
    return moment.astimezone(UTC)
