"""A CSV on its way in: header, rows with their line numbers, and what is wrong where."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.rules.export import FORMULA

LONGEST_CELL = 150  # characters, as long as the value of a menu in Slack
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SPACES = " \u00a0"  # not tabs: one that begins a cell is a formula to some
SAVE_AS = "In your spreadsheet, choose “Save as: CSV UTF-8”."


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
class Columns:
    """The columns that are read: those that must be there, those that may, and other names for some."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    also_called: tuple[tuple[str, str], ...] = ()  # (other name, name)

    @property
    def known(self) -> tuple[str, ...]:
        """All that are read."""
        return self.required + self.optional

    def named(self, cell: str) -> str:
        """Return the column that a cell of the header names, in any case."""
        name = CONTROL.sub("", cell).strip().lower()
        return dict(self.also_called).get(name, name)


@dataclass(slots=True)
class Reading:
    """What has been found out about a file so far."""

    columns: Columns
    problems: list[Problem] = field(default_factory=list)
    ignored: tuple[str, ...] = ()  # further columns, neither read nor kept
    present: frozenset[str] = frozenset()

    def complain(self, line: int, column: str, remedy: str) -> None:
        """Note what is wrong where."""
        self.problems.append(Problem(line, column, remedy))

    def rows(self, content: str | bytes, longest: int) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row with the line it begins on: stripped cells by column; complain of what is none.

        The delimiter is a comma, semicolon or tab; blank lines are passed over. ``longest`` is in bytes.
        """
        text = self._decoded(content, longest)
        line = 1
        header: list[str] = []
        places: list[tuple[str, int]] = []
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        try:
            for cells in reader:
                if any(cells) and any(cell.strip() for cell in cells):
                    if not header:
                        header = self._header(line, cells)
                        places = [(name, place) for place, name in enumerate(header) if name in self.present]
                    elif len(cells) == len(header):
                        yield line, {name: cells[place].strip(SPACES) for name, place in places}
                    else:
                        self._wrong_length(line, len(cells), len(header))
                if header and not self.present:
                    return
                line = reader.line_num + 1
        except csv.Error as broken:
            self.complain(line, "", _broken(str(broken)))

    def _decoded(self, content: str | bytes, longest: int) -> str:
        if len(content) > longest:
            self.complain(
                0, "", f"The file is larger than {longest // 1_000_000} MB. Leave out what is no people."
            )
            return ""
        text = content if isinstance(content, str) else self._utf_8(content)
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            self.complain(line, "", f"a NUL byte: the file is broken, or not in UTF-8. {SAVE_AS}")
            return ""
        return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))  # an accent is spelled one way only

    def _utf_8(self, content: bytes) -> str:
        try:
            return content.decode()
        except UnicodeDecodeError as problem:
            is_utf_16 = content.startswith(MARKS_OF_UTF_16)
            line = content.count(b"\n", 0, problem.start) + 1
            where = "" if is_utf_16 else f" (line {line} is the first that cannot be read)"
            found = "in UTF-16, not in UTF-8" if is_utf_16 else "not in UTF-8"
            self.complain(0, "", f"The file is {found}{where}. {SAVE_AS}")
            return ""

    def _header(self, line: int, cells: Sequence[str]) -> list[str]:
        header = [self.columns.named(cell) for cell in cells]
        missing = [name for name in self.columns.required if name not in header]
        doubled = [name for name in self.columns.known if header.count(name) > 1]
        if missing:
            wanted = ", ".join(self.columns.required)
            self.complain(line, ", ".join(missing), f"not in the header. The first line must name {wanted}.")
        if doubled:
            self.complain(line, ", ".join(doubled), "stands twice in the header. Keep one.")
        if not missing and not doubled:
            self.present = frozenset(header) & frozenset(self.columns.known)
            self.ignored = tuple(name[:40] for name in header if name and name not in self.present)
        return header

    def _wrong_length(self, line: int, found: int, wanted: int) -> None:
        stray = "Look for a stray comma." if found > wanted else "Look for a missing comma."
        self.complain(line, "", f"it has {found} cells, the header has {wanted}. {stray}")


def wrong_text(cell: str, longest: int = LONGEST_CELL) -> str | None:
    """Return why a cell is no plain text of one line, and the remedy."""
    if len(cell) > longest:
        return f"{len(cell):,} characters are too many. Keep it under {longest:,}."
    if cell.startswith(FORMULA):
        return f"it begins with {cell[0]!r}, as a formula does. Write plain text."
    if CONTROL.search(cell):
        return "it holds a line break or a control character. Write it on one line."
    return None


def doubles(places: Collection[tuple[int, str]]) -> Iterator[Problem]:
    """Yield a problem for each id, with its line, that stands in an earlier line too."""
    first: dict[str, int] = {}
    for line, each in places:
        if each in first:
            yield Problem(line, "id", f"{each} stands in line {first[each]} too. Keep one of the two.")
        first.setdefault(each, line)


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0][:10_000]
    return max(",;\t", key=first.count)


def _broken(problem: str) -> str:
    if "field larger" in problem:
        return "a cell holds more than 130,000 characters. Shorten it, or look for a quotation mark too many."
    return f"from here on it cannot be read as CSV ({problem}). Save it as “CSV UTF-8” again."
