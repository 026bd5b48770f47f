"""What people do reaches an unmodified Bolt app over Socket Mode, and its answers reach the people."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.demo.workspace import Timing, User
from tests.demo.slack import (
    ANA,
    BO,
    CY,
    GUS,
    MANIFEST,
    actions,
    bolt,
    button,
    home,
    options,
    plain,
    section,
    slack,
    text_input,
    without,
)


class Heard(list):
    """What the app heard; `note` listens to anything."""

    async def note(self, ack, body):
        self.append(body)
        await ack()


def texts(workspace, channel, user):
    return [row["text"] for row in workspace.messages(channel, user)]


async def test_a_command_is_answered_where_it_was_typed_for_one_person():
    def register(app):
        @app.command("/ask")
        async def ask(ack, command):
            await ack(f"You said {command['text']}")

    async with bolt(register) as (workspace, _):
        outcome = await workspace.command(ANA, "general", "/ask  for help ")
        assert outcome.ok
        assert texts(workspace, "general", ANA) == ["You said for help"]
        assert texts(workspace, "general", BO) == []


async def test_a_command_may_answer_in_the_open():
    def register(app):
        @app.command("/ask")
        async def ask(ack):
            await ack(text="To all", response_type="in_channel")

    async with bolt(register) as (workspace, _):
        await workspace.command(ANA, "general", "/ask")
        assert texts(workspace, "general", BO) == ["To all"]


async def test_names_in_a_command_become_ids_where_the_manifest_says_so():
    heard = Heard()

    def register(app):
        app.command("/ask")(heard.note)
        app.command("/raw")(heard.note)

    async with bolt(register) as (workspace, _):
        general = workspace.channel("general")
        await workspace.command(ANA, general.id, "/ask thanks @Bo.Chen, @nobody & <all> in #general")
        await workspace.command(ANA, general.id, "/raw thanks @bo.chen & <all>")
        escaped, raw = (body["text"] for body in heard)
        assert escaped == (f"thanks <@{BO}|Bo.Chen>, @nobody &amp; &lt;all&gt; in <#{general.id}|general>")
        assert raw == "thanks @bo.chen & <all>"


async def test_what_the_manifest_does_not_declare_is_not_delivered():
    heard = Heard()

    def register(app):
        app.command("/other")(heard.note)
        app.shortcut("other")(heard.note)
        app.event("message")(heard.note)

    async with bolt(register, without("message.im")) as (workspace, _):
        assert (await workspace.command(ANA, "general", "/other")).error == "unknown_command"
        assert (await workspace.shortcut(ANA, "other")).error == "unknown_shortcut"
        await workspace.message(ANA, workspace.app_dm(ANA).id, "Hello?")
        assert heard == []
        assert dict(workspace.record.undelivered) == {"/other": 1, "other": 1, "message.im": 1}


async def test_an_event_whose_scope_is_missing_is_not_delivered():
    heard = Heard()
    async with bolt(lambda app: app.event("message")(heard.note), without("im:history")) as (workspace, _):
        await workspace.message(ANA, workspace.app_dm(ANA).id, "Hello?")
        assert heard == []


async def test_silence_for_three_seconds_is_a_failure_that_the_person_sees():
    def register(app):
        @app.command("/ask")
        async def ask(ack):
            await asyncio.sleep(0.3)
            await ack("Too late")

    async with bolt(register, timing=Timing(ack=0.1)) as (workspace, _):
        assert (await workspace.command(ANA, "general", "/ask")).error == "operation_timeout"
        assert (
            await workspace.command(ANA, "general", "/raw")
        ).error == "operation_timeout"  # nobody listens
        assert workspace.record.failures["slash_command", "operation_timeout"] == 2


async def test_without_an_app_nothing_is_delivered():
    async with slack(timing=Timing(ack=0.05)) as (workspace, _):
        assert (await workspace.command(ANA, "general", "/ask")).error == "dispatch_failed"


async def test_a_button_carries_its_message_state_and_ways_to_answer():
    heard = Heard()
    blocks = [
        actions(
            button("Yes", "yes", value="pair:1", style="primary"),
            {"type": "static_select", "action_id": "mood", "options": options("good", "bad")},
        )
    ]

    def register(app):
        app.action("yes")(heard.note)
        app.action("mood")(heard.note)

    async with bolt(register) as (workspace, client):
        sent = await client.chat_postMessage(channel=ANA, text="Well?", blocks=blocks)
        place = f"{sent['channel']}:{sent['ts']}"
        await workspace.act(ANA, place, "row", "mood", "good")
        await workspace.act(ANA, place, "row", "yes")
        mood, yes = heard
        assert mood["actions"][0]["selected_option"] == {"text": plain("Good"), "value": "good"}
        assert yes["actions"][0]["value"] == "pair:1"
        assert yes["actions"][0]["action_ts"]
        assert yes["container"] == {
            "type": "message",
            "message_ts": sent["ts"],
            "channel_id": sent["channel"],
            "is_ephemeral": False,
        }
        assert yes["channel"] == {"id": sent["channel"], "name": "directmessage"}
        assert yes["message"]["ts"] == sent["ts"]
        assert yes["state"]["values"]["row"]["mood"]["selected_option"]["value"] == "good"
        assert yes["response_url"].startswith(workspace.origin)
        assert yes["trigger_id"] != mood["trigger_id"]
        with pytest.raises(LookupError):
            await workspace.act(ANA, place, "row", "gone")
        with pytest.raises(LookupError):
            await workspace.act(ANA, place, "row", "mood", "never offered")
        with pytest.raises(PermissionError):
            await workspace.act(BO, place, "row", "yes")


async def test_an_ephemeral_button_tells_no_message():
    heard = Heard()
    async with bolt(lambda app: app.action("yes")(heard.note)) as (workspace, client):
        general = workspace.channel("general").id
        await client.conversations_join(channel=general)
        row = actions(button("Yes", "yes"))
        sent = await client.chat_postEphemeral(channel=general, user=ANA, text="Well?", blocks=[row])
        await workspace.act(ANA, f"{general}:{sent['message_ts']}", "row", "yes")
        assert heard[0]["container"]["is_ephemeral"]
        assert "message" not in heard[0]


async def test_a_response_url_replaces_deletes_and_adds_five_times():
    replies = []

    def register(app):
        @app.action("yes")
        async def yes(ack, respond):
            await ack()
            replies.append(await respond(text="Replaced", replace_original=True))
            replies.append(await respond(text="For you"))
            replies.append(await respond(text="For all", response_type="in_channel"))
            replies.append(await respond(delete_original=True))
            replies.append(await respond(text=""))
            replies.append(await respond(text="Too many"))

    async with bolt(register) as (workspace, client):
        room = workspace.create_channel("team", {ANA, BO, workspace.bot_user_id})
        sent = await client.chat_postMessage(
            channel=room.id, text="Well?", blocks=[actions(button("Yes", "yes"))]
        )
        await workspace.act(ANA, f"{room.id}:{sent['ts']}", "row", "yes")
        assert [reply.status_code for reply in replies] == [200, 200, 200, 200, 400, 404]
        assert "used_url" in replies[-1].body
        assert texts(workspace, room.id, ANA) == ["For you", "For all"]
        assert texts(workspace, room.id, BO) == ["For all"]


async def test_a_response_url_ends_and_cannot_be_forged():
    heard = Heard()
    timing = Timing(ack=0.4, response_url=0.0)
    async with bolt(lambda app: app.command("/ask")(heard.note), timing=timing) as (workspace, _):
        await workspace.command(ANA, "general", "/ask")
        url = heard[0]["response_url"]
        assert "expired_url" in (await AsyncWebhookClient(url).send(text="Late")).body
        assert "invalid_token" in (await AsyncWebhookClient(url[:-3] + "abc").send(text="Forged")).body


async def test_home_actions_carry_the_view_and_open_no_response_url():
    heard = Heard()
    async with bolt(lambda app: app.action("yes")(heard.note)) as (workspace, client):
        shown = await client.views_publish(user_id=ANA, view=home(actions(button("Yes", "yes"))))
        await workspace.act(ANA, shown["view"]["id"], "row", "yes")
        assert heard[0]["container"] == {"type": "view", "view_id": shown["view"]["id"]}
        assert heard[0]["view"]["type"] == "home"
        assert "response_url" not in heard[0]
        with pytest.raises(LookupError):
            await workspace.act(BO, shown["view"]["id"], "row", "yes")


async def test_opening_the_app_tells_the_tab():
    events = []

    def register(app):
        @app.event("app_home_opened")
        async def opened(event, client):
            events.append(event)
            await client.views_publish(user_id=event["user"], view=home(section("Hello")))

    async with bolt(register) as (workspace, _):
        await workspace.open_home(ANA)
        await workspace.open_messages(ANA)
        await workspace.open_home(ANA)
        assert [event["tab"] for event in events] == ["home", "messages", "home"]
        assert ["view" in event for event in events] == [False, False, True]
        assert events[0]["channel"] == workspace.app_dm(ANA).id


async def test_what_people_write_to_the_app_is_heard():
    events = []

    def register(app):
        @app.event("message")
        async def message(event, say):
            events.append(event)
            await say(f"I heard {event['text']}")

    async with bolt(register) as (workspace, _):
        dm = workspace.app_dm(ANA)
        await workspace.message(ANA, dm.id, "Hello")
        assert texts(workspace, dm.id, ANA) == ["Hello", "I heard Hello"]
        assert (events[0]["channel_type"], events[0]["user"]) == ("im", ANA)
        await workspace.message(ANA, "general", "Not for the app")
        assert len(events) == 1


async def test_the_app_hears_its_own_messages_when_asked_to():
    heard = Heard()
    async with bolt(lambda app: app.event("message")(heard.note), echo=True) as (workspace, client):
        await client.chat_postMessage(channel=ANA, text="Hi")
        await asyncio.sleep(0.1)
        assert workspace.record.acks["message"] == 1
        assert heard == []  # Bolt drops what carries the app's own bot_id


async def test_newcomers_and_members_are_announced():
    events = []

    def register(app):
        async def note(event):
            events.append(event)

        for name in ("team_join", "member_joined_channel", "app_mention", "reaction_added", "user_change"):
            app.event(name)(note)

    async with bolt(register) as (workspace, client):
        workspace.add_user(User("U0NEW", "new", "New Person"))
        room = (await client.conversations_create(name="news"))["channel"]["id"]
        await client.conversations_invite(channel=room, users=[BO])
        await workspace.join(CY, room)
        sent = await client.chat_postMessage(channel=room, text="Welcome")
        await workspace.react(BO, room, sent["ts"], "wave")
        await workspace.message(BO, room, f"<@{workspace.bot_user_id}> hi")
        await asyncio.sleep(0.1)
        kinds = sorted(event["type"] for event in events)
        assert kinds == [
            "app_mention",
            "member_joined_channel",
            "member_joined_channel",
            "reaction_added",
            "team_join",
        ]
        joined = {event["user"]: event for event in events if event["type"] == "member_joined_channel"}
        assert joined[BO]["inviter"] == workspace.bot_user_id
        assert "inviter" not in joined[CY]
        assert "U0NEW" in workspace.channel("general").members
        with pytest.raises(PermissionError):
            await workspace.message(GUS, "general", "Guests are not in it")


async def test_shortcuts_come_from_anywhere_and_from_messages():
    heard = Heard()

    def register(app):
        app.shortcut("start")(heard.note)
        app.shortcut("keep")(heard.note)

    async with bolt(register) as (workspace, client):
        sent = await client.chat_postMessage(channel=ANA, text="Keep me")
        await workspace.shortcut(ANA, "start")
        await workspace.shortcut(ANA, "keep", message=(sent["channel"], sent["ts"]))
        start, keep = heard
        assert (start["type"], start["callback_id"], start["user"]["id"]) == ("shortcut", "start", ANA)
        assert (keep["type"], keep["message"]["text"]) == ("message_action", "Keep me")


async def test_an_event_that_is_not_acked_comes_again_with_the_same_id():
    envelopes = []

    async with slack(timing=Timing(ack=0.05, retries=(0.0, 0.05, 0.1))) as (workspace, client):
        socket = SocketModeClient(app_token=workspace.app_token, web_client=client)

        async def third_time(client, request):
            envelopes.append(request)
            if len(envelopes) == 3:
                await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

        socket.socket_mode_request_listeners.append(third_time)
        await socket.connect()
        await workspace.message(ANA, workspace.app_dm(ANA).id, "Hello")
        await asyncio.sleep(0.4)
        await socket.close()
        assert len({request.payload["event_id"] for request in envelopes}) == 1
        tries = [(request.retry_attempt, request.retry_reason) for request in envelopes]
        assert tries == [(0, ""), (1, "timeout"), (2, "timeout")]
        assert workspace.record.retries == 2


async def test_payloads_are_spread_over_the_connections():
    async with bolt(lambda app: app.command("/ask")(Heard().note), connections=3) as (workspace, _):
        assert workspace.connections == 3
        for _ in range(12):
            assert (await workspace.command(ANA, "general", "/ask")).ok


async def test_a_refreshed_connection_loses_nothing():
    heard = Heard()
    async with bolt(lambda app: app.command("/ask")(heard.note), connections=2) as (workspace, _):
        await workspace.faults.refresh_sockets()
        for _ in range(5):
            assert (await workspace.command(ANA, "general", "/ask")).ok
        await asyncio.sleep(0.1)
        assert workspace.connections == 2
        assert len(heard) == 5


async def test_a_socket_needs_a_fresh_ticket():
    async with slack() as (workspace, client), aiohttp.ClientSession() as session:
        url = (await client.apps_connections_open(app_token=workspace.app_token))["url"]
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_without_socket_mode_in_the_manifest_there_is_none():
    manifest = without()
    manifest["settings"]["socket_mode_enabled"] = False
    async with slack(manifest) as (workspace, client):
        with pytest.raises(SlackApiError, match="socket_mode"):
            await client.apps_connections_open(app_token=workspace.app_token)


async def test_listeners_learn_of_changes_and_who_may_see_them():
    changes = []
    async with slack() as (workspace, client):
        end = workspace.subscribe(changes.append)
        sent = await client.chat_postMessage(channel=ANA, text="Hi")
        await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Hey")
        await client.views_publish(user_id=ANA, view=home(section("Home")))
        await client.chat_delete(channel=sent["channel"], ts=sent["ts"])
        end()
        await client.chat_postMessage(channel=ANA, text="Unheard")
        assert [change.kind for change in changes] == [
            "channel",
            "message",
            "message_changed",
            "home",
            "message_deleted",
        ]
        assert all(ANA in change.people and BO not in change.people for change in changes)


async def test_commands_are_told_for_completion():
    async with slack() as (workspace, _):
        rows = [(command.name, command.usage_hint) for command in workspace.commands()]
        assert rows == [("/ask", "[anything]"), ("/raw", "")]
        assert len(MANIFEST["features"]["shortcuts"]) == len(workspace.shortcuts())


async def test_inputs_in_messages_keep_their_answers_apart_by_person():
    heard = Heard()
    box = {"type": "checkboxes", "action_id": "box", "options": options("a", "b")}
    row = actions(box, button("Go", "go"))

    def register(app):
        app.action("box")(heard.note)
        app.action("go")(heard.note)

    async with bolt(register) as (workspace, client):
        room = workspace.create_channel("team", {ANA, BO, workspace.bot_user_id})
        blocks = [row, text_input("note", "Note", optional=True)]
        sent = await client.chat_postMessage(channel=room.id, text="Choose", blocks=blocks)
        place = f"{room.id}:{sent['ts']}"
        await workspace.act(ANA, place, "row", "box", ["a", "b"])
        await workspace.act(ANA, place, "note", "typed", "Mine")
        await workspace.act(BO, place, "row", "go")
        await workspace.act(ANA, place, "row", "go")
        chosen = [body["state"]["values"]["row"]["box"]["selected_options"] for body in heard]
        assert [len(options) for options in chosen] == [2, 0, 2]
        assert heard[2]["state"]["values"]["note"]["typed"]["value"] == "Mine"
