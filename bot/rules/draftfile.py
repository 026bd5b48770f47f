"""A draft as a table: which pairs it holds, which are locked and which were taken out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.rules.csvfile import LONGEST_CELL, Columns, Problem, Reading
from bot.rules.export import FORMULA
from bot.rules.pairs import Ids, Places

HEADER = ("mentor", "mentee", "locked", "removed", "by_hand", "score", "mentor_name", "mentee_name")
COLUMNS = Columns(required=("mentor", "mentee"), optional=("locked", "removed"))
LONGEST_FILE = 20_000_000  # bytes: a hundred thousand pairs
YES, NO = "yes", "no"
ANSWERS = {"yes": True, "y": True, "true": True, "x": True, "1": True} | dict.fromkeys(
    ("no", "n", "false", "0", ""), False
)


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of the table; people as they are written there."""

    line: int
    mentor: str
    mentee: str
    is_locked: bool = False
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A table as read: its good rows, each problem, and further columns that are not read."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A row whose people are known by id."""

    row: Row
    ids: Ids


def read(content: bytes) -> DraftFile:
    """Read a CSV; a bad row is a problem, never a guess."""
    reading = Reading(COLUMNS)
    rows = [row for line, cells in reading.rows(content, LONGEST_FILE) if (row := _row(reading, line, cells))]
    if not rows and not reading.problems:
        reading.complain(0, "", "The table holds no pairs. Below the header, write one line a pair.")
    return DraftFile(tuple(rows), tuple(reading.problems), reading.ignored)


def place(rows: Iterable[Row], addresses: Mapping[str, str]) -> tuple[list[Placed], list[Problem]]:
    """Find everybody by e-mail address or Slack id; whom nobody knows is a problem."""
    placed, problems = [], []
    ids = set(addresses.values())
    for row in rows:
        found = {}
        for column, cell in (("mentor", row.mentor), ("mentee", row.mentee)):
            found[column] = addresses.get(cell.lower()) or (cell if cell in ids else "")
            if not found[column]:
                remedy = f"nobody is known as “{cell[:60]}”. Write an e-mail address or a Slack id."
                problems.append(Problem(row.line, column, remedy))
        if all(found.values()):
            placed.append(Placed(row, (found["mentor"], found["mentee"])))
    return placed, problems


def doubles(placed: Iterable[Placed]) -> list[Problem]:
    """Return a problem for each pair that stands in the table twice, or both ways round."""
    first: dict[frozenset[str], int] = {}
    problems = []
    for each in placed:
        both = frozenset(each.ids)
        if both in first:
            remedy = f"these two stand in line {first[both]} too. Keep one of the two lines."
            problems.append(Problem(each.row.line, "", remedy))
        first.setdefault(both, each.row.line)
    return problems


def too_many(placed: Collection[Placed], places: Mapping[str, Places]) -> list[Problem]:
    """Return a problem for each row for whose people there is no room."""
    taught, learned = Counter[str](), Counter[str]()
    problems = []
    for each in placed:
        mentor, mentee = each.ids
        taught[mentor] += 1
        learned[mentee] += 1
        room = (places.get(mentor, Places()).mentor, places.get(mentee, Places()).mentee)
        for column, count, most in (
            ("mentor", taught[mentor], room[0]),
            ("mentee", learned[mentee], room[1]),
        ):
            if count > most:
                problems.append(Problem(each.row.line, column, _no_room(column, most)))
    return problems


def _no_room(column: str, most: int) -> str:
    if most:
        return f"there is room for {most} as a {column}, and more lines name them. Take this line out."
    return f"they do not take part as a {column}, or have no room for a partner. Take this line out."


def _row(reading: Reading, line: int, cells: Mapping[str, str]) -> Row | None:
    before = len(reading.problems)
    for column, cell in cells.items():
        if wrong := _wrong(column, cell):
            reading.complain(line, column, wrong)
    if len(reading.problems) > before:
        return None
    return Row(
        line,
        _plain(cells["mentor"]),
        _plain(cells["mentee"]),
        ANSWERS[cells.get("locked", "").lower()],
        ANSWERS[cells.get("removed", "").lower()],
    )


def _wrong(column: str, cell: str) -> str | None:
    if len(cell) > LONGEST_CELL:
        return f"{len(cell):,} characters are too many. Keep it under {LONGEST_CELL}."
    if column in COLUMNS.required:
        return None if cell else "it is empty. Write an e-mail address or a Slack id."
    return None if cell.lower() in ANSWERS else f"“{cell[:20]}” is neither {YES} nor {NO}."


def _plain(cell: str) -> str:
    """Return a cell without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
