"""Answers in forms: what Slack keeps of each input, and what its client checks before it submits.

A plain value is what a person chose, small: ``None``, text, an option's ``value``, an id, ``"2026-11-30"``,
``"14:30"``, unix seconds, a rich text dict, or a list of those for what takes several. A state is what Slack
sends for it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

Json = dict[str, Any]
State = dict[str, dict[str, Json]]

# Element type -> (the state's field, the element's field that it starts from, whether it takes several).
_KINDS: Final[Mapping[str, tuple[str, str, bool]]] = {
    "plain_text_input": ("value", "initial_value", False),
    "email_text_input": ("value", "initial_value", False),
    "url_text_input": ("value", "initial_value", False),
    "number_input": ("value", "initial_value", False),
    "rich_text_input": ("rich_text_value", "initial_value", False),
    "static_select": ("selected_option", "initial_option", False),
    "external_select": ("selected_option", "initial_option", False),
    "radio_buttons": ("selected_option", "initial_option", False),
    "users_select": ("selected_user", "initial_user", False),
    "conversations_select": ("selected_conversation", "initial_conversation", False),
    "channels_select": ("selected_channel", "initial_channel", False),
    "datepicker": ("selected_date", "initial_date", False),
    "timepicker": ("selected_time", "initial_time", False),
    "datetimepicker": ("selected_date_time", "initial_date_time", False),
    "checkboxes": ("selected_options", "initial_options", True),
    "multi_static_select": ("selected_options", "initial_options", True),
    "multi_external_select": ("selected_options", "initial_options", True),
    "multi_users_select": ("selected_users", "initial_users", True),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", True),
    "multi_channels_select": ("selected_channels", "initial_channels", True),
    "file_input": ("files", "", True),
}
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL: Final = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element stands: its block, whose id together with the element's names it."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """The block's id."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The element's id."""
        return str(self.element["action_id"])


def elements(blocks: Iterable[Json]) -> Iterator[Place]:
    """Yield every element that a person can use, from the top down."""
    for block in blocks:
        match block["type"]:
            case "input":
                yield Place(block, block["element"])
            case "actions":
                yield from (Place(block, element) for element in block["elements"])
            case "section" if block.get("accessory", {"type": "image"})["type"] != "image":
                yield Place(block, block["accessory"])


def is_stateful(element: Json) -> bool:
    """Tell whether Slack keeps an answer for this element: for all but buttons and overflow menus."""
    return element["type"] in _KINDS


def takes_several(element: Json) -> bool:
    """Tell whether the element's plain value is a list."""
    return _KINDS[element["type"]][2]


def initial_state(blocks: Iterable[Json]) -> State:
    """Return the answers as they stand when nobody has touched anything."""
    state: State = {}
    for place in elements(blocks):
        if is_stateful(place.element):
            name, initial, several = _KINDS[place.element["type"]]
            answer = place.element.get(initial, [] if several else None)
            state.setdefault(place.block_id, {})[place.action_id] = {
                "type": place.element["type"],
                name: answer,
            }
    return state


def with_value(blocks: Iterable[Json], state: State, block_id: str, action_id: str, plain: Any) -> State:
    """Return the state with one answer changed; LookupError when there is no such element or option."""
    for place in elements(blocks):
        if (place.block_id, place.action_id) == (block_id, action_id):
            return state | {block_id: state.get(block_id, {}) | {action_id: answer(place.element, plain)}}
    raise LookupError(f"no element {action_id!r} in a block {block_id!r}")


def answer(element: Json, plain: Any) -> Json:
    """Return what Slack keeps when this plain value is chosen or typed.

    Raises LookupError for an option that is not there, ValueError for a date or time that is none.
    """
    name, _, several = _KINDS[element["type"]]
    if several:
        value: Any = [_one(element, item) for item in _listed(plain)]
    else:
        value = None if plain in (None, "") else _one(element, plain)
    return {"type": element["type"], name: value}


def plain_value(answer: Json) -> Any:
    """Return the plain value of what Slack keeps: the inverse of ``answer``."""
    name, _, several = _KINDS[answer["type"]]
    value = answer.get(name)
    if several:
        return [_plain(answer["type"], item) for item in value or ()]
    return None if value is None else _plain(answer["type"], value)


def is_empty(answer: Json | None) -> bool:
    """Tell whether nothing has been answered."""
    if answer is None:
        return True
    value = answer.get(_KINDS[answer["type"]][0])
    return value in (None, [], "") or (isinstance(value, str) and not value.strip())


def options_of(element: Json) -> list[Json]:
    """Return the options that an element offers by itself, those in groups included."""
    own: list[Json] = list(element.get("options") or ())
    return own + [option for group in element.get("option_groups") or () for option in group["options"]]


def missing(view: Json, values: State) -> dict[str, str]:
    """Return what Slack's client complains of before it submits a modal: {block_id: words}."""
    complaints: dict[str, str] = {}
    for place in elements(view["blocks"]):
        if place.block["type"] == "input":
            given = values.get(place.block_id, {}).get(place.action_id)
            if words := _complaint(place.block, place.element, given):
                complaints[place.block_id] = words
    return complaints


def _one(element: Json, plain: Any) -> Any:
    kind = element["type"]
    match kind:
        case "static_select" | "radio_buttons" | "multi_static_select" | "checkboxes":
            return _option(element, plain)
        case "external_select" | "multi_external_select" if not isinstance(plain, dict):
            raise LookupError(f"an option dict is needed for {element['action_id']!r}, not {plain!r}")
        case "datepicker":
            return date.fromisoformat(plain).isoformat()
        case "timepicker":
            return time.fromisoformat(plain).strftime("%H:%M")
        case "datetimepicker":
            return int(plain)
        case "file_input":
            return plain if isinstance(plain, dict) else {"id": plain}
    return plain


def _option(element: Json, plain: Any) -> Json:
    value = plain["value"] if isinstance(plain, dict) else plain
    for option in options_of(element):
        if option["value"] == value:
            return option
    raise LookupError(f"no option {value!r} in {element['action_id']!r}")


def _listed(plain: Any) -> Sequence[Any]:
    if plain is None:
        return ()
    return plain if isinstance(plain, (list, tuple)) else (plain,)


def _plain(kind: str, value: Any) -> Any:
    match kind:
        case "static_select" | "radio_buttons" | "multi_static_select" | "checkboxes":
            return value["value"]
        case "file_input":
            return value["id"]
    return value


def _complaint(block: Json, element: Json, given: Json | None) -> str | None:
    if given is None or is_empty(given):
        return None if block.get("optional") else "Please complete this required field."
    value = given[_KINDS[element["type"]][0]]
    match element["type"]:
        case "plain_text_input":
            return _length_complaint(value, element)
        case "number_input":
            return _number_complaint(value, element)
        case "email_text_input" if not _EMAIL.fullmatch(value):
            return "Please enter a valid email address."
        case "url_text_input" if not _URL.fullmatch(value):
            return "Please enter a valid URL."
    most = element.get("max_selected_items", element.get("max_files"))
    return f"Please choose at most {most}." if most is not None and len(value) > most else None


def _length_complaint(text: str, element: Json) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(text) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(text) > most else None


def _number_complaint(text: str, element: Json) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Please enter {least} or more."
    return f"Please enter {most} or less." if most is not None and number > Decimal(most) else None
