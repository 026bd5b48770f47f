"""What a program can aim at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.content.reading import document, keyed

Measure = Literal[
    "match_rate",
    "first_meeting_14_days",
    "sessions_per_pair",
    "digital_confidence_gain",
    "leadership_confidence_gain",
    "inclusion_gain",
    "lessons_done",
    "recommend_score",
]


@dataclass(frozen=True, slots=True)
class Objective:
    """A template: how it is counted, with a baseline and a target to edit, both in `unit`."""

    measure: Measure
    title: str
    unit: str
    baseline: float
    target: float
    explanation: str


@cache
def objectives() -> Mapping[Measure, Objective]:
    """Return a template for each measure."""
    return keyed(Objective, document("objectives")["objectives"], key="measure")
