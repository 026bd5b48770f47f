"""The workspace misbehaves on demand, as networks and Slack do."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace import Timing
from tests.demo.slack import ANA, BO, bolt, client_of, found, slack


def sent(workspace, user=ANA):
    return [row["text"] for row in workspace.messages(workspace.app_dm(user).id, user)]


async def test_beyond_its_tier_a_method_answers_429_with_retry_after():
    async with slack() as (workspace, client):
        workspace.faults.rate_limit({"users.info": 2})
        for _ in range(2):
            await client.users_info(user=ANA)
        with pytest.raises(SlackApiError) as caught:
            await client.users_info(user=ANA)
        response = caught.value.response
        assert (response.status_code, response["error"]) == (429, "ratelimited")
        assert int(response.headers["Retry-After"]) == 30
        await client.auth_test()
        workspace.faults.calm()
        await client.users_info(user=ANA)


async def test_a_channel_takes_about_one_message_a_second():
    async with slack() as (workspace, client):
        workspace.faults.rate_limit()
        for n in range(5):
            await client.chat_postMessage(channel=ANA, text=str(n))
        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.chat_postMessage(channel=ANA, text="One too many")
        await client.chat_postMessage(channel=BO, text="Another channel")


async def test_a_failure_before_leaves_nothing_behind():
    async with slack() as (workspace, client):
        workspace.faults.fail_before("chat.postMessage", 503)
        workspace.faults.fail_before("chat.postMessage", "internal_error")
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=ANA, text="One")
        assert caught.value.response.status_code == 503
        with pytest.raises(SlackApiError, match="internal_error"):
            await client.chat_postMessage(channel=ANA, text="Two")
        await client.chat_postMessage(channel=ANA, text="Three")
        assert sent(workspace) == ["Three"]


async def test_a_429_can_be_asked_for_once():
    async with slack() as (workspace, client):
        workspace.faults.fail_before("*", 429, retry_after=7)
        with pytest.raises(SlackApiError) as caught:
            await client.auth_test()
        assert caught.value.response.headers["Retry-After"] == "7"
        await client.auth_test()


async def test_a_failure_after_has_done_what_was_asked():
    async with slack() as (workspace, client):
        workspace.faults.fail_after("chat.postMessage", 500)
        workspace.faults.drop_after("chat.postMessage")
        with pytest.raises(SlackApiError):
            await client.chat_postMessage(channel=ANA, text="One")
        with pytest.raises(aiohttp.ClientError):
            await client.chat_postMessage(channel=ANA, text="Two")
        assert sent(workspace) == ["One", "Two"]


async def test_the_sdks_own_retry_posts_twice_after_a_drop():
    async with slack() as (workspace, _):
        workspace.faults.drop_after("chat.postMessage")
        client = AsyncWebClient(token=workspace.bot_token, base_url=workspace.url)
        await client.chat_postMessage(channel=ANA, text="Hello")
        assert sent(workspace) == ["Hello", "Hello"]


async def test_chance_decides_by_the_seed():
    async def story(seed):
        async with found(seed=seed) as workspace:
            workspace.faults.fail_before("auth.test", "internal_error", times=float("inf"), probability=0.5)
            client = client_of(workspace)
            answers = []
            for _ in range(12):
                try:
                    await client.auth_test()
                    answers.append(True)
                except SlackApiError:
                    answers.append(False)
            return answers

    assert await story(3) == await story(3)
    assert len(set(await story(3))) == 2


async def test_answers_can_be_late():
    async with slack() as (workspace, client):
        workspace.faults.latency(0.1, "auth.test")
        start = time.monotonic()
        await client.auth_test()
        assert time.monotonic() - start >= 0.1
        assert workspace.record.answer_times.max >= 0.1


async def test_events_can_come_twice_and_late():
    ids = []

    def register(app):
        @app.event("message")
        async def message(body):
            ids.append(body["event_id"])

    async with bolt(register) as (workspace, _):
        dm = workspace.app_dm(ANA).id
        workspace.faults.duplicate_events(times=1)
        await workspace.message(ANA, dm, "Twice")
        await asyncio.sleep(0.05)
        assert len(ids) == 2
        assert len(set(ids)) == 1
        workspace.faults.late_events(0.1)
        await workspace.message(ANA, dm, "Late")
        assert len(ids) == 2
        await asyncio.sleep(0.2)
        assert len(ids) == 3


async def test_a_black_hole_answers_nothing_until_it_ends():
    heard = []

    def register(app):
        @app.command("/ask")
        async def ask(ack):
            heard.append(1)
            await ack()

    async with bolt(register, timing=Timing(ack=0.1)) as (workspace, client):
        workspace.faults.black_hole()
        call = asyncio.create_task(client.auth_test())
        await asyncio.sleep(0.1)
        assert not call.done()
        assert (await workspace.command(ANA, "general", "/ask")).error == "operation_timeout"
        workspace.faults.black_hole(on=False)
        assert (await call)["ok"]
        assert heard == []
        assert (await workspace.command(ANA, "general", "/ask")).ok


async def test_the_record_counts_exactly_and_keeps_little():
    async with slack(keep_calls=5) as (workspace, client):
        for n in range(20):
            await client.chat_postMessage(channel=ANA, text=str(n))
        record = workspace.record
        assert record.calls["chat.postMessage"] == 20
        assert len(record.answer_times) == 20
        assert 0 < record.answer_times.p50 <= record.answer_times.p99 <= record.answer_times.max
        assert len(record.entries) == 5
