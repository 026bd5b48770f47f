"""Slack's grammar, once: the only place that spells Block Kit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from bot.rules.people import ERASED
from bot.words import _

Json = dict[str, Any]
Option = tuple[str, str]  # value, label

TEXT, OPTION, BUTTON, TITLE, HEADER = 3000, 75, 75, 24, 150


def escape(text: str) -> str:
    """Escape what people wrote, so that it cannot become a mention or a link in mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unmarked(text: str) -> str:
    """Return mrkdwn as plain words: what is bold and escaped there, without its marks."""
    bare = re.sub(r"\*([^\n]+?)\*(?!\w)", r"\1", text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def shorten(text: str, limit: int) -> str:
    """Cut a text at a limit of characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def person(person_id: str) -> str:
    """Mention a person in mrkdwn; of somebody who had their data erased, nobody reads more than that."""
    if person_id.startswith(ERASED):
        return _("somebody who has left")
    return f"<@{person_id}>"


def channel(channel_id: str) -> str:
    """Mention a channel in mrkdwn."""
    return f"<#{channel_id}>"


def moment(when: datetime, form: str = "{date_short_pretty} at {time}") -> str:
    """Return a moment in mrkdwn that each reader sees in their own time zone."""
    fallback = when.strftime("%a %d %b %H:%M UTC")
    return f"<!date^{int(when.timestamp())}^{form}|{fallback}>"


def plain(text: str, limit: int = TEXT) -> Json:
    """Return a plain text object."""
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def mrkdwn(text: str, limit: int = TEXT) -> Json:
    """Return a text object in Slack's markup; escape what people wrote before it comes here."""
    return {"type": "mrkdwn", "text": shorten(text, limit)}


def day(when: date) -> str:
    """Return a date as people say it."""
    return f"{when.day} {when:%B %Y}"


# Blocks


def header(text: str) -> Json:
    """Return a headline."""
    return {"type": "header", "text": plain(text, HEADER)}


def section(text: str, accessory: Json | None = None) -> Json:
    """Return a paragraph in mrkdwn, with a button or picture beside it if given."""
    block = {"type": "section", "text": mrkdwn(text)}
    return {**block, "accessory": accessory} if accessory else block


def fields(*texts: str) -> Json:
    """Return up to ten short texts in two columns."""
    return {"type": "section", "fields": [mrkdwn(text, 2000) for text in texts[:10]]}


def context(*texts: str) -> Json:
    """Return small print in mrkdwn."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts[:10]]}


def divider() -> Json:
    """Return a line."""
    return {"type": "divider"}


def image(url: str, alt: str, title: str = "") -> Json:
    """Return a picture by its public address."""
    block = {"type": "image", "image_url": url, "alt_text": alt}
    return {**block, "title": plain(title, 2000)} if title else block


def image_file(file_id: str, alt: str) -> Json:
    """Return a picture that was uploaded to Slack."""
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": alt}


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """Return a row of buttons and choices."""
    block: Json = {"type": "actions", "elements": list(elements)}
    return {**block, "block_id": block_id} if block_id else block


def quote(text: str) -> Json:
    """Return what somebody wrote, as a quotation that can hold no markup."""
    words = {"type": "text", "text": shorten(text, TEXT)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [words]}]}


def listing(*texts: str) -> Json:
    """Return a bulleted list of plain texts."""
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]} for text in texts]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}],
    }


# Elements


def button(
    label: str,
    action: str,
    value: str = "",
    *,
    style: str | None = None,
    confirm: Json | None = None,
    hint: str | None = None,
    url: str | None = None,
) -> Json:
    """Return a button; ``hint`` is what a screen reader says where the label alone repeats."""
    extras = {
        "value": value or None,
        "style": style,
        "confirm": confirm,
        "accessibility_label": shorten(hint, BUTTON) if hint else None,
        "url": url,
    }
    return {"type": "button", "text": plain(label, BUTTON), "action_id": action, **_given(extras)}


def confirm(title: str, text: str, yes: str, no: str, *, style: str | None = None) -> Json:
    """Return a question that is asked before a button acts."""
    question = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    return {**question, **_given({"style": style})}


def option(choice: Option) -> Json:
    """Return an option from its value and label."""
    value, label = choice
    return {"text": plain(label, OPTION), "value": value}


def overflow(action: str, choices: Sequence[Option]) -> Json:
    """Return a menu of two to five further choices."""
    return {"type": "overflow", "action_id": action, "options": [option(choice) for choice in choices]}


def select(
    action: str, choices: Sequence[Option], chosen: str | None = None, placeholder: str | None = None
) -> Json:
    """Return a menu of one choice."""
    element = {
        "type": "static_select",
        "action_id": action,
        "options": [option(choice) for choice in choices],
    }
    first = next((option(choice) for choice in choices if choice[0] == chosen), None)
    return {**element, **_given({"initial_option": first, "placeholder": _placeholder(placeholder)})}


def multi_select(
    action: str,
    choices: Sequence[Option],
    chosen: Iterable[str] = (),
    placeholder: str | None = None,
    most: int | None = None,
) -> Json:
    """Return a menu of several choices."""
    kept = set(chosen)
    first = [option(choice) for choice in choices if choice[0] in kept] or None
    element = {
        "type": "multi_static_select",
        "action_id": action,
        "options": [option(choice) for choice in choices],
    }
    extras = {"initial_options": first, "placeholder": _placeholder(placeholder), "max_selected_items": most}
    return {**element, **_given(extras)}


def grouped_multi_select(
    action: str,
    groups: Sequence[tuple[str, Sequence[Option]]],
    chosen: Iterable[str] = (),
    placeholder: str | None = None,
    most: int | None = None,
) -> Json:
    """Return a menu of several choices under headings; a heading holds a hundred of them."""
    choices = [choice for _, members in groups for choice in members]
    element = multi_select(action, choices, chosen, placeholder, most)
    del element["options"]
    parts = [
        {
            "label": plain(label, OPTION),
            "options": [option(choice) for choice in members[start : start + 100]],
        }
        for label, members in groups
        for start in range(0, len(members), 100)
    ]
    return {**element, "option_groups": parts}


def radios(action: str, choices: Sequence[Option], chosen: str | None = None) -> Json:
    """Return radio buttons, at most ten."""
    element = {
        "type": "radio_buttons",
        "action_id": action,
        "options": [option(choice) for choice in choices],
    }
    return {
        **element,
        **_given({"initial_option": next((option(c) for c in choices if c[0] == chosen), None)}),
    }


def checkboxes(action: str, choices: Sequence[Option], chosen: Iterable[str] = ()) -> Json:
    """Return check boxes, at most ten."""
    kept = set(chosen)
    element = {"type": "checkboxes", "action_id": action, "options": [option(choice) for choice in choices]}
    return {**element, **_given({"initial_options": [option(c) for c in choices if c[0] in kept] or None})}


def text_field(
    action: str,
    initial: str = "",
    *,
    lines: bool = False,
    most: int | None = None,
    placeholder: str | None = None,
) -> Json:
    """Return a field to type in; ``most`` is the longest answer in characters."""
    element = {"type": "plain_text_input", "action_id": action, "multiline": lines}
    extras = {"initial_value": initial or None, "max_length": most, "placeholder": _placeholder(placeholder)}
    return {**element, **_given(extras)}


def number_field(action: str, initial: str = "", *, least: str, most: str, decimals: bool = False) -> Json:
    """Return a field for a number between two bounds."""
    element = {"type": "number_input", "action_id": action, "is_decimal_allowed": decimals}
    return {**element, "min_value": least, "max_value": most, **_given({"initial_value": initial or None})}


def date_field(action: str, initial: date | None = None) -> Json:
    """Return a day to pick."""
    return {
        "type": "datepicker",
        "action_id": action,
        **_given({"initial_date": initial and initial.isoformat()}),
    }


def time_field(action: str, initial: time | None = None) -> Json:
    """Return a time of day to pick."""
    shown = initial.strftime("%H:%M") if initial else None
    return {"type": "timepicker", "action_id": action, **_given({"initial_time": shown})}


def moment_field(action: str, initial: datetime | None = None) -> Json:
    """Return a moment to pick, in the person's own time zone."""
    seconds = int(initial.timestamp()) if initial else None
    return {"type": "datetimepicker", "action_id": action, **_given({"initial_date_time": seconds})}


def person_field(action: str, chosen: str | None = None, placeholder: str | None = None) -> Json:
    """Return a person to pick."""
    extras = {"initial_user": chosen, "placeholder": _placeholder(placeholder)}
    return {"type": "users_select", "action_id": action, **_given(extras)}


def people_field(
    action: str, chosen: Sequence[str] = (), placeholder: str | None = None, most: int = 20
) -> Json:
    """Return several people to pick."""
    extras = {"initial_users": list(chosen) or None, "placeholder": _placeholder(placeholder)}
    return {"type": "multi_users_select", "action_id": action, "max_selected_items": most, **_given(extras)}


def channel_field(action: str, chosen: str | None = None, placeholder: str | None = None) -> Json:
    """Return a public channel to pick."""
    extras = {"initial_channel": chosen, "placeholder": _placeholder(placeholder)}
    return {"type": "channels_select", "action_id": action, **_given(extras)}


def file_field(action: str, filetypes: Sequence[str]) -> Json:
    """Return a file to hand in."""
    return {"type": "file_input", "action_id": action, "filetypes": list(filetypes), "max_files": 1}


def ask(label: str, name: str, element: Json, *, hint: str | None = None, optional: bool = False) -> Json:
    """Return an input; ``name`` is its block id, which the fields of a refusal name too."""
    block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return {**block, **_given({"hint": plain(hint, 2000) if hint else None})}


# Surfaces


def modal(
    title: str,
    blocks: Iterable[Json],
    *,
    callback: str | None = None,
    submit: str | None = None,
    close: str = "Close",
    metadata: str = "",
) -> Json:
    """Return a modal; ``metadata`` comes back with its submission."""
    view: Json = {
        "type": "modal",
        "title": plain(title, TITLE),
        "blocks": list(blocks),
        "close": plain(close, TITLE),
    }
    extras = {
        "callback_id": callback,
        "submit": plain(submit, TITLE) if submit else None,
        "private_metadata": metadata or None,
    }
    return {**view, **_given(extras)}


def home(blocks: Iterable[Json]) -> Json:
    """Return a Home tab; Slack shows at most a hundred blocks."""
    return {"type": "home", "blocks": list(blocks)[:100]}


def _placeholder(text: str | None) -> Json | None:
    return plain(text, 150) if text else None


def _given(extras: Json) -> Json:
    return {key: value for key, value in extras.items() if value is not None}
