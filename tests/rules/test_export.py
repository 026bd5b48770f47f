import csv
import io
from pathlib import Path

import pytest

from bot.rules import export

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "＝1+1", "=HYPERLINK(1)"])  # noqa: RUF001  a Japanese one
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert export.cell(text) == f"'{text}"


def test_no_table_leaves_by_another_way() -> None:
    sources = [path for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py")]

    assert [path.name for path in sources if "csv.writer" in path.read_text()] == ["export.py"]


def test_a_table_comes_back_as_it_was_written() -> None:
    content = export.table(("name", "held"), [("Ana, Bo", 3), ("José", None)])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["name", "held"], ["Ana, Bo", "3"], ["José", ""]]
