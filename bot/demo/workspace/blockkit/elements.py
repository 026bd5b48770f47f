"""Slack's block elements and composition objects as tables of fields.

The numbers are Slack's documented limits: https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.demo.workspace.blockkit.shapes import (
    FINE,
    ByType,
    Check,
    Problem,
    Shape,
    boolean,
    both,
    distinct,
    exclusive,
    in_order,
    items,
    one_of,
    pattern,
    problem,
    string,
    whole,
)


def plain(most: int) -> Shape:
    """Check for a ``plain_text`` object."""
    return Shape({"type": one_of("plain_text"), "text": string(most)}, {"emoji": boolean})


def text(most: int) -> ByType:
    """Check for a text object of either kind."""
    mrkdwn = Shape({"type": one_of("mrkdwn"), "text": string(most)}, {"verbatim": boolean})
    return ByType({"plain_text": plain(most), "mrkdwn": mrkdwn})


def is_day(value: Any) -> Sequence[Problem]:
    """Check for a day that exists, as ``2026-11-30``."""
    try:
        fine = isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        fine = False
    return FINE if fine else problem("must be a date in the format YYYY-MM-DD")


ID: Final = string(255)
URL: Final = both(string(3000), pattern(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "must be a valid URL"))
WEB_URL: Final = both(string(3000), pattern(r"https?://\S+", "must be a valid URL"))
DECIMAL: Final = pattern(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", "must be a number written as a string")
TIME: Final = pattern(r"([01][0-9]|2[0-3]):[0-5][0-9]", "must be a time in the format HH:mm")
STYLE: Final = one_of("primary", "danger")
CONFIRM: Final = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)}, {"style": STYLE}
)
PLACEHOLDER: Final = plain(150)
DISPATCH: Final = Shape(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), most=2)}
)
SLACK_FILE: Final = Shape(
    {}, {"id": pattern(r"F[A-Z0-9]{8,}", "invalid slack file"), "url": URL}, (exclusive("id", "url"),)
)
IMAGE_SOURCE: Final = exclusive("image_url", "slack_file")

OPTION: Final = Shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
RICH_OPTION: Final = Shape({"text": text(75), "value": string(150)}, {"description": text(75)})
LINK_OPTION: Final = Shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
GROUP: Final = Shape({"label": plain(75), "options": items(OPTION, most=100)})
FILTER: Final = Shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def offered(element: dict[str, Any]) -> list[Any]:
    """Return the options that an element has of its own, those in groups included."""
    own: list[Any] = element.get("options") or []
    return own + [option for group in element.get("option_groups") or () for option in group["options"]]


def initial_is_offered(element: dict[str, Any]) -> Sequence[Problem]:
    """Check that what is chosen at first is among the options, exactly as it stands there."""
    if option := element.get("initial_option"):
        return FINE if option in offered(element) else problem("must be one of `options`", "/initial_option")
    if chosen := element.get("initial_options"):
        options = offered(element)
        return [
            (f"/initial_options/{index}", "must be one of `options`")
            for index, option in enumerate(chosen)
            if option not in options
        ]
    return FINE


def initial_fits(element: dict[str, Any]) -> Sequence[Problem]:
    """Check that what stands in the field at first is not longer than the field takes."""
    most = element.get("max_length")
    if most is not None and len(element.get("initial_value", "")) > most:
        return problem(f"must be less than {most + 1} characters", "/initial_value")
    return FINE


def chosen_within(initial: str) -> Check:
    """Check that not more is chosen at first than may be chosen."""

    def rule(element: dict[str, Any]) -> Sequence[Problem]:
        most = element.get("max_selected_items")
        if most is not None and len(element.get(initial, ())) > most:
            return problem(f"no more than {most} items allowed", f"/{initial}")
        return FINE

    return rule


def element(required: dict[str, Check] | None = None, *rules: Check, **optional: Check) -> Shape:
    """Make the table of an interactive element: ``type`` and ``action_id`` come with each."""
    return Shape({"type": string(50), **(required or {})}, {"action_id": ID, **optional}, rules)


def field(*rules: Check, **optional: Check) -> Shape:
    """Make the table of an element that is typed into."""
    return element(
        None,
        *rules,
        placeholder=PLACEHOLDER,
        focus_on_load=boolean,
        dispatch_action_config=DISPATCH,
        **optional,
    )


def menu(*rules: Check, **optional: Check) -> Shape:
    """Make the table of an element that is chosen from in a list that opens."""
    return element(None, *rules, placeholder=PLACEHOLDER, focus_on_load=boolean, confirm=CONFIRM, **optional)


def multi_menu(initial: str, item: Check, *rules: Check, **optional: Check) -> Shape:
    """Make the table of a menu in which several may be chosen."""
    more = {initial: items(item, most=100), "max_selected_items": whole(1), **optional}
    return menu(chosen_within(initial), *rules, **more)


OPTIONS: Final = {"options": items(OPTION, most=100), "option_groups": items(GROUP, most=100)}
EITHER_OPTIONS: Final = exclusive("options", "option_groups")
BOX_OPTIONS: Final = {"options": items(RICH_OPTION, most=10)}
IMAGE: Final = Shape(
    {"type": one_of("image"), "alt_text": string(2000)},
    {"image_url": WEB_URL, "slack_file": SLACK_FILE},
    (IMAGE_SOURCE,),
)

BUTTON: Final = element(
    {"text": plain(75)},
    url=URL,
    value=string(2000, least=0),
    style=STYLE,
    confirm=CONFIRM,
    accessibility_label=string(75),
)
OVERFLOW: Final = element(
    {"options": items(LINK_OPTION, most=5)}, distinct("options", "value"), confirm=CONFIRM
)

SELECTS: Final[dict[str, Check]] = {
    "static_select": menu(EITHER_OPTIONS, initial_is_offered, initial_option=OPTION, **OPTIONS),
    "external_select": menu(initial_option=OPTION, min_query_length=whole(0)),
    "users_select": menu(initial_user=ID),
    "conversations_select": menu(
        initial_conversation=ID,
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=FILTER,
    ),
    "channels_select": menu(initial_channel=ID, response_url_enabled=boolean),
    "multi_static_select": multi_menu(
        "initial_options", OPTION, EITHER_OPTIONS, initial_is_offered, **OPTIONS
    ),
    "multi_external_select": multi_menu("initial_options", OPTION, min_query_length=whole(0)),
    "multi_users_select": multi_menu("initial_users", ID),
    "multi_conversations_select": multi_menu(
        "initial_conversations", ID, default_to_current_conversation=boolean, filter=FILTER
    ),
    "multi_channels_select": multi_menu("initial_channels", ID),
}

CHOICES: Final[dict[str, Check]] = {
    "checkboxes": element(
        BOX_OPTIONS,
        initial_is_offered,
        initial_options=items(RICH_OPTION, most=10),
        confirm=CONFIRM,
        focus_on_load=boolean,
    ),
    "radio_buttons": element(
        BOX_OPTIONS, initial_is_offered, initial_option=RICH_OPTION, confirm=CONFIRM, focus_on_load=boolean
    ),
}

PICKERS: Final[dict[str, Check]] = {
    "datepicker": menu(initial_date=is_day),
    "timepicker": menu(initial_time=TIME, timezone=string(100)),
}

DATETIME: Final = element(
    None, initial_date_time=whole(10**9, 10**10 - 1), confirm=CONFIRM, focus_on_load=boolean
)

FIELDS: Final[dict[str, Check]] = {
    "plain_text_input": field(
        in_order("min_length", "max_length"),
        initial_fits,
        initial_value=string(3000, least=0),
        multiline=boolean,
        min_length=whole(0, 3000),
        max_length=whole(1, 3000),
    ),
    "email_text_input": field(initial_value=string(3000)),
    "url_text_input": field(initial_value=WEB_URL),
}

NUMBER: Final = element(
    {"is_decimal_allowed": boolean},
    in_order("min_value", "max_value"),
    in_order("min_value", "initial_value"),
    in_order("initial_value", "max_value"),
    initial_value=DECIMAL,
    min_value=DECIMAL,
    max_value=DECIMAL,
    placeholder=PLACEHOLDER,
    focus_on_load=boolean,
    dispatch_action_config=DISPATCH,
)

FILE_INPUT: Final = element(None, filetypes=items(string(20), most=100), max_files=whole(1, 10))
