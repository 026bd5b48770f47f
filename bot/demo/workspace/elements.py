"""Interactive elements: their ids, finding them, and what using one sends."""

from typing import Any

from bot.demo.workspace import forms
from bot.demo.workspace.ids import Ids
from bot.demo.workspace.values import Json

# What an action carries over from its element, as recorded from Slack.
_CARRIED = (
    "text",
    "value",
    "style",
    "url",
    "placeholder",
    "confirm",
    "initial_option",
    "initial_user",
    "initial_date",
)


def with_ids(blocks: list[Json], ids: Ids) -> list[Json]:
    """Return the blocks, each with a block_id and its elements with an action_id, as Slack adds them."""
    return [_block_with_ids(block, ids) for block in blocks]


def find(blocks: list[Json], block_id: str, action_id: str) -> forms.Place:
    """Return the element of these ids; LookupError when the person cannot see such."""
    for place in forms.elements(blocks):
        if (place.block_id, place.action_id) == (block_id, action_id):
            return place
    raise LookupError(f"no element {action_id!r} in a block {block_id!r}")


def action(place: forms.Place, value: Any, given: Json | None, ts: str) -> Json:
    """Return the entry in `actions` for an element that was used; `given` its answer if Slack keeps one."""
    element = place.element
    carried = {name: element[name] for name in _CARRIED if name in element}
    if given is None:
        given = {"type": element["type"]}
        if element["type"] == "overflow":
            given["selected_option"] = _bare(_offered(element, value))
    elif isinstance(given.get("selected_option"), dict):
        given = given | {"selected_option": _bare(given["selected_option"])}
    return carried | given | {"action_id": place.action_id, "block_id": place.block_id, "action_ts": ts}


def _offered(element: Json, value: Any) -> Json:
    for option in forms.options_of(element):
        if option["value"] == value:
            return option
    raise LookupError(f"no option {value!r} in {element['action_id']!r}")


def _bare(option: Json) -> Json:
    """Leave what the recorded actions have: an option's description is not among it."""
    return {name: option[name] for name in ("text", "value") if name in option}


def _block_with_ids(block: Json, ids: Ids) -> Json:
    changed: Json = {name: _named(block[name], ids) for name in ("element", "accessory") if name in block}
    if block["type"] == "actions":
        changed["elements"] = [_named(element, ids) for element in block["elements"]]
    if "block_id" not in block:
        changed["block_id"] = ids.block()
    return block | changed if changed else block


def _named(element: Json, ids: Ids) -> Json:
    return (
        element
        if "action_id" in element or element["type"] == "image"
        else element | {"action_id": ids.block()}
    )
