"""What each cell of the people file may hold: text becomes a value, or a remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.rules.csvfile import wrong_text
from bot.rules.export import FORMULA
from bot.rules.people import FORMATS, LONGEST_NIGHT, ROLES

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 20
MOST_PARTNERS = 100
LONGEST_LIST = 2_000  # characters
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:00)?")  # spreadsheets drop a zero or add seconds
SKILL = re.compile(r"(.+?)\s*:\s*([1-3])")


class Wrong(Exception):
    """A cell that cannot be read; says what is wrong and the remedy."""


def text(cell: str) -> str | None:
    """Read plain text."""
    return cell or None


def identity(cell: str) -> str:
    """Read an id, which nobody may lack."""
    if not cell:
        raise Wrong("it is empty. Every row needs an id: the address or id that the person has in Slack.")
    return cell


def role(cell: str) -> str | None:
    """Read one of the three roles."""
    if cell and cell.lower() not in ROLES:
        raise Wrong(f"“{cell}” is no role. Write mentor, mentee or both.")
    return cell.lower() or None


def capacity(cell: str) -> int | None:
    """Read for how many partners somebody has room, in each role they take."""
    return _whole(cell, "number of partners", 0, MOST_PARTNERS, "0")


def level(cell: str) -> int | None:
    """Read a job level."""
    return _whole(cell, "level", LOWEST_LEVEL, HIGHEST_LEVEL, f"{LOWEST_LEVEL} (junior)")


def zone(cell: str) -> str | None:
    """Read a time zone by its IANA name."""
    try:
        return ZoneInfo(cell).key if cell else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Wrong(f"“{cell}” is no time zone. Write a name such as Europe/Lisbon.") from None


def clock(cell: str) -> time | None:
    """Read a time of day."""
    if not cell:
        return None
    found = CLOCK.fullmatch(cell)
    if not found:
        raise Wrong(f"“{cell}” is no time of day. Write hours and minutes, such as 09:00.")
    return time(int(found[1]), int(found[2]))


def meeting(cell: str) -> str | None:
    """Read how somebody likes to meet."""
    way = cell.lower().replace(" ", "_").replace("-", "_")
    if way and way not in FORMATS:
        raise Wrong(f"“{cell}” is no format. Write video, in_person or either.")
    return way or None


def several(cell: str) -> tuple[str, ...]:
    """Read a list separated by semicolons."""
    found = tuple(dict.fromkeys(part for part in map(str.strip, cell.split(";")) if part))
    for part in found:
        if part.startswith(FORMULA):
            raise Wrong(f"“{part}” begins with {part[0]!r}, as a formula does. Write plain text.")
    return found


def skills(cell: str) -> Mapping[str, int]:
    """Read a list of skills with their levels."""
    found = [_skill(part) for part in several(cell)]
    _refuse_doubles([name for name, _ in found])
    return dict(found)


LISTS: Mapping[str, Callable[[str], Any]] = {
    "languages": several,
    "offers": skills,
    "wants": skills,
    "interests": several,
    "not_with": several,
}
NUMBERS: Mapping[str, Callable[[str], Any]] = {"capacity": capacity, "level": level}
KINDS: Mapping[str, Callable[[str], Any]] = {
    "id": identity,
    "name": text,
    "role": role,
    **NUMBERS,
    "department": text,
    "team": text,
    "manager": text,
    "location": text,
    "timezone": zone,
    "work_start": clock,
    "work_end": clock,
    "format": meeting,
    **LISTS,
}


def value(column: str, cell: str) -> Any:
    """Return what a cell of a column says; raises Wrong."""
    longest = LONGEST_LIST if column in LISTS else 150
    if (problem := wrong_text(cell, longest)) and not (column in NUMBERS and len(cell) < 20):
        raise Wrong(problem)  # a negative number is no formula: it is told as what it is
    return KINDS[column](cell)


def wrong_day(start: time, end: time) -> str | None:
    """Return why nobody works from one time to another, and the remedy; past midnight is a night shift."""
    length = datetime.combine(date.min, end) - datetime.combine(date.min, start)
    if not length:
        return "work ends when it starts. Write a later time."
    if length < timedelta(0) and length + timedelta(days=1) > LONGEST_NIGHT:
        return "this is before the day starts, and no night shift of up to 12 hours. Are the two swapped?"
    return None


def _refuse_doubles(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise Wrong(f"“{name}” stands there twice. Keep one of the two.")
        seen.add(name.casefold())


@lru_cache(maxsize=4096)
def _skill(part: str) -> tuple[str, int]:
    found = SKILL.fullmatch(part)
    if not found:
        name = part.rpartition(":")[0].strip() or part
        raise Wrong(f"“{part}” has no level from 1 to 3. Write {name}:1, {name}:2 or {name}:3.")
    return found[1], int(found[2])


def _whole(cell: str, what: str, least: int, most: int, lowest: str) -> int | None:
    if not cell:
        return None
    is_whole = cell.isascii() and cell.isdigit() and len(cell) <= len(str(most))
    if not is_whole or not least <= int(cell) <= most:
        raise Wrong(f"“{cell}” is no {what}. Write a whole number from {lowest} to {most}.")
    return int(cell)
