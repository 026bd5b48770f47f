"""The list of skills that members choose from."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import skills
from bot.letters import Json, Letter
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads.fields import Fields
from handlers.views import skills as views
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the form of skills."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        listed = await store.run(skills.listed, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(listed))

    @app.view(views.Callback.CHOOSE)
    async def chosen(ack: AsyncAck, body: Json, view: Json) -> None:
        filled = Fields.of(view)
        active, new, ideas = set(filled.choices("active")), filled.text("new"), filled.choices("ideas")
        listed = await store.run(skills.choose, fields.actor(body), active, new, ideas)
        await ack(response_action="update", view=views.chosen(listed))
