"""Whole payloads: the blocks of a surface together, views and messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from bot.demo.workspace.blockkit.blocks import MOST_BLOCKS, SURFACES, Json, Surface
from bot.demo.workspace.blockkit.elements import plain
from bot.demo.workspace.blockkit.shapes import (
    ByType,
    Check,
    Problem,
    Shape,
    anything,
    below,
    boolean,
    items,
    one_of,
    repeated,
    string,
)

BLOCKS: Final[Mapping[Surface, Check]] = {
    surface: items(shape, most=MOST_BLOCKS[surface], least=0) for surface, shape in SURFACES.items()
}
VIEW_FIELDS: Final[Mapping[str, Check]] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
MODAL: Final = Shape(
    {"type": one_of("modal"), "title": plain(24), "blocks": anything},
    {
        **VIEW_FIELDS,
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
)
HOME: Final = Shape({"type": one_of("home"), "blocks": anything}, VIEW_FIELDS)
VIEW: Final = ByType({"modal": MODAL, "home": HOME})
MOST_TEXT: Final = 40_000
MESSAGE_TEXT: Final = string(MOST_TEXT)
METADATA: Final = Shape({"event_type": string(255), "event_payload": anything})


def problems(blocks: Any, surface: Surface) -> list[str]:
    """Return what Slack would refuse in the blocks of a surface, the first thing first."""
    return _lines(_block_problems(blocks, surface), "/blocks")


def view_problems(view: Any) -> list[str]:
    """Return what Slack would refuse in a modal or Home view."""
    found = list(VIEW(view))
    if isinstance(view, dict) and view.get("type") in ("modal", "home") and "blocks" in view:
        surface = view["type"]
        found += below("blocks", _block_problems(view["blocks"], surface))
        if not found and surface == "modal" and "submit" not in view:
            found += _inputs_without_submit(view["blocks"])
    return _lines(found, "/view")


def message_problems(payload: Mapping[str, Any]) -> list[str]:
    """Return what Slack would refuse in a message.

    A message without top-level ``text`` is refused too: Slack only warns, but then no notification and no
    screen reader says anything.
    """
    found = list(below("text", MESSAGE_TEXT(payload["text"]))) if "text" in payload else []
    if not payload.get("text"):
        found = [("/text", "missing required field: text")]
    if payload.get("blocks") is not None:
        found += below("blocks", _block_problems(payload["blocks"], "message"))
    if payload.get("metadata") is not None:
        found += below("metadata", METADATA(payload["metadata"]))
    return _lines(found, "")


def _block_problems(blocks: Any, surface: Surface) -> Sequence[Problem]:
    found = BLOCKS[surface](blocks)
    if found:
        return found
    return [*repeated("block_id", blocks), *_focus_twice(blocks), *_too_much_together(blocks)]


def _inputs_without_submit(blocks: Iterable[Json]) -> Iterator[Problem]:
    for index, block in enumerate(blocks):
        if block["type"] == "input":
            yield f"/blocks/{index}/input", "must define `submit` to use an `input` block in modals"


def _focus_twice(blocks: Iterable[Json]) -> Iterator[Problem]:
    focused = 0
    for index, block in enumerate(blocks):
        element = block.get("element") or block.get("accessory")
        inside = block["elements"] if block["type"] == "actions" else (element,) if element else ()
        focused += sum(bool(one.get("focus_on_load")) for one in inside)
        if focused > 1:
            yield f"/{index}", "only one element may have `focus_on_load`"
            return


def _too_much_together(blocks: Sequence[Json]) -> Iterator[Problem]:
    """Yield what one message may not hold in sum."""
    kinds = [block["type"] for block in blocks]
    if kinds.count("table") > 1:
        yield "", "only one table allowed"
    if kinds.count("data_visualization") > 2:
        yield "", "no more than 2 data_visualization blocks allowed"
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        yield "", "markdown blocks must be less than 12001 characters together"
    if sum(_characters(block["rows"]) for block in blocks if block["type"] == "data_table") > 20_000:
        yield "", "data_table cells must be less than 20001 characters together"


def _characters(value: Any) -> int:
    """Count the characters of all texts in the cells of a table."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    text = value.get("text")
    return (len(text) if isinstance(text, str) else 0) + _characters(value.get("elements"))


def _lines(found: Iterable[Problem], root: str) -> list[str]:
    return [f"{words} [json-pointer:{root}{pointer}]" for pointer, words in found]
