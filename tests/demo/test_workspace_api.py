"""The Web API answers and refuses as Slack does, to Slack's own client."""

from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.demo.slack import ANA, BO, CY, DEE, GUS, ROB, button, home, plain, section, slack, without


async def refusal(call):
    """Return Slack's answer to a call that it refuses."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response


async def error(call):
    return (await refusal(call))["error"]


async def test_the_app_learns_who_it_is():
    async with slack() as (workspace, client):
        known = await client.auth_test()
        assert (known["user_id"], known["bot_id"]) == (workspace.bot_user_id, workspace.bot_id)
        assert "chat:write" in known.headers["x-oauth-scopes"].split(",")
        assert (await client.bots_info(bot=known["bot_id"]))["bot"]["user_id"] == workspace.bot_user_id
        assert (await client.team_info())["team"]["id"] == workspace.team_id


async def test_a_wrong_token_opens_nothing():
    async with slack() as (workspace, _):
        nobody = AsyncWebClient(base_url=workspace.url)
        assert await error(nobody.auth_test()) == "not_authed"
        assert await error(nobody.auth_test(token="xoxb-wrong")) == "invalid_auth"
        assert await error(nobody.auth_test(token=workspace.app_token)) == "not_allowed_token_type"
        assert (
            await error(nobody.apps_connections_open(app_token=workspace.bot_token))
            == "not_allowed_token_type"
        )


async def test_a_method_that_slack_does_not_have_is_unknown():
    async with slack() as (_, client):
        assert await error(client.api_call("chat.shout")) == "unknown_method"


@pytest.mark.parametrize(
    ("scope", "method", "arguments"),
    [
        ("users:read", "users.list", {}),
        ("users.profile:read", "users.profile.get", {"user": ANA}),
        ("chat:write", "chat.postMessage", {"channel": ANA, "text": "Hello"}),
        ("im:write", "conversations.open", {"users": ANA}),
        ("mpim:write", "conversations.open", {"users": f"{ANA},{BO}"}),
        ("channels:read", "conversations.list", {}),
        ("channels:manage", "conversations.create", {"name": "news"}),
        ("groups:write", "conversations.create", {"name": "news", "is_private": "true"}),
        ("channels:join", "conversations.join", {"channel": "C"}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a", "length": 1}),
        ("usergroups:read", "usergroups.list", {}),
        ("team:read", "team.info", {}),
        ("reactions:write", "reactions.add", {"channel": "C", "timestamp": "1.0", "name": "wave"}),
    ],
)
async def test_a_method_whose_scope_the_manifest_lacks_is_refused(scope, method, arguments):
    async with slack(without(scope)) as (_, client):
        answer = await refusal(client.api_call(method, params=arguments))
        assert answer["error"] == "missing_scope"
        assert answer["needed"].split(",")[0] == scope
        assert scope not in answer["provided"].split(",")


async def test_addresses_are_shown_only_with_their_scope():
    async with slack() as (_, client):
        assert (await client.users_info(user=ANA))["user"]["profile"]["email"] == "ana@example.com"
    async with slack(without("users:read.email")) as (_, client):
        assert "email" not in (await client.users_info(user=ANA))["user"]["profile"]
        assert await error(client.users_lookupByEmail(email="ana@example.com")) == "missing_scope"


async def test_people_are_described_with_time_zone_and_kind():
    async with slack() as (_, client):
        ana = (await client.users_info(user=ANA, include_locale=True))["user"]
        assert (ana["tz"], ana["tz_offset"], ana["locale"]) == ("America/Sao_Paulo", -3 * 3600, "en-US")
        assert ana["profile"]["title"] == "Trainee"
        people = {row["id"]: row for row in (await client.users_list())["members"]}
        assert people[GUS]["is_restricted"]
        assert people[ROB]["is_bot"]
        assert people[DEE]["deleted"]
        assert "tz" not in people[DEE]
        assert not people["USLACKBOT"]["is_bot"]  # as in Slack, which is why programs must know the id
        assert await error(client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_lists_come_in_pages():
    async with slack() as (_, client):
        assert [len(page["members"]) async for page in await client.users_list(limit=3)] == [3, 3, 2]
        assert await error(client.users_list(cursor="nonsense")) == "invalid_cursor"


async def test_a_message_to_a_person_opens_their_dm():
    async with slack() as (workspace, client):
        first = await client.chat_postMessage(channel=ANA, text="Hello")
        again = await client.chat_postMessage(channel=ANA, text="Hello again")
        opened = await client.conversations_open(users=ANA, return_im=True)
        assert first["channel"] == again["channel"] == opened["channel"]["id"]
        assert opened["channel"]["user"] == ANA
        assert [row["text"] for row in workspace.messages(first["channel"], ANA)] == ["Hello", "Hello again"]


async def test_timestamps_are_the_clocks_and_unique():
    async with slack() as (workspace, client):
        stamps = [(await client.chat_postMessage(channel=ANA, text="Hi"))["ts"] for _ in range(20)]
        assert len(set(stamps)) == 20
        assert stamps == sorted(stamps)
        assert float(stamps[0]) == pytest.approx(workspace.clock.now().timestamp(), abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"channel": "U0NOBODY", "text": "Hi"}, "channel_not_found"),
        ({"channel": ROB, "text": "Hi"}, "cannot_dm_bot"),
        ({"channel": "USLACKBOT", "text": "Hi"}, "cannot_dm_bot"),
        ({"channel": DEE, "text": "Hi"}, "user_disabled"),
        ({"channel": "C0NOWHERE", "text": "Hi"}, "channel_not_found"),
        ({"channel": "#general", "text": "Hi"}, "not_in_channel"),
        ({"channel": ANA, "text": ""}, "no_text"),
        ({"channel": ANA, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": ANA, "text": "Hi", "thread_ts": "1.0"}, "thread_not_found"),
        ({"text": "Hi"}, "invalid_arguments"),
        ({"channel": ANA, "text": "Hi", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": ANA, "text": "Hi", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ],
)
async def test_messages_are_refused_by_slacks_names(arguments, name):
    async with slack() as (workspace, client):
        assert await error(client.api_call("chat.postMessage", json=arguments)) == name
        assert workspace.record.refused["chat.postMessage", name] == 1


async def test_an_archived_channel_takes_no_message():
    async with slack() as (workspace, client):
        room = workspace.create_channel("old", {ANA, workspace.bot_user_id})
        room.is_archived = True
        assert await error(client.chat_postMessage(channel=room.id, text="Hi")) == "is_archived"


async def test_without_a_messages_tab_there_is_no_dm():
    manifest = without()
    manifest["features"]["app_home"]["messages_tab_enabled"] = False
    async with slack(manifest) as (_, client):
        assert await error(client.chat_postMessage(channel=ANA, text="Hi")) == "messages_tab_disabled"


async def test_blocks_beyond_slacks_limits_are_refused_with_the_reason():
    async with slack() as (workspace, client):
        call = client.chat_postMessage(channel=ANA, text="Hi", blocks=[section("x" * 3001)])
        answer = await refusal(call)
        assert answer["error"] == "invalid_blocks"
        assert "3001" in answer["response_metadata"]["messages"][0]
        assert workspace.record.problem_count == 1
        assert not workspace.messages(workspace.app_dm(ANA).id, ANA)


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
async def test_a_message_without_top_level_text_passes_and_is_a_problem():
    async with slack() as (workspace, client):
        await client.chat_postMessage(channel=ANA, blocks=[section("Hi")])
        assert "no top-level text" in workspace.record.problems[0]


async def test_a_message_is_changed_and_deleted_by_its_author_only():
    async with slack() as (workspace, client):
        sent = await client.chat_postMessage(channel=ANA, text="Old", blocks=[section("Old")])
        where = {"channel": sent["channel"], "ts": sent["ts"]}
        await client.chat_update(**where, text="New")
        (seen,) = workspace.messages(sent["channel"], ANA)
        assert (seen["text"], "blocks" in seen, "edited" in seen) == ("New", False, True)
        await client.chat_update(**where, text="Newer", blocks=[section("Newer")])
        await workspace.message(ANA, sent["channel"], "Mine")
        mine = workspace.messages(sent["channel"], ANA)[-1]
        call = client.chat_update(channel=sent["channel"], ts=mine["ts"], text="Yours")
        assert await error(call) == "cant_update_message"
        await client.chat_delete(**where)
        assert await error(client.chat_delete(**where)) == "message_not_found"
        assert [row["text"] for row in workspace.messages(sent["channel"], ANA)] == ["Mine"]


async def test_history_gives_back_metadata_and_pages():
    async with slack() as (_, client):
        metadata = {"event_type": "owed", "event_payload": {"key": "checkin:1"}}
        sent = [await client.chat_postMessage(channel=ANA, text=str(n), metadata=metadata) for n in range(5)]
        channel = sent[0]["channel"]
        plainly = await client.conversations_history(channel=channel)
        assert [row["text"] for row in plainly["messages"]] == ["4", "3", "2", "1", "0"]
        assert "metadata" not in plainly["messages"][0]
        page = await client.conversations_history(channel=channel, limit=2, include_all_metadata=True)
        assert (page["has_more"], page["messages"][0]["metadata"]) == (True, metadata)
        cursor = page["response_metadata"]["next_cursor"]
        rest = await client.conversations_history(channel=channel, limit=9, cursor=cursor)
        assert [row["text"] for row in rest["messages"]] == ["2", "1", "0"]
        since = await client.conversations_history(channel=channel, oldest=sent[2]["ts"])
        assert [row["text"] for row in since["messages"]] == ["4", "3"]
        since = await client.conversations_history(channel=channel, oldest=sent[2]["ts"], inclusive=True)
        assert [row["text"] for row in since["messages"]] == ["4", "3", "2"]


async def test_threads_are_read_apart():
    async with slack() as (_, client):
        first = await client.chat_postMessage(channel=ANA, text="Question")
        await client.chat_postMessage(channel=ANA, text="Answer", thread_ts=first["ts"])
        where = {"channel": first["channel"]}
        assert [row["text"] for row in (await client.conversations_history(**where))["messages"]] == [
            "Question"
        ]
        thread = await client.conversations_replies(**where, ts=first["ts"])
        assert [row["text"] for row in thread["messages"]] == ["Question", "Answer"]


async def test_a_group_dm_is_opened_once_for_the_same_people():
    async with slack() as (workspace, client):
        first = (await client.conversations_open(users=[ANA, BO]))["channel"]["id"]
        assert (await client.conversations_open(users=[BO, ANA]))["channel"]["id"] == first
        members = (await client.conversations_members(channel=first))["members"]
        assert set(members) == {ANA, BO, workspace.bot_user_id}
        assert (await client.conversations_info(channel=first))["channel"]["is_mpim"]
        assert await error(client.conversations_open(users=[ANA, DEE])) == "user_disabled"
        assert (
            await error(client.conversations_open(users=[ANA] * 1 + [f"U{n}" for n in range(9)]))
            == "too_many_users"
        )


async def test_the_app_makes_joins_and_fills_channels():
    async with slack() as (workspace, client):
        made = (await client.conversations_create(name="mentoring"))["channel"]["id"]
        await client.conversations_invite(channel=made, users=[ANA, BO])
        await client.conversations_setTopic(channel=made, topic="Learn from each other")
        assert workspace.channel("#mentoring").members == {ANA, BO, workspace.bot_user_id}
        assert workspace.channel(made).topic == "Learn from each other"
        assert await error(client.conversations_create(name="mentoring")) == "name_taken"
        assert await error(client.conversations_create(name="Men Toring")) == "invalid_name_specials"
        assert await error(client.conversations_invite(channel=made, users=[ANA])) == "already_in_channel"
        general = workspace.channel("general").id
        await client.conversations_join(channel=general)
        assert (await client.conversations_join(channel=general))["warning"] == "already_in_channel"
        await client.chat_postMessage(channel=general, text="Here I am")
        assert {row["name"] for row in (await client.conversations_list())["channels"]} == {
            "general",
            "mentoring",
        }


async def test_what_is_private_stays_private():
    async with slack() as (workspace, client):
        sent = await client.chat_postMessage(channel=ANA, text="For Ana")
        with pytest.raises(PermissionError):
            workspace.messages(sent["channel"], BO)
        theirs = workspace.direct(BO, CY)
        assert await error(client.conversations_info(channel=theirs.id)) == "channel_not_found"
        assert await error(client.chat_postMessage(channel=theirs.id, text="Hi")) == "channel_not_found"
        secret = workspace.create_channel("secret", {BO}, private=True)
        assert await error(client.conversations_history(channel=secret.id)) == "channel_not_found"
        with pytest.raises(PermissionError):
            workspace.messages(secret.id, ANA)
        assert secret not in workspace.conversations_of(ANA)
        with pytest.raises(PermissionError):
            workspace.messages("general", GUS)


async def test_an_ephemeral_message_is_one_persons():
    async with slack() as (workspace, client):
        general = workspace.channel("general").id
        await client.conversations_join(channel=general)
        await client.chat_postEphemeral(channel=general, user=ANA, text="Only you see this")
        assert [row["text"] for row in workspace.messages(general, ANA)] == ["Only you see this"]
        assert workspace.messages(general, ANA)[0]["is_ephemeral"]
        assert workspace.messages(general, BO) == []
        assert (await client.conversations_history(channel=general))["messages"] == []
        assert (
            await error(client.chat_postEphemeral(channel=general, user=GUS, text="Hi"))
            == "user_not_in_channel"
        )


async def test_a_home_is_published_for_people_only():
    async with slack() as (workspace, client):
        first = await client.views_publish(user_id=ANA, view=home(section("One")))
        call = client.views_publish(user_id=ANA, view=home(section("Two")), hash="older")
        assert await error(call) == "hash_conflict"
        await client.views_publish(user_id=ANA, view=home(section("Two")), hash=first["view"]["hash"])
        assert workspace.home_of(ANA)["blocks"][0]["text"]["text"] == "Two"
        assert workspace.home_of(BO) is None
        assert await error(client.views_publish(user_id=ROB, view=home())) == "invalid_arguments"
        answer = await refusal(
            client.views_publish(user_id=ANA, view=home({"type": "markdown", "text": "x"}))
        )
        assert "json-pointer" in answer["response_metadata"]["messages"][1]


async def test_reactions_and_permalinks_point_at_messages():
    async with slack() as (workspace, client):
        sent = await client.chat_postMessage(channel=ANA, text="Hi")
        where = {"channel": sent["channel"], "timestamp": sent["ts"]}
        await client.reactions_add(**where, name="tada")
        assert await error(client.reactions_add(**where, name="tada")) == "already_reacted"
        (seen,) = workspace.messages(sent["channel"], ANA)
        assert seen["reactions"] == [{"name": "tada", "users": [workspace.bot_user_id], "count": 1}]
        link = await client.chat_getPermalink(channel=sent["channel"], message_ts=sent["ts"])
        assert link["permalink"].endswith(f"/{sent['channel']}/p{sent['ts'].replace('.', '')}")


async def test_groups_of_people_are_listed():
    async with slack() as (workspace, client):
        group = workspace.create_usergroup("leads", "Team leads", [BO])
        listed = (await client.usergroups_list(include_users=True))["usergroups"]
        assert [(row["handle"], row["users"]) for row in listed] == [("leads", [BO])]
        assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [BO]


async def test_arguments_arrive_as_form_json_or_query():
    async with slack() as (workspace, _), aiohttp.ClientSession() as session:
        bearer = {"Authorization": f"Bearer {workspace.bot_token}"}
        url = f"{workspace.url}chat.postMessage"
        body = {"channel": ANA, "text": "Hi"}
        for sent in ({"json": body}, {"data": body}, {"params": body}):
            async with session.post(url, headers=bearer, **sent) as response:
                assert (await response.json())["ok"]
        async with session.post(url, data=body | {"token": workspace.bot_token}) as response:
            assert (await response.json())["ok"]
        odd = bearer | {"Content-Type": "application/json"}
        for data, name in ((b"{", "invalid_json"), (b"[]", "json_not_object")):
            async with session.post(url, headers=odd, data=data) as response:
                assert (await response.json())["error"] == name


async def test_elements_without_ids_get_them():
    async with slack() as (_, client):
        blocks = [{"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}]
        sent = await client.chat_postMessage(channel=ANA, text="Go", blocks=blocks)
        (block,) = sent["message"]["blocks"]
        assert block["block_id"]
        assert block["elements"][0]["action_id"]


async def test_a_message_costs_little_memory():
    async with slack() as (workspace, client):
        words = (
            "Maria, you and Ken have been a pair for two weeks. How is it going? Your answer stays private."
        )
        row = {
            "type": "actions",
            "elements": [button(f"Answer {n}", f"checkin_{n}", value="pair:1") for n in range(4)],
        }
        sent = await client.chat_postMessage(channel=ANA, text=words, blocks=[section(words), row])
        log = workspace.channel(sent["channel"]).log
        assert len(log.packed(sent["ts"])) < 500


async def test_who_is_deactivated_leaves_the_channels_and_gets_nothing_more():
    async with slack() as (workspace, client):
        await client.chat_postMessage(channel=ANA, text="Hi")
        workspace.change_user(replace(workspace.users[ANA], deleted=True))
        assert ANA not in workspace.channel("general").members
        assert await error(client.chat_postMessage(channel=ANA, text="Hi")) == "user_disabled"
        with pytest.raises(PermissionError):
            await workspace.message(ANA, workspace.app_dm(ANA).id, "Still here?")


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("chat.postMessage", {"channel": ANA, "text": "Hi", "metadata": ["x"]}),
        ("chat.postMessage", {"channel": ANA, "text": "Hi", "blocks": {"type": "section"}}),
        ("chat.postMessage", {"channel": ANA, "text": "Hi", "blocks": ["section"]}),
        ("chat.postMessage", {"channel": 7, "text": "Hi"}),
        ("chat.update", {"channel": ANA, "ts": "soon", "text": "Hi"}),
        ("files.completeUploadExternal", {"files": ["F1"]}),
        ("views.publish", {"user_id": ANA, "view": "home"}),
        ("views.publish", {"user_id": ANA, "view": {"type": "home", "blocks": [None]}}),
        ("views.open", {"trigger_id": 5, "view": {}}),
        ("users.list", {"limit": "many"}),
        ("conversations.open", {}),
    ],
)
async def test_nonsense_is_refused_in_slacks_way(method, arguments):
    async with slack() as (_, client):
        answer = await refusal(client.api_call(method, json=arguments))
        assert answer.status_code == 200
        assert answer["error"]
