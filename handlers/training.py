"""Lessons: a DM a week, a card on Home, one tap."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import training
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields, kept
from handlers.payloads import training as payloads
from handlers.views import training as views
from storage.store import Store

LETTERS = {Kind.LESSON: Letter(training.lesson_to_tell, views.lesson)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of training."""

    @app.action(views.Action.READ)
    async def read(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        reading = await store.run(training.read, fields.actor(body), fields.value(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.lesson_modal(reading))

    @app.action(views.Action.READ_AGAIN)
    async def read_again(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        reading = await store.run(training.read, fields.actor(body), fields.choice(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.lesson_modal(reading))

    @app.action(re.compile(rf"^{views.Action.ANSWER}\.[0-2]$"))
    async def answer(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        tap, actor = payloads.reflection(body), fields.actor(body)
        reading = await store.run(training.answer, actor, tap.lesson, tap.choice)
        await ack()
        if fields.is_in_modal(body):
            await client.views_update(view_id=fields.view(body)["id"], view=views.lesson_modal(reading))
            await home.show(client, store, actor)
        else:
            done = views.answered(reading)
            await respond(text=done.text, blocks=[*done.blocks, *kept.foot(body)], replace_original=True)

    @app.action(views.Action.WORD)
    async def ask_for_word(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        reading = await store.run(training.ask_for_word, fields.actor(body), fields.value(body))
        await ack()
        if fields.is_in_modal(body):
            await client.views_update(view_id=fields.view(body)["id"], view=views.word_asked_modal(reading))
        else:
            done = views.word_asked(reading)
            await respond(text=done.text, blocks=[*done.blocks, *kept.foot(body)], replace_original=True)
