"""What the workspace sends has the fields and types that the real Slack was recorded to send."""

import asyncio
import subprocess
import sys
from pathlib import Path

from bot.demo.workspace import User
from tests.demo.slack import ANA, BO, CY, actions, bolt, button, home, modal, options, section, text_input

CHECK = Path(__file__).parents[3] / "shared" / "slack-shapes" / "check.py"


async def test_no_field_is_sent_that_slack_does_not_send(tmp_path):
    async with bolt(everything) as (workspace, client):
        await use_everything(workspace, client)
        rows = tmp_path / "traffic.jsonl"
        assert workspace.record.export(rows) > 50
        assert workspace.record.problems == []
        assert not workspace.record.failures
    if CHECK.exists():  # it stands beside the project, not in it
        assert differences(rows) == ""


def differences(rows):
    """Return what check.py finds in JSON lines, nothing when all is as in Slack."""
    with rows.open() as lines:
        command = [sys.executable, str(CHECK)]
        done = subprocess.run(command, stdin=lines, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout if done.returncode else ""


def everything(app):
    async def acked(ack):
        await ack()

    @app.command("/ask")
    async def ask(ack, body, client):
        await ack("Opening")
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.action("again")
    async def again(ack, body, client):
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=form())

    @app.view("form")
    async def submitted(ack):
        await ack()

    for name in ("app_home_opened", "app_mention", "member_joined_channel", "message", "reaction_added"):
        app.event(name)(acked)
    app.view_closed("form")(acked)
    for name in ("yes", "mood", "more", "who", "when"):
        app.action(name)(acked)
    app.shortcut("start")(acked)
    app.shortcut("keep")(acked)
    app.event("team_join")(acked)
    app.event("user_change")(acked)


def form():
    again = actions(button("Again", "again"), block_id="again")
    name = text_input("name", "Name", optional=True)
    return modal("Form", again, name, callback_id="form", notify_on_close=True)


def question():
    described = [
        option | {"description": {"type": "plain_text", "text": "More"}} for option in options("good", "bad")
    ]
    return actions(
        button("Yes", "yes", value="1", style="primary"),
        {"type": "radio_buttons", "action_id": "mood", "options": described},
        {"type": "overflow", "action_id": "more", "options": options("help", "stop")},
        {"type": "users_select", "action_id": "who"},
        {"type": "datepicker", "action_id": "when"},
    )


async def use_everything(workspace, client):
    await use_channels(workspace, client)
    await use_messages(workspace, client)
    await use_views(workspace, client)
    await client.auth_test()
    await client.team_info()
    await client.bots_info(bot=workspace.bot_id)
    await client.users_list()
    await client.users_info(user=ANA, include_locale=True)
    await client.users_profile_get(user=ANA)
    group = workspace.create_usergroup("leads", "Leads", [BO])
    await client.usergroups_list(include_users=True, include_count=True)
    await client.usergroups_users_list(usergroup=group.id)
    workspace.add_user(User("U0NEW", "new", "New Person"))
    workspace.change_user(User("U0NEW", "newer", "Newer Person"))
    await asyncio.sleep(0.1)


async def use_channels(workspace, client):
    room = (await client.conversations_create(name="news"))["channel"]["id"]
    await client.conversations_invite(channel=room, users=[ANA, BO])
    await client.conversations_setTopic(channel=room, topic="News")
    await client.conversations_join(channel=workspace.channel("general").id)
    await client.conversations_join(channel=workspace.channel("general").id)
    await client.conversations_open(users=[ANA, BO])
    await client.conversations_open(users=ANA, return_im=True)
    await client.conversations_list(types="public_channel,private_channel,im,mpim")
    await client.conversations_info(channel=room, include_num_members=True)
    await client.conversations_members(channel=room)
    await workspace.join(CY, room)
    await workspace.message(ANA, room, f"<@{workspace.bot_user_id}> hello")


async def use_messages(workspace, client):
    sent = await client.chat_postMessage(
        channel=ANA,
        text="Well?",
        blocks=[question()],
        metadata={"event_type": "owed", "event_payload": {"key": "1"}},
    )
    where = {"channel": sent["channel"], "ts": sent["ts"]}
    place = f"{sent['channel']}:{sent['ts']}"
    chosen = {"yes": None, "mood": "good", "more": "help", "who": BO, "when": "2026-04-01"}
    for name, value in chosen.items():
        await workspace.act(ANA, place, "row", name, value)
    await workspace.shortcut(ANA, "keep", message=(sent["channel"], sent["ts"]))
    await workspace.react(ANA, sent["channel"], sent["ts"], "wave")
    await client.reactions_add(channel=sent["channel"], timestamp=sent["ts"], name="tada")
    await client.chat_update(**where, text="Changed", blocks=[section("Changed")])
    await client.chat_getPermalink(channel=sent["channel"], message_ts=sent["ts"])
    await workspace.message(ANA, sent["channel"], "Hello")
    await client.files_upload_v2(channel=sent["channel"], filename="a.txt", content="a")
    await client.conversations_history(channel=sent["channel"], include_all_metadata=True)
    general = workspace.channel("general").id
    whispered = await client.chat_postEphemeral(channel=general, user=ANA, text="?", blocks=[question()])
    await workspace.act(ANA, f"{general}:{whispered['message_ts']}", "row", "yes")
    await client.chat_delete(**where)


async def use_views(workspace, client):
    await client.views_publish(user_id=ANA, view=home(question()))
    await workspace.open_home(ANA)
    await workspace.act(ANA, workspace.home_of(ANA)["id"], "row", "mood", "bad")
    await workspace.shortcut(ANA, "start")
    await workspace.command(ANA, "general", "/ask")
    await workspace.act(ANA, workspace.modals_of(ANA)[-1]["id"], "again", "again")
    top = workspace.modals_of(ANA)[-1]
    await client.views_update(view_id=top["id"], view=form())
    await workspace.close(ANA, top["id"])
    await workspace.submit(ANA, workspace.modals_of(ANA)[-1]["id"])
