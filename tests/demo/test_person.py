"""Persons find everything by what they see, in a real Bolt app behind the embedded workspace."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import yaml
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovingClock
from bot.demo.workspace import Timing, User, Workspace
from bot.demo.workspace.person import NotAnsweredError

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MANIFEST = {
    "display_information": {"name": "Greeter"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "greeter"},
        "slash_commands": [
            {"command": "/greet", "description": "Say hello"},
            {"command": "/nobody", "description": "Nobody listens"},
        ],
        "shortcuts": [
            {"name": "Ask something", "type": "global", "callback_id": "ask", "description": "Open a form"}
        ],
    },
    "oauth_config": {
        "scopes": {"bot": ["chat:write", "commands", "im:history", "im:write", "mpim:write", "files:write"]}
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]},
    },
}
PEOPLE = [
    User("U0ANA", "ana", "Ana Lima", tz="America/Sao_Paulo"),
    User("U0BO", "bo", "Bo Chen", tz="Asia/Tokyo"),
    User("U0CY", "cy", "Cy Marsh"),
]


def plain(text):
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text, **more):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text, action_id, **more):
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def options(*texts):
    return [{"text": plain(text), "value": text.lower()} for text in texts]


def entry(label, kind, *, optional=False, **more):
    element = {"type": kind, "action_id": "answer", **more}
    block = {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element}
    return block | {"optional": optional}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("About you"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        section("Tell us a little."),
        entry("Name", "plain_text_input", max_length=20),
        entry("Skill", "static_select", options=options("Python", "Slides"), optional=True),
        entry("Languages", "multi_static_select", options=options("English", "Deutsch"), optional=True),
        entry("Format", "radio_buttons", options=options("Video", "In person"), optional=True),
        entry("Interests", "checkboxes", options=options("Music", "Chess"), optional=True),
        entry("Not with", "multi_users_select", optional=True),
        entry("Boss", "users_select", optional=True),
        entry("Where", "conversations_select", optional=True),
        entry("Day", "datepicker", optional=True),
        entry("Hour", "timepicker", optional=True),
        entry("Moment", "datetimepicker", optional=True),
        entry("Team", "external_select", min_query_length=0, optional=True),
        entry("Story", "rich_text_input", optional=True),
        entry("Years", "number_input", is_decimal_allowed=False, min_value="0", optional=True),
        entry("Photo", "file_input", optional=True),
        {"type": "actions", "block_id": "more", "elements": [button("Explain", "explain")]},
        section(
            "How much time?",
            block_id="time",
            accessory={"type": "static_select", "action_id": "time", "options": options("Little", "Much")},
        ),
    ],
}


class Seen:
    """What the app was told."""

    def __init__(self):
        self.values = {}
        self.acted = []
        self.closed = 0


def register_messages(app: AsyncApp) -> None:
    @app.command("/greet")
    async def greet(ack, command, client):
        await ack()
        blocks = [
            section(f"*Hello* <@{command['user_id']}>"),
            section(
                "For you",
                accessory={"type": "overflow", "action_id": "menu", "options": options("Edit", "Leave")},
            ),
            {
                "type": "actions",
                "elements": [button(":wave: Join", "join"), button("Form", "form", style="primary")],
            },
        ]
        await client.chat_postMessage(channel=command["user_id"], text="Hello", blocks=blocks)

    @app.message("")
    async def echo(message, client):
        times = "<!date^1772467200^{date_short_pretty} at {time}|noon>"
        await client.chat_postMessage(channel=message["channel"], text=f"You said {message['text']}, {times}")

    @app.action("whisper")
    async def whisper(ack, client, body):
        await ack()
        await client.chat_postEphemeral(
            channel=body["channel"]["id"], user=body["user"]["id"], text="Only you see this."
        )


def register_form(app: AsyncApp, seen: Seen) -> None:
    @app.shortcut("ask")
    @app.action("form")
    async def form(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("join")
    @app.action("menu")
    @app.action("time")
    @app.action("accept")
    @app.action("explain")
    async def acted(ack, action, body):
        await ack()
        chosen = action.get("selected_option") or {}
        seen.acted.append((action["action_id"], action.get("value") or chosen.get("value")))
        seen.values = body.get("view", {}).get("state", {}).get("values", {})

    @app.options("answer")
    async def teams(ack, payload):
        found = [one for one in options("Sales", "Support") if payload["value"] in one["text"]["text"]]
        await ack(options=found)

    @app.view("form")
    async def submitted(ack, view, client, body):
        seen.values = view["state"]["values"]
        if seen.values["name"]["answer"]["value"] == "Nobody":
            await ack(response_action="errors", errors={"name": "Please use your own name."})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="Thanks.")

    @app.view_closed("form")
    async def closed(ack):
        await ack()
        seen.closed += 1


def register_home(app: AsyncApp) -> None:
    @app.event("app_home_opened")
    async def home(event, client):
        if event["tab"] != "home":
            return
        rows = [
            [section(name), {"type": "actions", "elements": [button("Accept", "accept", value=name)]}]
            for name in ("Bo", "Cy")
        ]
        view = {
            "type": "home",
            "blocks": [{"type": "header", "text": plain("Your program")}, *rows[0], *rows[1]],
        }
        await client.views_publish(user_id=event["user"], view=view)


@pytest.fixture
def seen():
    return Seen()


@pytest.fixture
async def workspace(tmp_path, seen):
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(yaml.safe_dump(MANIFEST))
    patience = Timing(ack=1.0)
    async with Workspace(PEOPLE, manifest=manifest, clock=MovingClock(NOON), timing=patience) as workspace:
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.url, retry_handlers=[])
        app = AsyncApp(client=client)
        register_messages(app)
        register_form(app, seen)
        register_home(app)
        handler = AsyncSocketModeHandler(app, workspace.app_token)
        await handler.connect_async()
        yield workspace
        await handler.close_async()


@pytest.fixture
def ana(workspace):
    return workspace.person("U0ANA")


@pytest.fixture
async def client(workspace):
    return AsyncWebClient(token=workspace.bot_token, base_url=workspace.url, retry_handlers=[])


async def open_form(person):
    await person.says("/greet")
    await person.clicks("Form")


async def test_what_the_app_says_is_heard_as_it_is_read(ana):
    await ana.says("/greet")
    assert ana.last_heard == "Hello @ana\nFor you"
    await ana.says("hi")
    assert ana.last_heard == "You said hi, today at 1:00 PM"
    assert ana.heard == ["Hello @ana\nFor you", "You said hi, today at 1:00 PM"]


async def test_nobody_else_hears_it(ana, workspace):
    await ana.says("/greet")
    assert workspace.person("U0BO").last_heard is None
    assert not workspace.person("U0BO").sees("Hello")


async def test_a_button_is_clicked_by_its_words_without_their_emoji(ana, seen):
    await ana.says("/greet")
    await ana.clicks("Join")
    assert seen.acted == [("join", None)]


async def test_an_overflow_item_is_clicked_by_its_words(ana, seen):
    await ana.says("/greet")
    await ana.clicks("Leave")
    assert seen.acted == [("menu", "leave")]


async def test_a_button_that_is_not_there_cannot_be_clicked(ana):
    await ana.says("/greet")
    with pytest.raises(LookupError) as missing:
        await ana.clicks("Accept")
    assert str(missing.value) == (
        "no button 'Accept' for Ana Lima; visible: 'Edit', 'Leave', ':wave: Join', 'Form'"
    )


async def test_the_newest_message_wins_and_near_reaches_an_older_one(ana, client, seen):
    for name in ("Bo", "Cy"):
        row = {"type": "actions", "elements": [button("Accept", "accept", value=name)]}
        await client.chat_postMessage(
            channel="U0ANA", text=f"Meet {name}", blocks=[section(f"Meet {name}"), row]
        )
    await ana.clicks("Accept")
    await ana.clicks("Accept", near="Meet Bo")
    assert seen.acted == [("accept", "Cy"), ("accept", "Bo")]
    with pytest.raises(LookupError, match="no button 'Accept' near 'Meet Di'"):
        await ana.clicks("Accept", near="Meet Di")


async def test_home_is_searched_after_it_was_opened(ana, seen):
    assert ana.home is None
    await ana.opens_home()
    assert ana.home.title == "Home"
    assert ana.home.text == "Your program\nBo\nCy"
    assert ana.home.labels == ["Accept", "Accept"]
    await ana.clicks("Accept", near="Cy")
    await ana.clicks("Accept", near="Bo")
    assert seen.acted == [("accept", "Cy"), ("accept", "Bo")]


async def test_a_button_belongs_to_the_part_above_it_only(ana, client):
    rows = [section("Bo"), section("Cy"), {"type": "actions", "elements": [button("Accept", "accept")]}]
    rows += [section("Di"), {"type": "divider"}, {"type": "actions", "elements": [button("Later", "later")]}]
    await client.chat_postMessage(channel="U0ANA", text="People", blocks=rows)
    with pytest.raises(LookupError, match="no button 'Later' near 'Bo'"):
        await ana.clicks("Later", near="Bo")
    with pytest.raises(LookupError, match="no button 'Later' near 'Di'"):
        await ana.clicks("Later", near="Di")


async def test_a_shortcut_is_pressed_by_its_name(ana):
    await ana.presses_shortcut("Ask something")
    assert ana.modal.title == "About you"
    with pytest.raises(LookupError, match="no shortcut 'Sing'; there are: 'Ask something'"):
        await ana.presses_shortcut("Sing")


async def test_every_kind_of_field_is_filled_by_what_a_person_means(ana, seen, workspace):
    await open_form(ana)
    await ana.fills(
        {
            "Name": "Ana",
            "Skill": "Slides",
            "Languages": ["English", "Deutsch"],
            "Format": "In person",
            "Interests": "Chess",
            "Not with": ["Bo Chen", "U0CY"],
            "Boss": "@bo",
            "Where": "#general",
            "Day": date(2026, 11, 30),
            "Hour": time(14, 30),
            "Moment": "2026-03-02 09:00",
            "Team": "Support",
            "Story": "Once",
            "Years": 7,
            "Photo": ("me.txt", b"face"),
        }
    )
    assert ana.modal.inputs == {
        "Name": "Ana",
        "Skill": "Slides",
        "Languages": ["English", "Deutsch"],
        "Format": "In person",
        "Interests": ["Chess"],
        "Not with": ["bo", "cy"],
        "Boss": "bo",
        "Where": "general",
        "Day": "2026-11-30",
        "Hour": "14:30",
        "Moment": str(int(NOON.timestamp())),
        "Team": "Support",
        "Story": "Once",
        "Years": "7",
        "Photo": ["me.txt"],
        "How much time?": None,
    }
    assert await ana.submits() == {}
    assert ana.modal is None
    assert ana.last_heard == "Thanks."
    assert seen.values["not with"]["answer"]["selected_users"] == ["U0BO", "U0CY"]
    assert seen.values["where"]["answer"]["selected_conversation"] == workspace.channel("general").id


async def test_a_field_can_be_emptied(ana):
    await open_form(ana)
    await ana.fills({"Name": "Ana", "Languages": "English"})
    await ana.fills({"Name": None, "Languages": None})
    assert ana.modal.inputs["Name"] is None
    assert ana.modal.inputs["Languages"] == []


async def test_a_modal_says_what_is_missing_before_the_app_hears_of_it(ana, seen):
    await open_form(ana)
    assert await ana.submits() == {"Name": "Please complete this required field."}
    assert seen.values == {}


async def test_a_modal_keeps_what_was_typed_when_the_app_complains(ana):
    await open_form(ana)
    await ana.fills({"Name": "Nobody", "Skill": "Python"})
    assert await ana.submits() == {"Name": "Please use your own name."}
    assert ana.errors == {"Name": "Please use your own name."}
    assert ana.modal.inputs["Skill"] == "Python"
    await ana.fills({"Name": "Ana"})
    assert await ana.submits() == {}
    assert ana.errors == {}


async def test_what_was_typed_goes_along_when_a_button_of_the_modal_is_clicked(ana, seen):
    await open_form(ana)
    await ana.fills({"Name": "Ana"})
    await ana.clicks("Explain")
    assert seen.acted == [("explain", None)]
    assert seen.values["name"]["answer"]["value"] == "Ana"


async def test_a_menu_beside_a_text_is_picked_by_that_text(ana, seen):
    await open_form(ana)
    await ana.picks("How much time?", "Much")
    assert seen.acted == [("time", "much")]
    assert ana.modal.inputs["How much time?"] == "Much"


async def test_behind_an_open_modal_nothing_can_be_clicked(ana, seen):
    await open_form(ana)
    with pytest.raises(LookupError, match="visible: 'Explain'"):
        await ana.clicks("Join")
    await ana.closes()
    assert seen.closed == 1
    await ana.clicks("Join")


async def test_what_is_not_in_the_modal_is_named_with_what_is(ana):
    with pytest.raises(LookupError, match="no modal is open for Ana Lima"):
        await ana.fills({"Name": "Ana"})
    await open_form(ana)
    with pytest.raises(LookupError, match="no field 'Age' for Ana Lima; visible: 'Name', 'Skill'"):
        await ana.fills({"Age": "7"})
    with pytest.raises(LookupError, match="no option 'Cobol'; offered: 'Python', 'Slides'"):
        await ana.fills({"Skill": "Cobol"})
    with pytest.raises(LookupError, match="no person 'Zoe'"):
        await ana.fills({"Boss": "Zoe"})


async def test_an_interaction_that_nobody_answers_fails(ana, client):
    with pytest.raises(NotAnsweredError, match="'/nobody' by Ana Lima"):
        await ana.says("/nobody")
    row = {"type": "actions", "elements": [button("Dead", "nobody-listens")]}
    await client.chat_postMessage(channel="U0ANA", text="x", blocks=[row])
    with pytest.raises(NotAnsweredError, match="'Dead' by Ana Lima"):
        await ana.clicks("Dead")


async def test_whispers_and_group_dms_are_heard_and_channels_are_read(ana, client, workspace):
    room = workspace.create_channel("program", ["U0ANA", "U0BO", workspace.bot_user_id])
    row = {"type": "actions", "elements": [button("Psst", "whisper")]}
    await client.chat_postMessage(channel=room.id, text="Welcome all", blocks=[section("Welcome all"), row])
    assert ana.last_heard is None
    await ana.clicks("Psst")
    assert ana.last_heard == "Only you see this."
    assert [one.text for one in ana.conversation("#program")] == ["Welcome all", "Only you see this."]
    assert [one.text for one in workspace.person("U0BO").conversation("#program")] == ["Welcome all"]

    workspace.clock.move(timedelta(minutes=1))
    group = await client.conversations_open(users=["U0ANA", "U0BO"])
    await client.chat_postMessage(channel=group["channel"]["id"], text="You two meet")
    assert ana.last_heard == workspace.person("U0BO").last_heard == "You two meet"
    assert ana.sees("Welcome all")
    assert not workspace.person("U0CY").sees("You two meet")


async def test_shared_files_can_be_opened(ana, client, workspace):
    dm = workspace.app_dm("U0ANA")
    await client.files_upload_v2(channel=dm.id, filename="plan.ics", content="BEGIN", title="Plan")
    assert ana.files == [("plan.ics", b"BEGIN")]
    assert ana.sees("Plan")


async def test_long_histories_are_read_no_further_than_needed(ana, client):
    for number in range(60):
        row = {"type": "actions", "elements": [button(f"Go {number}", "accept")]}
        await client.chat_postMessage(channel="U0ANA", text=f"Note {number}", blocks=[row])
    await ana.clicks("Go 59")
    await ana.clicks("Go 10")
    with pytest.raises(LookupError):
        await ana.clicks("Go 9")
    assert len(ana.heard) == 60
    assert ana.heard[0] == "Note 0"
