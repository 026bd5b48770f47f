"""The people file: who there is and who reports to whom, as a table, and what can be wrong with it.

One file serves twice: ``python -m bot match`` matches it as it is, and an import takes from it what the
company knows of its people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Literal

from bot.rules import peoplecells as cells
from bot.rules.csvfile import Columns, Problem, Reading, doubles
from bot.rules.people import FIVE, NINE

ALL = (
    *("id", "name", "role", "capacity", "level", "department", "team", "manager", "location", "timezone"),
    *("work_start", "work_end", "languages", "offers", "wants", "interests", "format", "not_with"),
)
COMPANY = ("id", "manager", "level", "department", "team", "location")  # what the company knows of its people
OTHER_NAMES = (("email", "id"), ("manager_email", "manager"), ("place", "location"))
PERSONAL = ("name", "timezone", "not_with")
NAMES = ("id", "manager")
TO_MATCH = Columns(ALL, also_called=OTHER_NAMES)
TO_IMPORT = Columns(COMPANY, tuple(name for name in ALL if name not in COMPANY), OTHER_NAMES)
LONGEST_FILE = 5_000_000  # bytes, of what is handed in by Slack
LONGEST_ON_DISK = 200_000_000
SHORT = 40  # characters; longer cells seldom repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the file. What is empty is None, or nothing; a skill has a level from 1 to 3."""

    line: int
    id: str
    name: str | None = None
    role: str | None = None
    capacity: int | None = None
    level: int | None = None
    department: str | None = None
    team: str | None = None
    manager: str | None = None
    location: str | None = None
    timezone: str | None = None
    work_start: time | None = None
    work_end: time | None = None
    languages: tuple[str, ...] = ()
    offers: Mapping[str, int] = field(default_factory=dict)
    wants: Mapping[str, int] = field(default_factory=dict)
    interests: tuple[str, ...] = ()
    format: Literal["video", "in_person", "either"] | None = None
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file as read: its good rows, each problem, its columns, and further ones that are not kept."""

    rows: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()


def read(
    content: str | bytes,
    columns: Columns = TO_IMPORT,
    longest: int = LONGEST_FILE,
    wrong_name: Callable[[str], str | None] | None = None,
) -> PeopleFile:
    """Read a CSV with a header line (comma, semicolon or tab); a bad row is a problem, never a guess.

    ``wrong_name`` tells what is wrong with the id of a person or their manager.
    """
    reading = Reading(columns)
    known = {name: _Cells(name, wrong_name if name in NAMES else None) for name in columns.known}
    entries = (_entry(reading, known, line, row) for line, row in reading.rows(content, longest))
    rows = tuple(entry for entry in entries if entry)
    if not rows and not reading.problems:
        reading.complain(0, "", "The file holds no people. Below the header, write one line a person.")
    return PeopleFile(rows, tuple(reading.problems), reading.ignored, reading.present)


def to_match(content: str | bytes) -> PeopleFile:
    """Read a file in which everybody's profile stands, and check it as a whole."""
    file = read(content, TO_MATCH, LONGEST_ON_DISK)
    found = [*file.problems, *doubles([(row.line, row.id) for row in file.rows]), *_roles(file.rows)]
    if not file.problems:  # before, every gap would be told twice
        found += check_managers([(row.line, row.id, row.manager) for row in file.rows], {})
        found += _unknown_wishes(file.rows)
    return PeopleFile(file.rows, tuple(sorted(found, key=lambda one: one.line)), file.ignored, file.columns)


def personal(file: PeopleFile) -> list[str]:
    """Return the columns of a file that say what Slack or nobody but the people themselves may say."""
    return [name for name in PERSONAL if any(getattr(row, name) for row in file.rows)]


def check_managers(
    rows: Iterable[tuple[int, str, str | None]], known: Mapping[str, str | None]
) -> list[Problem]:
    """Return what is wrong with who reports to whom: managers whom nobody knows, and circles.

    A row is (line, id, manager); ``known`` is the manager by id of everybody already kept, and the file's
    rows stand above it.
    """
    rows = list(rows)
    managers = {**known, **{person: manager for _, person, manager in rows}}
    circles = _circles(managers)
    problems = []
    for line, person, manager in rows:
        if manager and manager == person:
            remedy = "nobody is their own manager. Leave it empty at the top."
            problems.append(Problem(line, "manager", remedy))
        elif manager and manager not in managers:
            remedy = f"{manager} is in no row. Add a row for them, or correct or empty this cell."
            problems.append(Problem(line, "manager", remedy))
        elif person in circles:
            remedy = "this chain of managers leads back to where it began. Whoever is on top has no manager."
            problems.append(Problem(line, "manager", remedy))
    return problems


class _Cells(dict[str, Any]):
    """The cells of one column as values: each text is read once, for most of them repeat."""

    __slots__ = ("column", "wrong")

    def __init__(self, column: str, wrong: Callable[[str], str | None] | None) -> None:
        self.column = column
        self.wrong = wrong

    def __missing__(self, cell: str) -> Any:
        value = cells.value(self.column, cell)
        if value and self.wrong and (problem := self.wrong(value)):
            raise cells.Wrong(problem)
        if len(cell) < SHORT:
            self[cell] = value
        return value


def _entry(reading: Reading, known: Mapping[str, _Cells], line: int, row: Mapping[str, str]) -> Entry | None:
    before = len(reading.problems)
    facts: dict[str, Any] = {}
    for column, cell in row.items():
        try:
            facts[column] = known[column][cell]
        except cells.Wrong as wrong:
            reading.complain(line, column, str(wrong))
    if len(reading.problems) > before:
        return None
    entry = Entry(line=line, **facts)
    if problem := cells.wrong_day(entry.work_start or NINE, entry.work_end or FIVE):
        reading.complain(line, "work_end", problem)
        return None
    return entry


def _roles(rows: Iterable[Entry]) -> Iterator[Problem]:
    """Complain of people of whom nobody knows what they came for."""
    for row in rows:
        if row.role is None and row.capacity != 0:
            remedy = "it is empty. Write mentor, mentee or both; for who takes no part, capacity 0."
            yield Problem(row.line, "role", remedy)


def _unknown_wishes(rows: Collection[Entry]) -> Iterator[Problem]:
    """Complain of wishes that cannot be honored: a slip here would pair two who should not be."""
    known = {row.id for row in rows}
    for row in rows:
        if row.id in row.not_with:
            yield Problem(row.line, "not_with", "that is the person of this row. Remove their own id.")
        for other in row.not_with:
            if other not in known:
                yield Problem(row.line, "not_with", f"{other} is in no row. Correct the id or remove it.")


def _circles(managers: Mapping[str, str | None]) -> Collection[str]:
    """Return everybody who is their own manager in some number of steps; looks at each person once."""
    done: set[str] = set()
    circles: set[str] = set()
    for start in managers:
        path: dict[str, int] = {}
        each: str | None = start
        while each is not None and each not in done and each not in path:
            path[each] = len(path)
            each = managers.get(each)
        if each is not None and each in path:
            circles.update(list(path)[path[each] :])
        done.update(path)
    return circles
