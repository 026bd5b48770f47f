"""What an import takes from the people file: what the company knows of its people, by e-mail address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rules.csvfile import Problem, doubles
from bot.rules.peoplefile import LONGEST_FILE, NAMES, TO_IMPORT, Entry, PeopleFile, check_managers
from bot.rules.peoplefile import read as read_people
from bot.rules.suggestions import suggestion

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True)
class Row:
    """One employee of the file; e-mail addresses in lower case, what is empty is None."""

    line: int
    email: str
    manager_email: str | None = None
    level: int | None = None
    department: str | None = None
    team: str | None = None
    place: str | None = None
    suggests: Mapping[str, Any] = field(default_factory=dict)


FACTS = ("manager_email", "level", "department", "team", "place")


@dataclass(frozen=True, slots=True)
class Employees:
    """The employees of a file, and each problem; with one, nothing of it may be kept."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(content: str | bytes, longest: int = LONGEST_FILE) -> PeopleFile:
    """Read a people file to import, in which people go by their e-mail address or their id in Slack."""
    return read_people(content, TO_IMPORT, longest, _wrong_name)


def employees(file: PeopleFile, addresses: Mapping[str, str], known: Mapping[str, str | None]) -> Employees:
    """Read a file's rows as employees and check them as a whole.

    ``addresses`` has the e-mail address of each Slack id in Slack's directory, ``known`` the manager of
    everybody kept before, both by e-mail address.
    """
    found, problems = [], list(file.problems)
    for entry in file.rows:
        wrong = [*_addresses(entry, addresses)]
        problems += wrong
        if not wrong:
            found.append(_row(entry, addresses))
    problems += doubles([(row.line, row.email) for row in found])
    if not problems:  # before, every gap would be told twice
        problems += check_managers([(row.line, row.email, row.manager_email) for row in found], known)
    return Employees(tuple(found), tuple(sorted(problems, key=lambda one: one.line)))


def _addresses(entry: Entry, addresses: Mapping[str, str]) -> Iterable[Problem]:
    for column in NAMES:
        name = getattr(entry, column)
        if name and SLACK_ID.fullmatch(name) and not addresses.get(name):
            remedy = f"Slack has no e-mail address of {name}. Write the address, such as ana@example.com."
            yield Problem(entry.line, column, remedy)


def _wrong_name(name: str) -> str | None:
    if EMAIL.fullmatch(name) or SLACK_ID.fullmatch(name):
        return None
    return f"“{name}” is no e-mail address and no Slack id. Write one, such as ana@example.com."


def _row(entry: Entry, addresses: Mapping[str, str]) -> Row:
    manager = entry.manager
    return Row(
        line=entry.line,
        email=(addresses.get(entry.id) or entry.id).lower(),
        manager_email=(addresses.get(manager) or manager).lower() if manager else None,
        level=entry.level,
        department=entry.department,
        team=entry.team,
        place=entry.location,
        suggests=suggestion(entry),
    )
