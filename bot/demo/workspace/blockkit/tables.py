"""Tables and charts, which Slack shows in messages only.

Where sources differ, these are the lower numbers, which every source allows.
"""

from collections.abc import Sequence
from typing import Any, Final

from bot.demo.workspace.blockkit.elements import ID
from bot.demo.workspace.blockkit.rich_text import RICH_TEXT
from bot.demo.workspace.blockkit.shapes import (
    FINE,
    ByType,
    Problem,
    Shape,
    boolean,
    distinct,
    items,
    number,
    one_of,
    problem,
    string,
    whole,
)

RAW_TEXT: Final = Shape({"type": string(50), "text": string(3000)}, {"emoji": boolean})
RAW_NUMBER: Final = Shape({"type": string(50), "value": number, "text": string(3000)})
TABLE: Final = Shape(
    {
        "type": one_of("table"),
        "rows": items(items(ByType({"raw_text": RAW_TEXT, "rich_text": RICH_TEXT}), most=20), most=100),
    },
    {
        "block_id": ID,
        "column_settings": items(
            Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}), most=20
        ),
    },
)


def _rows_are_even(block: dict[str, Any]) -> Sequence[Problem]:
    width = len(block["rows"][0])
    uneven = [index for index, row in enumerate(block["rows"]) if len(row) != width]
    return [(f"/rows/{index}", f"must have {width} cells like the first row") for index in uneven]


def _header_is_plain(block: dict[str, Any]) -> Sequence[Problem]:
    return [
        (f"/rows/0/{index}/type", "unsupported type: rich_text")
        for index, cell in enumerate(block["rows"][0])
        if cell["type"] == "rich_text"
    ]


def _header_column_exists(block: dict[str, Any]) -> Sequence[Problem]:
    width = len(block["rows"][0])
    if block.get("row_header_column_index", 0) < width:
        return FINE
    return problem(f"must be at most {width - 1}", "/row_header_column_index")


CELL: Final = ByType({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})
DATA_TABLE: Final = Shape(
    {
        "type": one_of("data_table"),
        "rows": items(items(CELL, most=20), least=2, most=101),
        "caption": string(3000),
    },
    {"block_id": ID, "page_size": whole(1, 100), "row_header_column_index": whole(0)},
    (_rows_are_even, _header_is_plain, _header_column_exists),
)


def _positive(value: Any) -> Sequence[Problem]:
    return number(value) or (FINE if value > 0 else problem("must be more than 0"))


def _points_meet_categories(chart: dict[str, Any]) -> Sequence[Problem]:
    labels = sorted(chart["axis_config"]["categories"])
    return [
        (f"/series/{index}/data", "must have one point for each category")
        for index, series in enumerate(chart["series"])
        if sorted(point["label"] for point in series["data"]) != labels
    ]


def _categories_differ(axis: dict[str, Any]) -> Sequence[Problem]:
    fine = len(set(axis["categories"])) == len(axis["categories"])
    return FINE if fine else problem("must be unique", "/categories")


LABEL: Final = string(20)
AXIS: Final = Shape(
    {"categories": items(LABEL, most=20)},
    {"x_label": string(50), "y_label": string(50)},
    (_categories_differ,),
)
SERIES: Final = Shape({"name": LABEL, "data": items(Shape({"label": LABEL, "value": number}), most=20)})
AXIS_CHART: Final = Shape(
    {"type": string(50), "series": items(SERIES, most=6), "axis_config": AXIS},
    {},
    (distinct("series", "name"), _points_meet_categories),
)
PIE: Final = Shape(
    {"type": string(50), "segments": items(Shape({"label": LABEL, "value": _positive}), most=6)}
)
CHART: Final = ByType({"pie": PIE, "bar": AXIS_CHART, "area": AXIS_CHART, "line": AXIS_CHART})
DATA_VISUALIZATION: Final = Shape(
    {"type": one_of("data_visualization"), "title": string(50), "chart": CHART}, {"block_id": ID}
)
