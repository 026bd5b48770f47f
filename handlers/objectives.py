"""Objectives: targets, days, and the one that is counted by hand."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import objectives
from bot.letters import Json, Letter
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import setup as payloads
from handlers.views import objectives as views
from storage.models import ProgramState
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and forms of objectives."""

    @app.view(views.Callback.AIM)
    async def aimed(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin = fields.actor(body)
        program = await store.run(objectives.aim, admin, payloads.aims(view), payloads.own(view))
        is_draft = program.state == ProgramState.DRAFT
        await ack(response_action="update", view=views.saved(program.name, is_draft=is_draft))
        await home.show(client, store, admin)

    @app.action(views.Action.COUNT)
    async def asked(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        objective, value = await store.run(objectives.own, fields.actor(body), fields.value(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.count(objective, value))

    @app.view(views.Callback.COUNT)
    async def counted(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin, objective = fields.actor(body), fields.metadata(view)
        await store.run(objectives.count, admin, objective, payloads.value(view))
        await ack()
        await home.show(client, store, admin)
