"""The program's big moments: it opens, it starts, it closes."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import program
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.views import program as views
from storage.store import Store

LETTERS: dict[str, Letter] = {Kind.PROGRAM_CLOSED: Letter(program.farewell, views.farewell)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of the program."""

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(program.open, fields.actor(body))
        await ack()
        await home.show(client, store, fields.actor(body))

    @app.action(views.Action.START)
    async def started(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(program.start_now, fields.actor(body))
        await ack()
        await home.show(client, store, fields.actor(body))
