"""What a program is for, when it runs, and what makes no sense together.

Refusal
├── ProgramUnderWay
├── AlreadyStarted
├── NotReady
├── NotOpen
├── NoChannel
├── CannotEnter
├── AlreadyInvited
└── BrokenFile
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.refusals import Mistakes, Refusal

OWN = "own"  # the measure of an objective that an admin updates by hand
MOST_OBJECTIVES = 5
LONGEST_NAME, LONGEST_PURPOSE, LONGEST_TITLE = 60, 500, 100  # characters
SHORTEST, LONGEST = 4, 104  # weeks
SESSION_COUNTS = (3, 4, 5, 6)  # there is an agenda for each of six
SESSION_WEEKS = (1, 2, 3, 4, 6, 8)
CHECKIN_WEEKS = (1, 2, 3, 4)
HIGHEST = {"%": 100.0, "points": 4.0, "of 10": 10.0}  # by unit; points are steps on a scale of five


class ProgramUnderWay(Refusal):
    """A program is still under way. A new one can be set up once it is closed."""


class AlreadyStarted(Refusal):
    """The program has started since you opened this form. Open it again: it shows what can still change."""


class NotReady(Refusal):
    """The program has no objective yet. Choose *Edit* on my Home tab and give it at least one."""


class NotOpen(Refusal):
    """This is only possible while people can join. My Home tab shows where the program stands."""


class NoChannel(Refusal):
    """The program has no channel yet. Choose *Edit* on my Home tab, pick one, then invite."""


class CannotEnter(Refusal):
    """Slack does not let me into {channel}. Type `/invite @Flipside` there, then try again."""


class AlreadyInvited(Refusal):
    """Today's invitation is already in the channel. Tomorrow is a good day for another."""


class BrokenFile(Refusal):
    """Nothing was imported: some rows need mending first. Correct them in the file and hand it in again."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The frame of a program as an admin fills it in. Rhythms are in weeks."""

    name: str
    purpose: str
    starts_on: date | None
    last_day: date | None
    session_count: int
    session_weeks: int
    checkin_weeks: int
    channel_id: str | None = None
    open_to: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def weeks(self) -> int:
        """Return how long the program runs, in whole weeks begun."""
        return weeks_between(self.starts_on, self.last_day) if self.starts_on and self.last_day else 0


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective as an admin fills it in; ``name`` begins the names of its fields."""

    name: str
    target: float | None
    due_on: date | None
    unit: str = ""
    baseline: float | None = None
    most: float | None = None  # where a target cannot be higher


def weeks_between(first: date, last: date) -> int:
    """Return the weeks begun from the first day to the last one, both in it."""
    return -(-((last - first).days + 1) // 7)


def last_day(starts_on: date, weeks: int) -> date:
    """Return the last day of a program."""
    return starts_on + timedelta(weeks=weeks, days=-1)


def check_plan(plan: Plan, today: date) -> None:
    """Raise Mistakes that name each field that makes no sense, and the remedy; before the start."""
    _raise(_texts(plan) | _dates(plan, today) | _rhythm(plan))


def check_safe(plan: Plan) -> None:
    """Raise Mistakes about the fields that can still change in a program under way."""
    _raise(_texts(plan))


def check_aims(aims: Sequence[Aim], starts_on: date, until: date) -> dict[str, str]:
    """Return what is wrong with targets and dates: fields are named ``<name>_target`` and ``<name>_due``."""
    mistakes = {}
    for aim in aims:
        if words := _wrong_target(aim):
            mistakes[f"{aim.name}_target"] = words
        if aim.due_on is None or not starts_on <= aim.due_on <= until:
            mistakes[f"{aim.name}_due"] = f"Choose a day of the program: {_day(starts_on)} to {_day(until)}."
    return mistakes


def check_own(title: str, start: float | None, target: float | None, others: int) -> dict[str, str]:
    """Return what is wrong with an objective of one's own, beside ``others`` from the templates."""
    given = bool(title) or target is not None
    mistakes = {}
    if given and not title:
        mistakes["own_title"] = "Say what this objective is, or empty its target."
    if given and target is None:
        mistakes["own_target"] = "Which number shows that it is reached? Or empty the objective's name."
    if given and start is not None and target is not None and target <= start:
        mistakes["own_target"] = f"More is better: choose a target above {number(start)}, where you start."
    if given and others >= MOST_OBJECTIVES:
        mistakes["own_title"] = (
            "Five objectives are the most. Choose one less in the step before to add this."
        )
    if not given and not others:
        mistakes["own_title"] = "Give the program at least one objective: here, or one of the list before."
    return mistakes


def share_reached(baseline: float | None, target: float, value: float | None) -> float | None:
    """Return how much of the way from baseline (0 where unknown) to target is done, 0 to 1."""
    if value is None:
        return None
    start = min(baseline or 0.0, target)
    if target == start:
        return 1.0 if value >= target else 0.0
    return max(0.0, min(1.0, (value - start) / (target - start)))


def is_on_track(share: float, starts_on: date, due_on: date, today: date) -> bool:
    """Tell whether as much of the way is done as of the time, give or take a fifth."""
    whole = max(1, (due_on - starts_on).days)
    return share + 0.2 >= min(1.0, (today - starts_on).days / whole)


def number(value: float) -> str:
    """Return a number as people write it: no needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _texts(plan: Plan) -> dict[str, str]:
    mistakes = {}
    if not plan.name:
        mistakes["name"] = "Give the program a name, such as “Flip 2026”."
    elif len(plan.name) > LONGEST_NAME:
        mistakes["name"] = f"Keep it under {LONGEST_NAME} characters; you wrote {len(plan.name)}."
    if not plan.purpose:
        mistakes["purpose"] = "Say in a sentence what the program is for. People read it before they join."
    elif len(plan.purpose) > LONGEST_PURPOSE:
        mistakes["purpose"] = f"Keep it under {LONGEST_PURPOSE} characters; you wrote {len(plan.purpose)}."
    return mistakes


def _dates(plan: Plan, today: date) -> dict[str, str]:
    start, last = plan.starts_on, plan.last_day
    mistakes = {}
    if start is None:
        mistakes["starts_on"] = "Choose the first day."
    elif start < today:
        mistakes["starts_on"] = f"That day has passed. Choose today, {_day(today)}, or later."
    if last is None:
        mistakes["last_day"] = "Choose the last day."
    elif start and last < start:
        mistakes["last_day"] = f"It ends before it starts. Choose a day after {_day(start)}."
    elif start and not SHORTEST <= plan.weeks <= LONGEST:
        mistakes["last_day"] = (
            f"A program runs {SHORTEST} to {LONGEST} weeks: choose a day from"
            f" {_day(last_day(start, SHORTEST))} to {_day(last_day(start, LONGEST))}."
        )
    return mistakes


def _rhythm(plan: Plan) -> dict[str, str]:
    mistakes = {}
    if plan.session_count not in SESSION_COUNTS:
        mistakes["session_count"] = "Choose how many sessions a pair has."
    if plan.session_weeks not in SESSION_WEEKS:
        mistakes["session_weeks"] = "Choose how often a pair meets."
    if plan.checkin_weeks not in CHECKIN_WEEKS:
        mistakes["checkin_weeks"] = "Choose how often we ask how it is going."
    needed = (plan.session_count - 1) * plan.session_weeks + 1
    if not mistakes and SHORTEST <= plan.weeks < needed:
        mistakes["session_weeks"] = (
            f"{plan.session_count} sessions in this rhythm need {needed} weeks, the program has {plan.weeks}."
            " Choose a quicker rhythm, fewer sessions, or a later last day."
        )
    if len(plan.measures) > MOST_OBJECTIVES:
        mistakes["measures"] = f"Choose at most {MOST_OBJECTIVES}: few aims are kept, many are forgotten."
    return mistakes


def _wrong_target(aim: Aim) -> str | None:
    if aim.target is None:
        return "Which number shows that it is reached?"
    if aim.baseline is not None and aim.target < aim.baseline:
        return f"More is better here, and it stands at {number(aim.baseline)}. Choose a target above that."
    if aim.target <= 0:
        return "Choose a number above 0."
    highest = aim.most if aim.most is not None else HIGHEST.get(aim.unit)
    if highest is not None and aim.target > highest:
        return f"It cannot go above {number(highest)}. Choose a number up to that."
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _raise(mistakes: Mapping[str, str]) -> None:
    if mistakes:
        raise Mistakes(mistakes)
