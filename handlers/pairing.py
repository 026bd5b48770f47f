"""How the program pairs: weights and hard rules, for all rounds from now on."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import pairing
from bot.letters import Json, Letter
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import pairing as payloads
from handlers.views import pairing as views
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the form of the pairing rules."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        form = await store.run(pairing.form, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(form))

    @app.view(views.Callback.KEEP)
    async def kept(ack: AsyncAck, body: Json, view: Json) -> None:
        await store.run(pairing.save, fields.actor(body), payloads.settings(view))
        await ack(response_action="update", view=views.saved())
