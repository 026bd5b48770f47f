"""What an app wrote is read as Slack shows it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.demo.workspace import labels
from bot.demo.workspace.mrkdwn import Reader, read

NAMES = {"U1": "ana", "C1": "general"}
TOKYO = Reader(
    name_of=lambda some_id: NAMES.get(some_id, some_id),
    zone=ZoneInfo("Asia/Tokyo"),
    now=lambda: datetime(2026, 3, 1, 12, tzinfo=UTC),
)
MIDNIGHT_IN_TOKYO = int(datetime(2026, 3, 1, 15, tzinfo=UTC).timestamp())


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("*Hi* <@U1>, see <#C1> and <#C2|random>", "Hi @ana, see #general and #random"),
        (
            "<https://example.com/a_b_c|the _plan_> or <https://example.com/a_b_c>",
            "the plan or https://example.com/a_b_c",
        ),
        ("<mailto:a@b.co> <!here> <!subteam^S1|@team>", "a@b.co @here @team"),
        (
            "_it_ ~gone~ *two words*, 2*3*4 and snake_case_name",
            "it gone two words, 2*3*4 and snake_case_name",
        ),
        ("*`code` is bold* and `*this*` is not", "code is bold and *this* is not"),
        ("```\n*x* = 1\n```", "*x* = 1"),
        ("&gt; said *she*\n> and he", "said she\nand he"),
        ("&lt;!channel&gt; &amp; &amp;lt;", "<!channel> & &lt;"),
        ("<!date^nonsense|soon>", "soon"),
    ],
)
def test_marks_vanish_and_mentions_become_names(written, seen):
    assert read(written, TOKYO) == seen


@pytest.mark.parametrize(
    ("pattern", "seen"),
    [
        ("{date_short_pretty} at {time}", "tomorrow at 12:00 AM"),
        ("{date_num} {time_secs}", "2026-03-02 12:00:00 AM"),
        ("{date}", "March 2nd, 2026"),
        ("{date_short}", "Mar 2, 2026"),
        ("{date_long}", "Monday, March 2nd, 2026"),
        ("{ago}", "in 3 hours"),
        ("{unknown}", "{unknown}"),
    ],
)
def test_a_date_is_read_in_the_readers_own_time_zone(pattern, seen):
    assert read(f"<!date^{MIDNIGHT_IN_TOKYO}^{pattern}|fallback>", TOKYO) == seen


def test_all_that_can_be_read_is_read_by_lines():
    inline = [
        {"type": "text", "text": "Hi "},
        {"type": "user", "user_id": "U1"},
        {"type": "emoji", "name": "wave"},
    ]
    item = {"type": "rich_text_section", "elements": inline}
    blocks = [
        {"type": "header", "text": plain("Your *pair*")},
        {"type": "section", "text": mrkdwn("*Ana*"), "fields": [mrkdwn("_one_"), plain("two")]},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "image", "alt_text": "A face"}, mrkdwn("small")]},
        {"type": "image", "alt_text": "A chart", "title": plain("Progress")},
        {"type": "rich_text", "elements": [item, {"type": "rich_text_list", "elements": [item]}]},
        {
            "type": "input",
            "label": plain("Name"),
            "hint": plain("First"),
            "element": {"type": "plain_text_input"},
        },
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain("Join")},
                {
                    "type": "radio_buttons",
                    "options": [{"text": mrkdwn("*Yes*"), "description": plain("often")}],
                },
            ],
        },
        {"type": "table", "rows": [[{"type": "raw_text", "text": "Met"}, {"type": "raw_text", "text": "3"}]]},
        {
            "type": "data_visualization",
            "title": "Sessions",
            "chart": {"type": "pie", "segments": [{"label": "held", "value": 3}]},
        },
    ]
    assert labels.visible_text(blocks, TOKYO).splitlines() == [
        *("Your *pair*", "Ana", "one", "two", "A face", "small", "Progress", "A chart"),
        *(
            "Hi @ana:wave:",
            "Hi @ana:wave:",
            "Name",
            "First",
            "Yes",
            "often",
            "Met | 3",
            "Sessions",
            "held: 3",
        ),
    ]


def test_a_button_is_known_by_its_accessibility_label_too():
    button = {
        "type": "button",
        "action_id": "a",
        "text": plain("👍 Yes"),
        "accessibility_label": "Yes, we met",
    }
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    assert labels.labels(blocks) == ["👍 Yes"]
    for label in ("👍 Yes", "Yes", "Yes, we met"):
        assert labels.find(blocks, label).place.element is button
    assert labels.find(blocks, "Ye") is None


def test_a_field_without_a_label_is_known_by_its_first_option():
    options = [{"text": plain("Often"), "value": "o"}, {"text": plain("Never"), "value": "n"}]
    boxes = {"type": "checkboxes", "action_id": "a", "options": options}
    blocks = [{"type": "actions", "block_id": "b", "elements": [boxes]}]
    assert labels.find_field(blocks, "Often").element is boxes
    assert labels.inputs(blocks, {}) == {"Often": None}
