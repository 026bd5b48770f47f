"""The rich text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from typing import Final

from bot.demo.workspace.blockkit.elements import ID, URL
from bot.demo.workspace.blockkit.shapes import ByType, Check, Shape, boolean, items, one_of, string, whole

MARKS: Final = Shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))
MENTION_MARKS: Final = Shape(
    {}, dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), boolean)
)


def piece(required: dict[str, Check], **optional: Check) -> Shape:
    """Make the table of a piece of a line: ``type`` comes with each."""
    return Shape({"type": string(50), **required}, optional)


INLINE: Final = ByType(
    {
        "text": piece({"text": string(12000)}, style=MARKS),
        "link": piece({"url": URL}, text=string(12000), unsafe=boolean, style=MARKS),
        "user": piece({"user_id": ID}, style=MENTION_MARKS),
        "usergroup": piece({"usergroup_id": ID}, style=MENTION_MARKS),
        "channel": piece({"channel_id": ID}, style=MENTION_MARKS),
        "emoji": piece({"name": string(100)}, unicode=string(100), skin_tone=whole(1, 6)),
        "broadcast": piece({"range": one_of("here", "channel", "everyone")}),
        "date": piece(
            {"timestamp": whole(0), "format": string(255)}, url=URL, fallback=string(255), style=MARKS
        ),
        "color": piece({"value": string(50)}),
    }
)
PIECES: Final = items(INLINE, most=1000)
SECTION: Final = piece({"elements": PIECES})
PARTS: Final = ByType(
    {
        "rich_text_section": SECTION,
        "rich_text_list": piece(
            {
                "style": one_of("bullet", "ordered"),
                "elements": items(ByType({"rich_text_section": SECTION}), most=1000),
            },
            indent=whole(0, 8),
            offset=whole(0),
            border=whole(0, 1),
        ),
        "rich_text_preformatted": piece({"elements": PIECES}, border=whole(0, 1)),
        "rich_text_quote": piece({"elements": PIECES}, border=whole(0, 1)),
    }
)
RICH_TEXT: Final = Shape({"type": one_of("rich_text"), "elements": items(PARTS, most=1000)}, {"block_id": ID})
