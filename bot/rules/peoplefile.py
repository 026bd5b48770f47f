"""The people file: what Slack does not know of people, as a table, and what can be wrong with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

COLUMNS = ("email", "manager_email", "level", "department", "team", "place")
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 20
LONGEST_CELL = 150  # characters, as long as the value of a menu in Slack
LONGEST_FILE = 5_000_000  # bytes
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


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


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where, and the remedy; line 0 is the whole file."""

    line: int
    column: str
    remedy: str

    def __str__(self) -> str:
        place = f"Line {self.line}, {self.column}" if self.column else f"Line {self.line}"
        return f"{place}: {self.remedy}" if self.line else self.remedy


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file as read: its good rows, each problem, and the further columns that are not kept."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, column: str, remedy: str) -> None:
        self.problems.append(Problem(line, column, remedy))


def read(text: str | bytes) -> PeopleFile:
    """Read a CSV with a header line (comma, semicolon or tab); a bad row is a problem, never a guess."""
    decoded = _decoded(text)
    if isinstance(decoded, Problem):
        return PeopleFile(problems=(decoded,))
    reading = _Reading()
    header: list[str] = []
    try:
        for line, cells in _lines(decoded):
            if not header:
                header = [cell.strip().lower() for cell in cells]
                if problem := _wrong_header(header, line):
                    return PeopleFile(problems=(problem,))
            else:
                _take(reading, line, header, cells)
    except csv.Error as broken:
        reading.complain(0, "", f"The file cannot be read as CSV ({broken}). Save it as “CSV UTF-8” again.")
    if not header or not (reading.rows or reading.problems):
        reading.complain(0, "", "The file holds no people. Below the header, write one line a person.")
    _refuse_doubles(reading)
    ignored = tuple(name for name in header if name and name not in COLUMNS)
    return PeopleFile(tuple(reading.rows), tuple(reading.problems), ignored)


def check_managers(rows: Iterable[Row], known: Mapping[str, str | None]) -> list[Problem]:
    """Return what is wrong with who reports to whom: managers whom nobody knows, and circles.

    ``known`` is manager by e-mail of everybody already kept; the file's rows stand above it.
    """
    rows = list(rows)
    managers = {**known, **{row.email: row.manager_email for row in rows}}
    circles = _circles(managers)
    problems = []
    for row in rows:
        if row.manager_email and row.manager_email not in managers:
            remedy = f"{row.manager_email} is in no row. Add a row for them or correct the address."
            problems.append(Problem(row.line, "manager_email", remedy))
        elif row.email in circles:
            remedy = "this chain of managers leads back to where it began. Whoever is on top has no manager."
            problems.append(Problem(row.line, "manager_email", remedy))
    return problems


def _decoded(text: str | bytes) -> str | Problem:
    if len(text) > LONGEST_FILE:
        return Problem(0, "", "The file is larger than 5 MB. A people file holds a line a person, no more.")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Problem(0, "", "The file is not in UTF-8. In your spreadsheet, choose “Save as: CSV UTF-8”.")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank, with the number of the line on which it begins."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _wrong_header(header: list[str], line: int) -> Problem | None:
    missing = [name for name in COLUMNS if name not in header]
    doubled = [name for name in COLUMNS if header.count(name) > 1]
    if missing:
        wanted = ", ".join(COLUMNS)
        return Problem(line, ", ".join(missing), f"not in the header. The first line must name {wanted}.")
    if doubled:
        return Problem(line, ", ".join(doubled), "stands twice in the header. Keep one.")
    return None


def _take(reading: _Reading, line: int, header: list[str], cells: list[str]) -> None:
    if len(cells) != len(header):
        remedy = f"it has {len(cells)} cells, the header has {len(header)}. Look for a stray comma."
        reading.complain(line, "", remedy)
        return
    row = {name: cell for name, cell in zip(header, cells, strict=True) if name in COLUMNS}
    before = len(reading.problems)
    for column in COLUMNS:
        if wrong := _wrong_cell(column, row[column]):
            reading.complain(line, column, wrong)
    if row["email"].strip() and row["email"].strip().lower() == row["manager_email"].strip().lower():
        reading.complain(line, "manager_email", "nobody is their own manager. Leave it empty at the top.")
    if len(reading.problems) == before:
        reading.rows.append(_row(line, row))


def _wrong_cell(column: str, raw: str) -> str | None:
    """Return what is wrong with a cell, and the remedy."""
    cell = raw.strip(" ")
    return _wrong_text(cell) or (_wrong_address if "email" in column else _wrong_level)(column, cell)


def _wrong_text(cell: str) -> str | None:
    if len(cell) > LONGEST_CELL:
        return f"{len(cell)} characters are too many. Keep it under {LONGEST_CELL}."
    if cell.startswith(FORMULA):
        return f"it begins with {cell[0]!r}, as a formula does. Write plain text."
    if CONTROL.search(cell):
        return "it holds a line break or a control character. Write it on one line."
    return None


def _wrong_address(column: str, cell: str) -> str | None:
    if column == "email" and not cell:
        return "it is empty. Every row needs the address that the person has in Slack."
    if cell and not EMAIL.fullmatch(cell):
        return f"“{cell}” is no e-mail address. Write one address, such as ana@example.com."
    return None


def _wrong_level(column: str, cell: str) -> str | None:
    if column == "level" and cell and not _is_level(cell):
        return f"“{cell}” is no level. Write a whole number from {LOWEST_LEVEL} (junior) to {HIGHEST_LEVEL}."
    return None


def _is_level(cell: str) -> bool:
    return (
        cell.isascii()
        and cell.isdigit()
        and len(cell) <= len(str(HIGHEST_LEVEL))
        and LOWEST_LEVEL <= int(cell) <= HIGHEST_LEVEL
    )


def _row(line: int, row: Mapping[str, str]) -> Row:
    cell = {column: text.strip() or None for column, text in row.items()}
    manager, level = cell["manager_email"], cell["level"]
    return Row(
        line=line,
        email=(cell["email"] or "").lower(),
        manager_email=manager.lower() if manager else None,
        level=int(level) if level else None,
        department=cell["department"],
        team=cell["team"],
        place=cell["place"],
    )


def _refuse_doubles(reading: _Reading) -> None:
    first: dict[str, int] = {}
    kept = []
    for row in reading.rows:
        if row.email in first:
            remedy = f"{row.email} stands in line {first[row.email]} too. Keep one of the two."
            reading.complain(row.line, "email", remedy)
        else:
            first[row.email] = row.line
            kept.append(row)
    reading.rows = kept


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
