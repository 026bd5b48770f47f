"""Answers have Slack's shape, and what Slack's client checks is checked before anything is submitted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.workspace import forms


def plain(text):
    return {"type": "plain_text", "text": text, "emoji": True}


OPTIONS = [{"text": plain("Often"), "value": "often"}, {"text": plain("Never"), "value": "never"}]
EXTERNAL = {"text": plain("Python"), "value": "py"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}

# Element type, what else it holds, a plain value, and how Slack keeps it; then how Slack keeps nothing.
KINDS = [
    ("plain_text_input", {}, "Hi", {"value": "Hi"}, {"value": None}),
    ("email_text_input", {}, "a@b.co", {"value": "a@b.co"}, {"value": None}),
    ("url_text_input", {}, "https://a.b", {"value": "https://a.b"}, {"value": None}),
    ("number_input", {"is_decimal_allowed": True}, "3.5", {"value": "3.5"}, {"value": None}),
    ("rich_text_input", {}, RICH, {"rich_text_value": RICH}, {"rich_text_value": None}),
    (
        "static_select",
        {"options": OPTIONS},
        "never",
        {"selected_option": OPTIONS[1]},
        {"selected_option": None},
    ),
    (
        "radio_buttons",
        {"options": OPTIONS},
        "often",
        {"selected_option": OPTIONS[0]},
        {"selected_option": None},
    ),
    ("external_select", {}, EXTERNAL, {"selected_option": EXTERNAL}, {"selected_option": None}),
    ("users_select", {}, "U1", {"selected_user": "U1"}, {"selected_user": None}),
    ("conversations_select", {}, "C1", {"selected_conversation": "C1"}, {"selected_conversation": None}),
    ("channels_select", {}, "C1", {"selected_channel": "C1"}, {"selected_channel": None}),
    ("datepicker", {}, "2026-11-30", {"selected_date": "2026-11-30"}, {"selected_date": None}),
    ("timepicker", {}, "14:30", {"selected_time": "14:30"}, {"selected_time": None}),
    (
        "datetimepicker",
        {},
        1_800_000_000,
        {"selected_date_time": 1_800_000_000},
        {"selected_date_time": None},
    ),
    (
        "checkboxes",
        {"options": OPTIONS},
        ["often"],
        {"selected_options": OPTIONS[:1]},
        {"selected_options": []},
    ),
    (
        "multi_static_select",
        {"option_groups": [{"label": plain("All"), "options": OPTIONS}]},
        ["never", "often"],
        {"selected_options": OPTIONS[::-1]},
        {"selected_options": []},
    ),
    ("multi_external_select", {}, [EXTERNAL], {"selected_options": [EXTERNAL]}, {"selected_options": []}),
    ("multi_users_select", {}, ["U1", "U2"], {"selected_users": ["U1", "U2"]}, {"selected_users": []}),
    (
        "multi_conversations_select",
        {},
        ["C1"],
        {"selected_conversations": ["C1"]},
        {"selected_conversations": []},
    ),
    ("multi_channels_select", {}, ["C1"], {"selected_channels": ["C1"]}, {"selected_channels": []}),
    ("file_input", {}, ["F1"], {"files": [{"id": "F1"}]}, {"files": []}),
]


def entry(kind, *, optional=False, **more):
    element = {"type": kind, "action_id": "a", **more}
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("Name"),
        "element": element,
        "optional": optional,
    }


def complaint(block, typed):
    state = forms.with_value([block], forms.initial_state([block]), "b", "a", typed)
    return forms.missing({"blocks": [block]}, state).get("b")


@pytest.mark.parametrize(("kind", "more", "value", "kept", "empty"), KINDS, ids=lambda one: str(one)[:24])
def test_slack_keeps_an_answer_in_its_own_shape(kind, more, value, kept, empty):
    block = entry(kind, **more)
    start = forms.initial_state([block])
    assert start == {"b": {"a": {"type": kind, **empty}}}

    state = forms.with_value([block], start, "b", "a", value)
    assert state == {"b": {"a": {"type": kind, **kept}}}
    assert json.loads(json.dumps(state)) == state
    assert forms.plain_value(state["b"]["a"]) == value

    assert forms.with_value([block], state, "b", "a", None) == start


@pytest.mark.parametrize(("kind", "more", "value"), [row[:3] for row in KINDS], ids=lambda one: str(one)[:24])
def test_a_required_field_must_be_answered_and_an_optional_one_need_not(kind, more, value):
    assert complaint(entry(kind, **more), None) == "Please complete this required field."
    assert complaint(entry(kind, **more), value) is None
    assert complaint(entry(kind, optional=True, **more), None) is None


def test_what_stands_in_a_field_at_first_is_its_answer():
    blocks = [
        entry("plain_text_input", initial_value="Ana"),
        {
            "type": "section",
            "block_id": "s",
            "text": plain("How often?"),
            "accessory": {
                "type": "static_select",
                "action_id": "o",
                "options": OPTIONS,
                "initial_option": OPTIONS[1],
            },
        },
    ]
    state = forms.initial_state(blocks)
    assert state["b"]["a"] == {"type": "plain_text_input", "value": "Ana"}
    assert state["s"]["o"] == {"type": "static_select", "selected_option": OPTIONS[1]}


def test_buttons_menus_and_pictures_keep_no_answer():
    blocks = [
        {
            "type": "section",
            "block_id": "s",
            "text": plain("x"),
            "accessory": {"type": "image", "alt_text": "x"},
        },
        {
            "type": "actions",
            "block_id": "r",
            "elements": [
                {"type": "button", "action_id": "go", "text": plain("Go")},
                {"type": "overflow", "action_id": "more", "options": OPTIONS},
            ],
        },
        {"type": "divider", "block_id": "d"},
    ]
    assert forms.initial_state(blocks) == {}
    assert [place.action_id for place in forms.elements(blocks)] == ["go", "more"]


def test_an_answer_changes_without_touching_the_others():
    blocks = [entry("users_select"), entry("plain_text_input") | {"block_id": "other"}]
    start = forms.initial_state(blocks)
    changed = forms.with_value(blocks, start, "b", "a", "U1")
    assert changed["other"] == start["other"]
    assert start["b"]["a"]["selected_user"] is None


def test_an_option_that_is_not_offered_cannot_be_chosen():
    with pytest.raises(LookupError, match="no option 'sometimes'"):
        forms.answer(entry("static_select", options=OPTIONS)["element"], "sometimes")


def test_an_element_that_is_not_there_cannot_be_answered():
    with pytest.raises(LookupError, match="no element 'x' in a block 'b'"):
        forms.with_value([entry("users_select")], {}, "b", "x", "U1")


def test_a_day_that_does_not_exist_cannot_be_chosen():
    with pytest.raises(ValueError, match="day is out of range"):
        forms.answer(entry("datepicker")["element"], "2026-02-30")


@pytest.mark.parametrize(
    ("kind", "more", "typed", "words"),
    [
        ("plain_text_input", {}, "   ", "Please complete this required field."),
        ("plain_text_input", {"min_length": 5}, "Hi", "Please enter at least 5 characters."),
        ("plain_text_input", {"max_length": 5}, "Hello!", "Please enter at most 5 characters."),
        ("plain_text_input", {}, "x" * 3001, "Please enter at most 3000 characters."),
        ("number_input", {"is_decimal_allowed": True}, "many", "Please enter a number."),
        ("number_input", {"is_decimal_allowed": True}, "NaN", "Please enter a number."),
        ("number_input", {"is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ("number_input", {"is_decimal_allowed": False, "min_value": "2"}, "1", "Please enter 2 or more."),
        ("number_input", {"is_decimal_allowed": False, "max_value": "9"}, "10", "Please enter 9 or less."),
        ("email_text_input", {}, "ana", "Please enter a valid email address."),
        ("url_text_input", {}, "example", "Please enter a valid URL."),
        ("multi_users_select", {"max_selected_items": 1}, ["U1", "U2"], "Please choose at most 1."),
        ("file_input", {"max_files": 1}, ["F1", "F2"], "Please choose at most 1."),
    ],
)
def test_slacks_client_says_what_is_wrong_with_an_answer(kind, more, typed, words):
    assert complaint(entry(kind, **more), typed) == words


def test_an_optional_answer_is_checked_once_it_is_given():
    assert complaint(entry("email_text_input", optional=True), "ana") == "Please enter a valid email address."


@given(st.text(max_size=20), st.integers(0, 10), st.integers(10, 20))
def test_a_text_passes_exactly_when_its_length_fits(text, least, most):
    block = entry("plain_text_input", min_length=least, max_length=most, optional=True)
    fits = not text.strip() or least <= len(text) <= most
    assert (complaint(block, text) is None) == fits
