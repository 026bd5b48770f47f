"""Admins appoint each other."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import admins
from bot.letters import Json, Letter
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads.fields import Fields
from handlers.views import admins as views
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the form of admins."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        listed = await store.run(admins.listed, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(listed))

    @app.view(views.Callback.CHOOSE)
    async def chosen(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        before = await store.run(admins.listed, fields.actor(body))
        chosen = await store.run(admins.choose, fields.actor(body), Fields.of(view).people("admins"))
        await ack(response_action="update", view=views.chosen(chosen))
        for person_id in sorted({*before, *chosen}):
            await home.show(client, store, person_id)
