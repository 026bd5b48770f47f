"""Tables that leave Flipside as CSV, harmless to the spreadsheet that opens them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  Japanese ones


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a CSV in UTF-8 with a mark, as spreadsheets expect it; None is an empty cell."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
