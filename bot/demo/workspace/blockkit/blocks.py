"""Slack's blocks as tables of fields, and which surface takes which.

https://docs.slack.dev/reference/block-kit/blocks. Left out, and so refused as an unsupported type: what
sources do not agree on (card, carousel, container), what assistants send (plan, task_card, context_actions),
call and file.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal

from bot.demo.workspace.blockkit.elements import (
    BUTTON,
    CHOICES,
    DATETIME,
    FIELDS,
    FILE_INPUT,
    ID,
    IMAGE,
    IMAGE_SOURCE,
    NUMBER,
    OVERFLOW,
    PICKERS,
    PLACEHOLDER,
    SELECTS,
    SLACK_FILE,
    WEB_URL,
    element,
    plain,
    text,
)
from bot.demo.workspace.blockkit.elements import DISPATCH as DISPATCH_CONFIG
from bot.demo.workspace.blockkit.rich_text import RICH_TEXT
from bot.demo.workspace.blockkit.shapes import (
    ByType,
    Check,
    Shape,
    boolean,
    distinct,
    items,
    one_of,
    some,
    string,
    whole,
)
from bot.demo.workspace.blockkit.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE

Surface = Literal["message", "modal", "home"]
Json = dict[str, Any]

RICH_TEXT_INPUT: Final = element(
    None,
    initial_value=RICH_TEXT,
    placeholder=PLACEHOLDER,
    focus_on_load=boolean,
    dispatch_action_config=DISPATCH_CONFIG,
    min_lines=whole(1, 100),
    max_lines=whole(1, 100),
)
ACCESSORIES: Final[Mapping[str, Check]] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "image": IMAGE,
    **SELECTS,
    **CHOICES,
    **PICKERS,
}
ACTIONS: Final[Mapping[str, Check]] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "datetimepicker": DATETIME,
    **SELECTS,
    **CHOICES,
    **PICKERS,
}
INPUTS: Final[Mapping[str, Check]] = {
    "datetimepicker": DATETIME,
    "number_input": NUMBER,
    "rich_text_input": RICH_TEXT_INPUT,
    **FIELDS,
    **SELECTS,
    **CHOICES,
    **PICKERS,
}
CONTEXT: Final[Mapping[str, Check]] = {"image": IMAGE, **text(3000).shapes}


def block(kind: str, required: Mapping[str, Check], *rules: Check, **optional: Check) -> Shape:
    """Make the table of a block: ``type`` and ``block_id`` come with each."""
    return Shape({"type": one_of(kind), **required}, {"block_id": ID, **optional}, rules)


def input_of(elements: Mapping[str, Check]) -> Shape:
    """Make the input block around one of these elements."""
    return block(
        "input",
        {"label": plain(2000), "element": ByType(elements)},
        hint=plain(2000),
        optional=boolean,
        dispatch_action=boolean,
    )


EVERYWHERE: Final[Mapping[str, Check]] = {
    "section": block(
        "section",
        {},
        some("text", "fields"),
        text=text(3000),
        fields=items(text(2000), most=10),
        accessory=ByType(ACCESSORIES),
        expand=boolean,
    ),
    "divider": block("divider", {}),
    "header": block("header", {"text": plain(150)}),
    "image": block(
        "image",
        {"alt_text": string(2000)},
        IMAGE_SOURCE,
        image_url=WEB_URL,
        slack_file=SLACK_FILE,
        title=plain(2000),
    ),
    "actions": block(
        "actions", {"elements": items(ByType(ACTIONS), most=25)}, distinct("elements", "action_id")
    ),
    "context": block("context", {"elements": items(ByType(CONTEXT), most=10)}),
    "rich_text": RICH_TEXT,
    "video": block(
        "video",
        {"alt_text": string(2000), "title": plain(200), "video_url": WEB_URL, "thumbnail_url": WEB_URL},
        author_name=string(50),
        description=plain(200),
        provider_name=string(50),
        provider_icon_url=WEB_URL,
        title_url=WEB_URL,
    ),
    "input": input_of(INPUTS),
}

SURFACES: Final[Mapping[Surface, ByType]] = {
    "message": ByType(
        {
            **EVERYWHERE,
            "markdown": block("markdown", {"text": string(12000)}),
            "table": TABLE,
            "data_table": DATA_TABLE,
            "data_visualization": DATA_VISUALIZATION,
        }
    ),
    "modal": ByType(
        {
            **EVERYWHERE,
            "input": input_of({**INPUTS, "file_input": FILE_INPUT}),
            "alert": block(
                "alert",
                {"text": text(200)},
                level=one_of("default", "info", "warning", "error", "success"),
            ),
        }
    ),
    "home": ByType(EVERYWHERE),
}
MOST_BLOCKS: Final[Mapping[Surface, int]] = {"message": 50, "modal": 100, "home": 100}
