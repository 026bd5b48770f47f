"""Goals: set, changed and moved on from Home."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import goals
from bot.letters import Json, Letter
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import goals as payloads
from handlers.views import goals as views
from handlers.views.goals import Action, Callback
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and forms of goals."""
    _register_buttons(app, store)
    _register_forms(app, store)


def _register_buttons(app: AsyncApp, store: Store) -> None:
    @app.action(Action.ADD)
    async def ask_for_goal(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.add_form(fields.value(body)))

    @app.action(Action.EDIT)
    async def ask_for_change(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        aim = await store.run(goals.read, fields.value(body), fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.edit_form(aim))

    @app.action(Action.REMOVE)
    async def remove(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(goals.remove, fields.value(body), fields.actor(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.removed())
        await home.show(client, store, fields.actor(body))

    @app.action(re.compile(rf"^{Action.PROGRESS}\.\w+"))
    async def move(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        step = payloads.step(body)
        await store.run(goals.move, step.goal, step.actor, step.percent)
        await ack()
        await home.show(client, store, step.actor)


def _register_forms(app: AsyncApp, store: Store) -> None:
    @app.view(Callback.ADD)
    async def add(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        form = payloads.wording(view)
        await store.run(goals.add, form.subject, fields.actor(body), form.title)
        await ack()
        await home.show(client, store, fields.actor(body))

    @app.view(Callback.EDIT)
    async def edit(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        form = payloads.wording(view)
        await store.run(goals.edit, form.subject, fields.actor(body), form.title)
        await ack()
        await home.show(client, store, fields.actor(body))
