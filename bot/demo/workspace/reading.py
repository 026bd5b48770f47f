"""What there is to read in blocks, by lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from bot.demo.workspace.mrkdwn import Reader, moment, read

Json = dict[str, Any]
NOBODY: Final = Reader()


def visible_text(blocks: Iterable[Json], reader: Reader = NOBODY) -> str:
    """Return what there is to read, by lines: all but buttons, menus and what is typed in."""
    return "\n".join(line for block in blocks for line in lines_of(block, reader))


def lines_of(block: Json, reader: Reader = NOBODY) -> list[str]:
    """Return what there is to read in one block."""
    lines = _LINES.get(block["type"], _nothing)(block, reader)
    return [line for line in lines if line]


def words(text: Json, reader: Reader = NOBODY) -> str:
    """Return what a text object reads as."""
    said: str = text["text"]
    return read(said, reader) if text["type"] == "mrkdwn" else said


def rich_lines(block: Json, reader: Reader = NOBODY) -> Iterator[str]:
    """Yield the lines of a rich text block."""
    for part in block["elements"]:
        sections = part["elements"] if part["type"] == "rich_text_list" else [part]
        for section in sections:
            yield "".join(_piece(piece, reader) for piece in section["elements"])


def _all_words(texts: Iterable[Json | None], reader: Reader) -> Iterator[str]:
    return (words(text, reader) for text in texts if text)


def _nothing(_block: Json, _reader: Reader) -> Iterator[str]:
    return iter(())


def _section(block: Json, reader: Reader) -> Iterator[str]:
    yield from _all_words([block.get("text"), *block.get("fields", ())], reader)
    if "accessory" in block:
        yield from _element(block["accessory"], reader)


def _headline(block: Json, reader: Reader) -> Iterator[str]:
    yield words(block["text"], reader)


def _row(block: Json, reader: Reader) -> Iterator[str]:
    for element in block["elements"]:
        yield from _element(element, reader)


def _input(block: Json, reader: Reader) -> Iterator[str]:
    yield from _all_words([block["label"], block.get("hint")], reader)
    yield from _element(block["element"], reader)


def _picture(block: Json, reader: Reader) -> Iterator[str]:
    yield from _all_words([block.get("title"), block.get("description")], reader)
    yield block["alt_text"]


def _markdown(block: Json, _reader: Reader) -> Iterator[str]:
    yield block["text"]


def _table(block: Json, reader: Reader) -> Iterator[str]:
    yield block.get("caption", "")
    for row in block["rows"]:
        yield " | ".join(_cell(cell, reader) for cell in row)


def _cell(cell: Json, reader: Reader) -> str:
    return " ".join(rich_lines(cell, reader)) if cell["type"] == "rich_text" else str(cell["text"])


def _chart(block: Json, _reader: Reader) -> Iterator[str]:
    yield block["title"]
    for segment in block["chart"].get("segments", ()):
        yield f"{segment['label']}: {segment['value']}"
    for series in block["chart"].get("series", ()):
        points = ", ".join(f"{point['label']} {point['value']}" for point in series["data"])
        yield f"{series['name']}: {points}"


_LINES: Final[Mapping[str, Callable[[Json, Reader], Iterator[str]]]] = {
    "section": _section,
    "header": _headline,
    "alert": _headline,
    "context": _row,
    "actions": _row,
    "input": _input,
    "image": _picture,
    "video": _picture,
    "markdown": _markdown,
    "rich_text": rich_lines,
    "table": _table,
    "data_table": _table,
    "data_visualization": _chart,
}


def _element(element: Json, reader: Reader) -> Iterator[str]:
    match element["type"]:
        case "plain_text" | "mrkdwn":
            yield words(element, reader)
        case "image":
            yield element["alt_text"]
        case "checkboxes" | "radio_buttons":
            for option in element["options"]:
                yield from _all_words([option["text"], option.get("description")], reader)


_MENTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "user": ("@", "user_id"),
    "usergroup": ("@", "usergroup_id"),
    "channel": ("#", "channel_id"),
}


def _piece(piece: Json, reader: Reader) -> str:
    kind = piece["type"]
    if kind in _MENTIONS:
        sign, name = _MENTIONS[kind]
        return sign + reader.name_of(piece[name])
    match kind:
        case "link":
            return str(piece.get("text") or piece["url"])
        case "emoji":
            return f":{piece['name']}:"
        case "broadcast":
            return f"@{piece['range']}"
        case "date":
            return moment(piece["timestamp"], piece["format"], reader)
    return str(piece.get("text", piece.get("value", "")))
