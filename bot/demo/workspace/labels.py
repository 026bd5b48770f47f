"""The labels by which a person finds a button or a field, and what a field shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from bot.demo.workspace.forms import Place, State, elements, is_stateful, options_of
from bot.demo.workspace.mrkdwn import Reader
from bot.demo.workspace.reading import NOBODY, rich_lines, visible_text, words

__all__ = [
    "Found",
    "Reader",
    "field_labels",
    "fields",
    "find",
    "find_field",
    "inputs",
    "labels",
    "visible_text",
]

Json = dict[str, Any]
# Emoji decorate a label; who looks for "Join" means ":wave: Join" too.
_EMOJI: Final = re.compile(r":[a-z0-9_+'-]+:|[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found by its label; `option` when the label is that of an item of an overflow menu."""

    place: Place
    option: Json | None = None


def labels(blocks: Iterable[Json]) -> list[str]:
    """Return the labels of what can be clicked: buttons, and the items of overflow menus."""
    return [names[0] for place in elements(blocks) for names, _ in _clickable(place.element)]


def find(blocks: Iterable[Json], label: str) -> Found | None:
    """Return what can be clicked under this label; a button is known by its accessibility label too."""
    for place in elements(blocks):
        for names, option in _clickable(place.element):
            if any(_same(name, label) for name in names):
                return Found(place, option)
    return None


def fields(blocks: Iterable[Json]) -> Iterator[Place]:
    """Yield all that takes an answer, from the top down."""
    return (place for place in elements(blocks) if is_stateful(place.element))


def find_field(blocks: Iterable[Json], label: str) -> Place | None:
    """Return the field that one of its labels names."""
    for place in fields(blocks):
        if any(_same(name, label) for name in field_labels(place)):
            return place
    return None


def field_labels(place: Place) -> list[str]:
    """Return the words by which a person knows a field, the best first.

    They are the input's label, the placeholder, the text of the section beside it, or else the first option.
    """
    block, element = place.block, place.element
    beside = block.get("text") if block["type"] == "section" else None
    seen = [words(text) for text in (block.get("label"), element.get("placeholder"), beside) if text]
    return seen or [words(option["text"]) for option in options_of(element)[:1]] or [place.action_id]


def inputs(
    blocks: Iterable[Json], state: State, reader: Reader = NOBODY
) -> dict[str, str | list[str] | None]:
    """Return what each field shows now, by its label."""
    return {
        field_labels(place)[0]: shown(state.get(place.block_id, {}).get(place.action_id, {}), reader)
        for place in fields(blocks)
    }


def shown(answer: Json, reader: Reader = NOBODY) -> str | list[str] | None:
    """Return an answer as its field shows it: options by their text, people, channels and files by name."""
    name, value = next(((name, value) for name, value in answer.items() if name != "type"), ("", None))
    if isinstance(value, list):
        return [_shown(item, name, reader) for item in value]
    return None if value is None else _shown(value, name, reader)


def _same(seen: str, wanted: str) -> bool:
    return seen == wanted or _bare(seen) == _bare(wanted) != ""


def _bare(label: str) -> str:
    return _EMOJI.sub("", label).strip()


def _clickable(element: Json) -> Iterator[tuple[list[str], Json | None]]:
    if element["type"] == "button":
        spoken = element.get("accessibility_label")
        yield [words(element["text"]), *([spoken] if spoken else [])], None
    elif element["type"] == "overflow":
        yield from (([words(option["text"])], option) for option in element["options"])


def _shown(value: Any, name: str, reader: Reader) -> str:
    match value:
        case {"text": {"text": str(label)}} | {"name": str(label)}:
            return label
        case {"type": "rich_text"}:
            return "\n".join(rich_lines(value, reader))
    is_id = name.startswith(("selected_user", "selected_conversation", "selected_channel"))
    return reader.name_of(value) if is_id else str(value)
