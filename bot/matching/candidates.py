"""Who is to be matched, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.matching.errors import BadCapacity, BadProfile, DuplicateId, UnknownTimeZone

Format = Literal["video", "in_person", "either"]
SKILL_LEVELS = range(1, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may teach (mentor_capacity), learn (mentee_capacity) or both; 0 is "not in this role".

    `offers` maps a skill's id to how well they know it, `wants` to how much they want it: 1 a little, 2 well,
    3 very. `level` is the job level, higher is more senior. What is None is unknown. A working day that ends
    before it starts passes midnight.
    """

    id: str
    mentor_capacity: int = 0
    mentee_capacity: int = 0
    level: int | None = None
    department: str | None = None
    team: str | None = None
    place: str | None = None
    timezone: str = "UTC"
    work_start: time = time(9)
    work_end: time = time(17)
    languages: frozenset[str] = frozenset()
    offers: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[str, int] = field(default_factory=dict)
    interests: frozenset[str] = frozenset()
    format: Format = "either"


def check_candidates(candidates: Sequence[Candidate]) -> None:
    """Raise a MatchingError for the first thing that cannot be, with the person and the remedy."""
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.id in seen:
            raise DuplicateId(f"{candidate.id!r} is there twice. Give everybody an id of their own.")
        seen.add(candidate.id)
        _check(candidate)
    for somebody in {candidate.timezone: candidate for candidate in candidates}.values():
        _check_zone(somebody)


def _check(candidate: Candidate) -> None:
    who = repr(candidate.id)
    if not candidate.id:
        raise BadProfile("Somebody has an empty id. Give everybody an id of their own.")
    if min(candidate.mentor_capacity, candidate.mentee_capacity) < 0:
        raise BadCapacity(f"The capacity of {who} is negative. Use 0 for a role they do not take.")
    if candidate.work_start == candidate.work_end:
        raise BadProfile(f"The working day of {who} starts and ends at the same time. Give it a length.")
    if candidate.format not in get_args(Format):
        raise BadProfile(
            f"The format of {who} is {candidate.format!r}. Use one of {', '.join(get_args(Format))}."
        )
    for skill, level in (*candidate.offers.items(), *candidate.wants.items()):
        if level not in SKILL_LEVELS:
            raise BadProfile(
                f"The level of {skill!r} for {who} is {level}. Use 1, 2 or 3, or leave the skill out."
            )


def _check_zone(candidate: Candidate) -> None:
    try:
        ZoneInfo(candidate.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(
            f"The time zone of {candidate.id!r} is {candidate.timezone!r}. Use a name like 'Europe/Lisbon'."
        ) from error
