"""The people file: handed in, checked, confirmed."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import admins, peoplefile
from bot.letters import Json, Letter
from bot.rules.peoplefile import LONGEST_FILE
from handlers import files, home, working
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import peoplefile as payloads
from handlers.views import peoplefile as views
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the forms of the people file."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(admins.listed, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form())

    @app.view(views.Callback.LOOK)
    async def handed_in(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin, address = fields.actor(body), payloads.address(view)
        await store.run(admins.listed, admin)

        async def looked() -> Json:
            content = await files.fetch(client, address, LONGEST_FILE)
            return views.preview(await store.run(peoplefile.look, admin, content), address)

        await working.show(ack, views.working())
        await working.fill(client, view["id"], looked())

    @app.view(views.Callback.TAKE)
    async def confirmed(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin, address = fields.actor(body), fields.metadata(view)
        await store.run(admins.listed, admin)

        async def taken() -> Json:
            content = await files.fetch(client, address, LONGEST_FILE)
            return views.imported(await store.run(peoplefile.take, admin, content))

        await working.show(ack, views.working())
        await working.fill(client, view["id"], taken())
        await home.show(client, store, admin)
