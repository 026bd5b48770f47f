"""How each objective is counted, and when a pair is quiet. Nothing is told of fewer than five survey answers.

Sources: a match rate and its usual target of 70 % as Mentorloop publishes them; a first meeting within 14
days and sessions per pair as mentoring platforms show them on their health boards; six sessions in six months
as in the UK Civil Service and the NHS. Answers are anonymous: a gain is a difference of two group means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import fmean

FEWEST_ANSWERS = 5
FEWEST_PEOPLE = 2
FIRST_MEETING = timedelta(days=14)
QUIET_AFTER = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Group:
    """How many sheets were handed in and the mean of their means; the mean stays unread below five."""

    count: int = 0
    mean: float | None = None

    @property
    def shown(self) -> float | None:
        """Return the mean where at least five answered."""
        return self.mean if self.count >= FEWEST_ANSWERS else None


@dataclass(frozen=True, slots=True)
class Course:
    """How a pair has fared: when it was introduced, its sessions, its newest answer to a check-in."""

    introduced_at: datetime
    held: int = 0
    planned: int = 0
    first_met_at: datetime | None = None
    last_met_at: datetime | None = None
    last_answer_at: datetime | None = None
    is_active: bool = True

    @property
    def was_quick(self) -> bool:
        """Tell whether the pair met within 14 days."""
        return self.first_met_at is not None and self.first_met_at - self.introduced_at <= FIRST_MEETING


@dataclass(frozen=True, slots=True)
class Facts:
    """What the measures are taken from; survey groups by dimension: at the start, and newest with answers."""

    now: datetime
    present: frozenset[str] = frozenset()  # who joined, has not left, and is not pausing
    paired: frozenset[str] = frozenset()  # who has a partner
    courses: tuple[Course, ...] = ()  # of all pairs that were ever introduced
    lessons_sent: int = 0
    lessons_done: int = 0
    baseline: Mapping[str, Group] = field(default_factory=dict)
    newest: Mapping[str, Group] = field(default_factory=dict)
    recommend: Group = Group()


def match_rate(facts: Facts) -> float | None:
    """Return the share of those who are in the program and not pausing who have a partner, in percent."""
    return percent(len(facts.present & facts.paired), len(facts.present))


def first_meeting_14_days(facts: Facts) -> float | None:
    """Return the share of the pairs introduced at least 14 days ago that met within 14 days, in percent."""
    old = [course for course in facts.courses if facts.now - course.introduced_at >= FIRST_MEETING]
    return percent(sum(course.was_quick for course in old), len(old))


def sessions_per_pair(facts: Facts) -> float | None:
    """Return the sessions held by a pair on average, over all pairs ever introduced."""
    return fmean(course.held for course in facts.courses) if facts.courses else None


def digital_confidence_gain(facts: Facts) -> float | None:
    """Return how far mentees moved on DigComp 2.2's five areas, in points of the scale."""
    return _gain(facts, "digital_confidence")


def leadership_confidence_gain(facts: Facts) -> float | None:
    """Return how far mentors moved on the statements about leading, in points of the scale."""
    return _gain(facts, "leadership_confidence")


def inclusion_gain(facts: Facts) -> float | None:
    """Return how far everybody moved on the statements about inclusion, in points of the scale."""
    return _gain(facts, "inclusion")


def lessons_done(facts: Facts) -> float | None:
    """Return the share of the lessons sent so far that were marked as done, in percent."""
    return percent(facts.lessons_done, facts.lessons_sent)


def recommend_score(facts: Facts) -> float | None:
    """Return the mean answer, 0 to 10, to whether people would recommend the program."""
    return facts.recommend.shown


MEASURES: Mapping[str, Callable[[Facts], float | None]] = {
    measure.__name__: measure
    for measure in (
        match_rate,
        first_meeting_14_days,
        sessions_per_pair,
        digital_confidence_gain,
        leadership_confidence_gain,
        inclusion_gain,
        lessons_done,
        recommend_score,
    )
}


def is_quiet(course: Course, now: datetime) -> bool:
    """Tell whether four weeks brought neither a session nor an answer, and nothing is planned."""
    signs = (course.introduced_at, course.last_met_at, course.last_answer_at)
    last_sign = max(sign for sign in signs if sign)
    return course.is_active and not course.planned and now - last_sign >= QUIET_AFTER


class Need(StrEnum):
    """What an admin can do next that helps most."""

    INVITE = "invite"
    PAIR = "pair"
    QUIET = "quiet"
    BEHIND = "behind"
    NOTHING = "nothing"


def need(*, joined: int, waiting: int, quiet: int, behind: int) -> Need:
    """Return what needs an admin first: people before pairs, pairs before numbers."""
    if joined < FEWEST_PEOPLE:
        return Need.INVITE
    if waiting >= 2:
        return Need.PAIR
    if quiet:
        return Need.QUIET
    return Need.BEHIND if behind else Need.NOTHING


def percent(part: int, whole: int) -> float | None:
    """Return a share in percent; None where there is nothing to have a share of."""
    return 100 * part / whole if whole else None


def _gain(facts: Facts, dimension: str) -> float | None:
    """Return the newest group mean less the first one; None below five sheets on either side."""
    before = facts.baseline.get(dimension, Group()).shown
    now = facts.newest.get(dimension, Group()).shown
    return None if before is None or now is None else now - before
