"""The same traffic as signed HTTP, to a Bolt app behind aiohttp."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.demo.workspace import Timing
from tests.demo.slack import ANA, actions, button, modal, section, slack, text_input


@asynccontextmanager
async def served(application):
    """Serve an application on loopback; yields its address."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def http_bolt(register, **more):
    """Yield (workspace, client, address) with a Bolt app that listens by HTTP."""
    async with slack(**more) as (workspace, client):
        app = AsyncApp(client=client, signing_secret=workspace.signing_secret)
        register(app)
        async with served(app.web_app(path="/slack/events")) as origin:
            await workspace.http_mode(f"{origin}/slack/events")
            yield workspace, client, f"{origin}/slack/events"


async def test_commands_buttons_modals_and_events_arrive():
    events = []

    def register(app):
        @app.command("/ask")
        async def ask(ack, command, client, body):
            await ack(f"You said {command['text']}")
            row = actions(button("Open", "open"))
            await client.chat_postMessage(channel=body["user_id"], text="Open it", blocks=[row])

        @app.action("open")
        async def opening(ack, body, client):
            await ack()
            view = modal("Form", text_input("name", "Name"), callback_id="form")
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.view("form")
        async def form(ack, view):
            name = view["state"]["values"]["name"]["typed"]["value"]
            await ack(response_action="update", view=modal("Done", section(f"Hello {name}")))

        @app.event("message")
        async def message(event):
            events.append(event["text"])

    async with http_bolt(register) as (workspace, _, _):
        ana = workspace.person(ANA)
        await ana.says("/ask & wait")
        assert "You said & wait" in ana.heard
        await ana.clicks("Open")
        await ana.fills({"Name": "Ana"})
        assert await ana.submits() == {}
        assert "Hello Ana" in ana.modal.text
        await ana.closes()
        await ana.says("I wrote this")
        assert events == ["I wrote this"]
        assert workspace.record.acks["view_submission"] == 1


async def test_a_forged_signature_is_refused_by_the_app():
    async with http_bolt(lambda _: None) as (_, _, url), aiohttp.ClientSession() as session:
        forged = {"X-Slack-Signature": "v0=ab", "X-Slack-Request-Timestamp": "1"}
        async with session.post(url, json={"type": "event_callback"}, headers=forged) as response:
            assert response.status == 401


async def test_an_address_that_fails_the_challenge_is_not_used():
    async def nothing(_request):
        return web.Response(text="hello")

    application = web.Application()
    application.router.add_post("/", nothing)
    async with slack() as (workspace, _), served(application) as origin:
        with pytest.raises(ValueError, match="challenge"):
            await workspace.http_mode(origin)


async def test_a_failing_app_gets_events_again_with_retry_headers():
    seen = []

    async def flaky(request):
        body = await request.json()
        if body["type"] == "url_verification":
            return web.Response(text=body["challenge"])
        headers = request.headers
        seen.append((body["event_id"], headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")))
        return web.Response(status=200 if len(seen) > 2 else 500)

    application = web.Application()
    application.router.add_post("/", flaky)
    async with (
        slack(timing=Timing(ack=0.3, retries=(0.0, 0.0, 0.0))) as (workspace, _),
        served(application) as origin,
    ):
        await workspace.http_mode(origin)
        await workspace.message(ANA, workspace.app_dm(ANA).id, "Hello")
        await asyncio.sleep(0.2)
        assert [row[1:] for row in seen] == [(None, None), ("1", "http_error"), ("2", "http_error")]
        assert len({row[0] for row in seen}) == 1
        assert (await workspace.command(ANA, "general", "/ask")).error == "dispatch_failed"


async def test_a_slow_app_is_a_timeout():
    async def slow(request):
        if request.content_type == "application/json":
            return web.Response(text=(await request.json()).get("challenge", ""))
        await asyncio.sleep(0.3)
        return web.Response()

    application = web.Application()
    application.router.add_post("/", slow)
    async with slack(timing=Timing(ack=0.1)) as (workspace, _), served(application) as origin:
        await workspace.http_mode(origin)
        assert (await workspace.command(ANA, "general", "/ask")).error == "operation_timeout"
