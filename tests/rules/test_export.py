import csv
import io

import pytest

from bot.rules import export


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx"])
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert export.cell(text) == f"'{text}"


def test_a_table_comes_back_as_it_was_written() -> None:
    content = export.table(("name", "held"), [("Ana, Bo", 3), ("José", None)])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["name", "held"], ["Ana, Bo", "3"], ["José", ""]]
