"""The set-up of a program: two steps, each saved as it is handed in."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import objectives, setup
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import setup as payloads
from handlers.views import objectives as objective_views
from handlers.views import setup as views
from storage.store import Store

LETTERS: dict[str, Letter] = {Kind.CHANNEL_LOST: Letter(setup.lost_channel, views.lost_channel)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the form of the set-up's first step."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        form = await store.run(setup.form, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(form))

    @app.view(views.Callback.PLAN)
    async def planned(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin = fields.actor(body)
        await store.run(setup.plan, admin, payloads.plan(view))
        await _next(ack, client, admin)

    @app.view(views.Callback.ADJUST)
    async def adjusted(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin = fields.actor(body)
        await store.run(setup.adjust, admin, payloads.plan(view))
        await _next(ack, client, admin)

    async def _next(ack: AsyncAck, client: AsyncWebClient, admin: str) -> None:
        form = await store.run(objectives.form, admin)
        await ack(response_action="update", view=objective_views.form(form))
        await home.show(client, store, admin)
