"""Second chances: what happens every week for those who wait."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import second_chances
from bot.letters import Json, Letter
from handlers.commands import Answer
from handlers.payloads import chances as payloads
from handlers.payloads import fields
from handlers.views import chances as views
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the form."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        settings = await store.run(second_chances.settings, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(settings))

    @app.view(views.Callback.SAVE)
    async def save(ack: AsyncAck, body: Json, view: Json) -> None:
        await store.run(second_chances.choose, fields.actor(body), payloads.settings(view))
        await ack()
