"""What Slack refuses is refused here, with Slack's words; what it takes is taken."""

import copy
import json
import timeit
from collections.abc import Callable

import pytest
import slackblocks
from hypothesis import given
from hypothesis import strategies as st
from slackblocks.errors import InvalidUsageError

from bot.demo.workspace import blockkit


def plain(text="Hello"):
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text="Hello"):
    return {"type": "mrkdwn", "text": text}


def option(value="a", text="A", **more):
    return {"text": plain(text), "value": value, **more}


def button(text="Join", **more):
    return {"type": "button", "text": plain(text), "action_id": f"do-{text}", **more}


def section(**more):
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def entry(element, **more):
    return {"type": "input", "label": plain("Name"), "element": element, **more}


def modal(*blocks, **more):
    return {"type": "modal", "title": plain("Join"), "submit": plain("Save"), "blocks": list(blocks), **more}


def rich(*parts):
    return {"type": "rich_text", "elements": list(parts)}


def pieces(*elements, kind="rich_text_section", **more):
    return {"type": kind, "elements": list(elements), **more}


CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("It ends."), "confirm": plain("Yes"), "deny": plain("No")}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart"}
SELECT = {"type": "static_select", "action_id": "s", "options": [option("a"), option("b", "B")]}
GROUPS = {
    "type": "multi_static_select",
    "action_id": "g",
    "option_groups": [{"label": plain("First"), "options": [option("a")]}],
}
BOXES = {"type": "checkboxes", "action_id": "c", "options": [{"text": mrkdwn("*A*"), "value": "a"}]}
TEXT = {"type": "plain_text_input", "action_id": "t"}
NUMBER = {"type": "number_input", "action_id": "n", "is_decimal_allowed": False}
LINE_CHART = {
    "type": "data_visualization",
    "title": "Sessions",
    "chart": {
        "type": "line",
        "series": [
            {"name": "held", "data": [{"label": "May", "value": 3}, {"label": "June", "value": 4}]},
        ],
        "axis_config": {"categories": ["May", "June"], "x_label": "Month"},
    },
}
DATA_TABLE = {
    "type": "data_table",
    "caption": "Pairs",
    "rows": [
        [{"type": "raw_text", "text": "Pair"}, {"type": "raw_text", "text": "Met"}],
        [{"type": "raw_text", "text": "Ana and Bo"}, {"type": "raw_number", "value": 3, "text": "3"}],
    ],
}

EVERYWHERE = [
    section(block_id="b"),
    section(accessory=button()),
    section(accessory=IMAGE),
    section(accessory=SELECT | {"initial_option": option("b", "B"), "placeholder": plain("Pick")}),
    section(
        accessory={"type": "overflow", "options": [option(url="https://example.com")], "confirm": CONFIRM}
    ),
    {"type": "section", "fields": [mrkdwn(), plain()]},
    {"type": "divider"},
    {"type": "header", "text": plain("Your pair")},
    {"type": "context", "elements": [mrkdwn(), plain(), IMAGE]},
    IMAGE | {"title": plain("A chart")},
    {"type": "image", "slack_file": {"id": "F0123ABCD"}, "alt_text": "A chart"},
    actions(
        button(value="", style="primary", confirm=CONFIRM, accessibility_label="Join the program"),
        button("Read", url="https://example.com"),
        SELECT,
        GROUPS,
        BOXES,
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-30", "placeholder": plain("Day")},
        {"type": "timepicker", "action_id": "m", "initial_time": "14:30", "timezone": "Asia/Tokyo"},
        {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1_800_000_000},
        {"type": "users_select", "action_id": "u", "initial_user": "U1"},
        {"type": "multi_conversations_select", "action_id": "k", "filter": {"include": ["public"]}},
    ),
    entry(
        TEXT | {"multiline": True, "min_length": 2, "max_length": 10, "initial_value": "Hello"}, optional=True
    ),
    entry(NUMBER | {"min_value": "1", "max_value": "5", "initial_value": "3"}, hint=plain("From 1 to 5")),
    entry({"type": "radio_buttons", "options": [option(description=plain("often"))]}),
    entry(BOXES | {"initial_options": BOXES["options"]}),
    entry({"type": "multi_external_select", "min_query_length": 0, "max_selected_items": 2}),
    entry({"type": "email_text_input"}, dispatch_action=True),
    rich(
        pieces({"type": "text", "text": "Hi ", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
        pieces(pieces({"type": "text", "text": "one"}), kind="rich_text_list", style="bullet", indent=1),
        pieces({"type": "link", "url": "https://example.com", "text": "here"}, kind="rich_text_quote"),
        pieces({"type": "text", "text": "x = 1"}, kind="rich_text_preformatted"),
    ),
]
MESSAGES_ONLY = [{"type": "markdown", "text": "**Hi**"}, LINE_CHART, DATA_TABLE]
MODALS_ONLY = [{"type": "alert", "text": plain("Careful"), "level": "warning"}, entry({"type": "file_input"})]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("block", EVERYWHERE, ids=lambda block: block["type"])
def test_what_slack_takes_everywhere_is_taken(block, surface):
    assert blockkit.problems([block], surface) == []


@pytest.mark.parametrize("block", MESSAGES_ONLY, ids=lambda block: block["type"])
def test_some_blocks_stand_in_messages_only(block):
    assert blockkit.problems([block], "message") == []
    for surface in ("modal", "home"):
        words = f"unsupported type: {block['type']} [json-pointer:/blocks/0/type]"
        assert blockkit.problems([block], surface) == [words]


@pytest.mark.parametrize("block", MODALS_ONLY, ids=lambda block: block["type"])
def test_some_blocks_stand_in_modals_only(block):
    assert blockkit.problems([block], "modal") == []
    assert "unsupported type" in blockkit.problems([block], "message")[0]
    assert "unsupported type" in blockkit.problems([block], "home")[0]


REFUSED = [
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters", "/text/text"),
    ({"type": "header", "text": plain("")}, "must be more than 0 characters", "/text/text"),
    ({"type": "header", "text": mrkdwn()}, "must be one of: plain_text", "/text/type"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters", "/text/text"),
    (section(text="Hello"), "must provide an object", "/text"),
    (section(fields=[]), "no less than 1 items allowed", "/fields"),
    (section(fields=[mrkdwn()] * 11), "no more than 10 items allowed", "/fields"),
    (section(fields=[mrkdwn("x" * 2001)]), "must be less than 2001 characters", "/fields/0/text"),
    (section(color="red"), "invalid additional property: color", ""),
    (section(accessory=None), "must provide an object", "/accessory"),
    (section(accessory=TEXT), "unsupported type: plain_text_input", "/accessory/type"),
    (section(block_id="x" * 256), "must be less than 256 characters", "/block_id"),
    ({"type": "section"}, "must define either `text` or `fields`", "/type"),
    ({"type": "poster"}, "unsupported type: poster", "/type"),
    ({"text": plain()}, "missing required field: type", ""),
    ({"type": "header"}, "missing required field: text", ""),
    ({"type": ["header"]}, "unsupported type: ['header']", "/type"),
    ({"type": "image", "image_url": "https://a.b/c.png"}, "missing required field: alt_text", ""),
    (IMAGE | {"image_url": "c.png"}, "must be a valid URL", "/image_url"),
    (IMAGE | {"slack_file": {"id": "F0123ABCD"}}, "`image_url` or `slack_file`, not both", ""),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "no more than 10 items allowed", "/elements"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button", "/elements/0/type"),
    (actions(), "no less than 1 items allowed", "/elements"),
    (actions(*[button(str(n)) for n in range(26)]), "no more than 25 items allowed", "/elements"),
    (actions(button(), button()), "`action_id` must be unique: do-Join", "/elements/1/action_id"),
    (actions(button("x" * 76)), "must be less than 76 characters", "/elements/0/text/text"),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters", "/elements/0/value"),
    (actions(button(style="red")), "must be one of: primary, danger", "/elements/0/style"),
    (actions(button(confirm={"title": plain()})), "missing required field: text", "/elements/0/confirm"),
    (
        actions(button(confirm=CONFIRM | {"title": plain("x" * 101)})),
        "must be less than 101 characters",
        "/elements/0/confirm/title/text",
    ),
    (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items",
        "/elements/0",
    ),
    (entry(button()), "unsupported type: button", "/element/type"),
    (entry(TEXT, label=mrkdwn()), "must be one of: plain_text", "/label/type"),
    (entry(TEXT, optional="yes"), "must provide a boolean", "/optional"),
    (entry(TEXT | {"max_length": 3001}), "must be at most 3000", "/element/max_length"),
    (
        entry(TEXT | {"min_length": 3, "max_length": 2}),
        "must not be more than `max_length`",
        "/element/min_length",
    ),
    (
        entry(TEXT | {"max_length": 2, "initial_value": "abc"}),
        "less than 3 characters",
        "/element/initial_value",
    ),
    (
        entry(TEXT | {"placeholder": plain("x" * 151)}),
        "less than 151 characters",
        "/element/placeholder/text",
    ),
    (entry(NUMBER | {"min_value": 1}), "must be a number written as a string", "/element/min_value"),
    (
        entry(NUMBER | {"min_value": "9", "max_value": "10"} | {"initial_value": "8"}),
        "not be more",
        "/element/min_value",
    ),
    (entry({"type": "number_input"}), "missing required field: is_decimal_allowed", "/element"),
    (entry({"type": "datepicker", "initial_date": "2026-02-30"}), "YYYY-MM-DD", "/element/initial_date"),
    (entry({"type": "timepicker", "initial_time": "24:00"}), "HH:mm", "/element/initial_time"),
    (entry({"type": "datetimepicker", "initial_date_time": 12}), "at least", "/element/initial_date_time"),
    (
        entry(SELECT | {"options": [option(str(n)) for n in range(101)]}),
        "no more than 100 items",
        "/element/options",
    ),
    (entry(SELECT | {"options": [option(text="x" * 76)]}), "less than 76", "/element/options/0/text/text"),
    (entry(SELECT | {"options": [option("x" * 151)]}), "less than 151", "/element/options/0/value"),
    (entry(SELECT | {"initial_option": option("z")}), "must be one of `options`", "/element/initial_option"),
    (
        entry(SELECT | GROUPS | {"type": "static_select"}),
        "`options` or `option_groups`, not both",
        "/element",
    ),
    (entry({"type": "static_select"}), "must define either `options` or `option_groups`", "/element"),
    (
        entry(BOXES | {"options": [option(str(n)) for n in range(11)]}),
        "no more than 10 items",
        "/element/options",
    ),
    (
        entry({"type": "multi_users_select", "max_selected_items": 1, "initial_users": ["U1", "U2"]}),
        "no more than 1 items allowed",
        "/element/initial_users",
    ),
    (rich(pieces({"type": "text", "text": ""})), "more than 0 characters", "/elements/0/elements/0/text"),
    (rich({"type": "rich_text_list", "elements": []}), "no less than 1 items", "/elements/0/elements"),
    (rich(pieces({"type": "image"})), "unsupported type: image", "/elements/0/elements/0/type"),
]


@pytest.mark.parametrize(("block", "words", "pointer"), REFUSED)
def test_what_slack_refuses_is_refused_with_the_reason_and_the_place(block, words, pointer):
    found = blockkit.problems([block], "message")
    assert any(words in line and f"[json-pointer:/blocks/0{pointer}" in line for line in found), found


def test_a_message_holds_50_blocks_and_a_view_100():
    assert blockkit.problems([section()] * 50, "message") == []
    assert blockkit.problems([section()] * 51, "message") == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]
    assert blockkit.problems([section()] * 100, "home") == []
    assert blockkit.problems([section()] * 101, "modal") == [
        "no more than 100 items allowed [json-pointer:/blocks]"
    ]


def test_block_ids_are_unique():
    found = blockkit.problems([section(block_id="b"), section(), section(block_id="b")], "home")
    assert found == ["`block_id` must be unique: b [json-pointer:/blocks/2/block_id]"]


def test_only_one_field_takes_the_focus():
    focused = TEXT | {"focus_on_load": True}
    assert blockkit.problems([entry(focused), entry(TEXT)], "modal") == []
    assert blockkit.problems([entry(focused), entry(focused)], "modal") == [
        "only one element may have `focus_on_load` [json-pointer:/blocks/1]"
    ]


def test_charts_tables_and_markdown_are_counted_together():
    long = {"type": "markdown", "text": "x" * 7000}
    cells = copy.deepcopy(DATA_TABLE)
    cells["rows"] += [[{"type": "raw_text", "text": "x" * 2500}] * 2] * 3
    assert blockkit.problems([LINE_CHART] * 2, "message") == []
    assert len(blockkit.problems([LINE_CHART] * 3, "message")) == 1
    assert len(blockkit.problems([long, long], "message")) == 1
    assert blockkit.problems([cells], "message") == []
    assert len(blockkit.problems([cells, cells], "message")) == 1


def test_a_chart_has_a_point_for_each_category():
    chart = copy.deepcopy(LINE_CHART)
    chart["chart"]["axis_config"]["categories"].append("July")
    assert blockkit.problems([chart], "message") == [
        "must have one point for each category [json-pointer:/blocks/0/chart/series/0/data]"
    ]


def test_a_modal_with_an_input_needs_a_submit():
    view = modal(section(), entry(TEXT))
    del view["submit"]
    assert blockkit.view_problems(view) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    ]
    assert blockkit.view_problems(modal(section(), entry(TEXT))) == []


VIEWS = [
    (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
    (modal(close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (modal(callback_id="x" * 256), "must be less than 256 characters [json-pointer:/view/callback_id]"),
    (modal(external_id="x" * 256), "must be less than 256 characters [json-pointer:/view/external_id]"),
    (modal(notify_on_close=1), "must provide a boolean [json-pointer:/view/notify_on_close]"),
    (
        modal(section(text=plain(""))),
        "must be more than 0 characters [json-pointer:/view/blocks/0/text/text]",
    ),
    ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    ({"type": "home"}, "missing required field: blocks [json-pointer:/view]"),
    (
        {"type": "home", "blocks": [], "title": plain()},
        "invalid additional property: title [json-pointer:/view]",
    ),
    ({"type": "page", "blocks": []}, "unsupported type: page [json-pointer:/view/type]"),
    ([], "must provide an object [json-pointer:/view]"),
]


@pytest.mark.parametrize(("view", "line"), VIEWS)
def test_a_view_that_slack_refuses_is_refused(view, line):
    assert blockkit.view_problems(view) == [line]


def test_a_message_needs_text_that_can_be_read_out():
    assert blockkit.message_problems({"text": "Hi", "blocks": [section()]}) == []
    missing = ["missing required field: text [json-pointer:/text]"]
    assert blockkit.message_problems({"blocks": [section()]}) == missing
    assert blockkit.message_problems({"text": "", "blocks": [section()]}) == missing


def test_metadata_has_a_type_and_a_payload():
    line = "missing required field: event_payload [json-pointer:/metadata]"
    assert blockkit.message_problems({"text": "Hi", "metadata": {"event_type": "x"}}) == [line]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["type", "text", "elements", "element", "options", "rows"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_check(value):
    for kind in ("section", "input", "actions", "rich_text", "data_table", "data_visualization"):
        block = {"type": kind, **value} if isinstance(value, dict) else value
        assert isinstance(blockkit.problems([block], "message"), list)
    assert isinstance(blockkit.view_problems(value), list)


# slackblocks knows the limits too: what it refuses to build is refused here, and what it builds is taken.

words = st.builds(
    lambda letter, size: letter * size, st.sampled_from("xyz"), st.sampled_from([0, 1, 24, 25, 75, 76])
)
long_words = st.builds(
    lambda size: "x" * size, st.sampled_from([0, 1, 150, 151, 255, 256, 2000, 2001, 3000, 3001])
)
few = st.integers(0, 12)


def sb_options(count, text="A", value="v"):
    return [slackblocks.Option(text=slackblocks.PlainText(text), value=f"{value}{n}") for n in range(count)]


def built_by(make: Callable[[], object]) -> dict | None:
    """Return what slackblocks builds, None when it refuses."""
    try:
        built = make()
        return json.loads(json.dumps(built._resolve()))
    except InvalidUsageError:
        return None


def agree(make, raw, surface="message"):
    """Hold our verdict on the raw block against slackblocks' verdict; what it built must pass as well."""
    built = built_by(make)
    ours = blockkit.problems([raw], surface)
    assert bool(ours) == (built is None), (ours, built)
    if built is not None:
        assert blockkit.problems([built], surface) == []


@given(long_words)
def test_slackblocks_agrees_on_headers(text):
    agree(lambda: slackblocks.HeaderBlock(text), {"type": "header", "text": plain(text)})


@given(long_words, few, long_words)
def test_slackblocks_agrees_on_sections(text, count, field):
    agree(
        lambda: slackblocks.SectionBlock(
            text=slackblocks.Text(text), fields=[slackblocks.Text(field)] * (count + 1)
        ),
        section(text=mrkdwn(text), fields=[mrkdwn(field)] * (count + 1)),
    )


@given(words, long_words, long_words, words)
def test_slackblocks_agrees_on_buttons(text, action_id, value, label):
    agree(
        lambda: slackblocks.ActionsBlock(
            [
                slackblocks.Button(
                    text=text, action_id=action_id, value=value, accessibility_label=label or "x"
                )
            ]
        ),
        actions(
            {"type": "button", "text": plain(text), "action_id": action_id, "value": value}
            | {"accessibility_label": label or "x"}
        ),
    )


@given(words, st.sampled_from([1, 149, 150]), st.sampled_from([1, 2, 100, 101]))
def test_slackblocks_agrees_on_selects(text, size, count):
    value = "v" * (size - 2)
    agree(
        lambda: slackblocks.InputBlock(
            label="Name",
            element=slackblocks.StaticSelectMenu(action_id="s", options=sb_options(count, text, value)),
        ),
        entry(SELECT | {"options": [option(f"{value}{n}", text) for n in range(count)]}),
    )


@given(few)
def test_slackblocks_agrees_on_checkboxes_radios_and_overflow(count):
    raw = [option(f"v{n}") for n in range(count)]
    for kind, make in (
        ("checkboxes", lambda: slackblocks.CheckboxGroup(action_id="c", options=sb_options(count))),
        ("radio_buttons", lambda: slackblocks.RadioButtonGroup(action_id="c", options=sb_options(count))),
        ("overflow", lambda: slackblocks.OverflowMenu(action_id="c", options=sb_options(count))),
    ):
        agree(
            lambda make=make: slackblocks.ActionsBlock([make()]),
            actions({"type": kind, "action_id": "c", "options": raw}),
        )


@given(long_words, long_words, st.integers(-1, 3001), st.integers(0, 3001))
def test_slackblocks_agrees_on_text_inputs(label, hint, least, most):
    agree(
        lambda: slackblocks.InputBlock(
            label=label,
            hint=hint or "x",
            element=slackblocks.PlainTextInput(action_id="t", min_length=least, max_length=most),
        ),
        entry(TEXT | {"min_length": least, "max_length": most}, label=plain(label), hint=plain(hint or "x")),
    )


@given(st.from_regex(r"\d{4}-\d{2}-\d{2}|\d\d?:\d\d", fullmatch=True))
def test_slackblocks_agrees_on_times(text):
    agree(
        lambda: slackblocks.InputBlock(
            label="T", element=slackblocks.TimePicker(action_id="t", initial_time=text)
        ),
        entry({"type": "timepicker", "action_id": "t", "initial_time": text}),
    )


@given(words, words, words, st.sampled_from([0, 1, 100, 101, 300, 301]))
def test_what_slackblocks_refuses_in_confirm_dialogs_is_refused(title, yes, no, size):
    text = "x" * size
    agree(
        lambda: slackblocks.ActionsBlock(
            [
                slackblocks.Button(
                    text="Go", action_id="g", confirm=slackblocks.ConfirmationDialogue(title, text, yes, no)
                )
            ]
        ),
        actions(
            button(
                confirm={
                    "title": plain(title),
                    "text": mrkdwn(text),
                    "confirm": plain(yes),
                    "deny": plain(no),
                }
            )
        ),
    )


@given(words, words, words, st.integers(98, 102), st.booleans())
def test_slackblocks_agrees_on_modals(title, submit, close, count, asks):
    blocks = [section()] * count + ([entry(TEXT)] if asks else [])
    ours = blockkit.view_problems(
        modal(*blocks, title=plain(title), submit=plain(submit), close=plain(close))
    )
    built = built_by(
        lambda: slackblocks.ModalView(
            title=title,
            submit=slackblocks.PlainText(submit),
            close=slackblocks.PlainText(close),
            blocks=[slackblocks.SectionBlock("x")] * count
            + ([slackblocks.InputBlock("x", slackblocks.PlainTextInput("t"))] if asks else []),
        )
    )
    assert bool(ours) == (built is None)


def test_six_blocks_are_checked_in_no_time():
    # Over a hundred thousand payloads of a rehearsal pass through here.
    blocks = [
        section(),
        section(accessory=button()),
        {"type": "divider"},
        actions(button("a"), button("b")),
        IMAGE,
    ]
    assert (
        min(timeit.repeat(lambda: blockkit.problems(blocks, "message"), number=200, repeat=5)) / 200 < 200e-6
    )
