"""My data: looked at, taken along, erased."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import privacy
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import commands, home
from handlers.payloads import fields
from handlers.views import privacy as views
from storage.store import Store

LETTERS = {Kind.MY_DATA: Letter(privacy.export_to_send, views.export)}
COMMANDS: dict[str, commands.Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of privacy."""

    @app.action(views.Action.OPEN)
    async def look(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        held = await store.run(privacy.look, fields.actor(body))
        await client.views_open(trigger_id=body["trigger_id"], view=views.my_data(held))
        await ack()

    @app.action(views.Action.EXPORT)
    async def export(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        held = await store.run(privacy.ask_for_export, fields.actor(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.my_data(held, is_sent=True))

    @app.action(views.Action.ERASE)
    async def erase(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(privacy.erase, fields.actor(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.erased())
        await home.show(client, store, fields.actor(body))
