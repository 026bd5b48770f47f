"""When people are surveyed, what a sheet must hold, and which results may be told.

Five answers at least, and a group that could be worked out from a total less the others is hidden as well.
That is the usual practice of survey products: Humaans, Officevibe and Lattice default to five.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.rules.refusals import Mistakes, Refusal

FEWEST_ANSWERS = 5
CLOSING_LEAD = timedelta(days=14)  # before the program's end
REMINDER_AFTER = timedelta(days=7)
OPEN_FOR = timedelta(days=42)  # from the day somebody is asked
SCALE = range(1, 6)
RECOMMEND_SCALE = range(11)
CHOOSE = "Choose the answer that fits best."

Answers = Mapping[str, int]  # by item


class AlreadyAnswered(Refusal):
    """You have answered this survey already. Thank you: once is all it takes."""


class SurveyOver(Refusal):
    """This survey is over. Thank you for thinking of it: your next say is in the check-ins."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers of one role to one item: how many, their sum, and the sum of the looks back if any."""

    role: str
    item: str
    count: int
    now: int
    then: int | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """What a group of ``n`` people answered on average: now, and looking back at the start if asked."""

    n: int
    now: float
    then: float | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What may be told of a wave: means by dimension, and by role where no small group shows through.

    ``recommend`` is the mean from 0 to 10. What is missing has too few answers.
    """

    by_dimension: Mapping[str, Mean] = field(default_factory=dict)
    by_role: Mapping[str, Mapping[str, Mean]] = field(default_factory=dict)  # role, then dimension
    recommend: Mean | None = None


def wave_due(starts_on: date, weeks: int, today: date) -> str | None:
    """Return the wave whose day has come: midpoint at half of the program, closing before its end."""
    end = starts_on + timedelta(weeks=weeks)
    if today >= end - CLOSING_LEAD:
        return "closing"
    return "midpoint" if today >= starts_on + (end - starts_on) / 2 else None


def is_open(asked_on: date, today: date) -> bool:
    """Tell whether somebody may still answer."""
    return today - asked_on <= OPEN_FOR


def check_sheet(items: Iterable[str], answers: Answers) -> None:
    """Refuse a page that lacks an answer or holds one off the scale; raises Mistakes by item."""
    if gaps := _gaps(items, answers):
        raise Mistakes(dict.fromkeys(gaps, CHOOSE))


def check_second_page(items: Iterable[str], then: Answers, recommend: int | None) -> None:
    """Refuse a second page with gaps; raises Mistakes by ``then-`` and item, or ``recommend``."""
    mistakes = {f"then-{item}": CHOOSE for item in _gaps(items, then)}
    if recommend not in RECOMMEND_SCALE:
        mistakes["recommend"] = CHOOSE
    if mistakes:
        raise Mistakes(mistakes)


def results(
    tallies: Iterable[Tally], dimensions: Mapping[str, str], recommend: str, fewest: int = FEWEST_ANSWERS
) -> Results:
    """Return what may be told of a wave; ``dimensions`` is dimension by item, ``recommend`` an item's id."""
    rows = list(tallies)
    totals: dict[str, Mean] = {}
    roles: dict[str, dict[str, Mean]] = {}
    for dimension in dict.fromkeys(dimensions.values()):
        groups = _by_role(row for row in rows if dimensions.get(row.item) == dimension)
        if mean := _mean([row for group in groups.values() for row in group], fewest):
            totals[dimension] = mean
        for role in shown({role: _people(group) for role, group in groups.items()}, fewest):
            if mean := _mean(groups[role], fewest):
                roles.setdefault(role, {})[dimension] = mean
    score = _mean([row for row in rows if row.item == recommend], fewest)
    return Results(totals, roles, score)


def shown(counts: Mapping[str, int], fewest: int = FEWEST_ANSWERS) -> list[str]:
    """Return the groups that may be told beside their total, so that what is left over is none or enough."""
    told = sorted(
        (group for group in counts if counts[group] >= fewest), key=lambda group: (counts[group], group)
    )
    while told and 0 < sum(counts.values()) - sum(counts[group] for group in told) < fewest:
        told = told[1:]
    return told


def _gaps(items: Iterable[str], answers: Answers) -> list[str]:
    return [item for item in items if answers.get(item) not in SCALE]


def _by_role(rows: Iterable[Tally]) -> dict[str, list[Tally]]:
    groups: dict[str, list[Tally]] = {}
    for row in rows:
        groups.setdefault(row.role, []).append(row)
    return groups


def _people(rows: Iterable[Tally]) -> int:
    """Return how many people of one role answered: the fewest that answered one of the items."""
    return min(row.count for row in rows)


def _mean(rows: list[Tally], fewest: int) -> Mean | None:
    people = sum(_people(group) for group in _by_role(rows).values())
    if people < fewest:
        return None
    answers = sum(row.count for row in rows)
    back = [row for row in rows if row.then is not None]
    then = sum(row.then or 0 for row in back) / sum(row.count for row in back) if back else None
    return Mean(people, sum(row.now for row in rows) / answers, then)
