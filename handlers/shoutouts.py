"""Shout-outs: an admin composes and previews, the people decide, the channel reads."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import shoutout_letters, shoutouts
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import recruiting
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import shoutouts as payloads
from handlers.views import recognition as recognition_views
from handlers.views import shoutouts as views
from storage.store import Store

LETTERS = {
    Kind.SHOUT_OUT_CONSENT: Letter(shoutout_letters.question_to_tell, views.question),
    Kind.SHOUT_OUT: Letter(shoutout_letters.post_to_tell, views.post),
    Kind.SHOUT_OUT_ANSWER: Letter(shoutout_letters.outcome_to_tell, views.outcome),
}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the composer and to those who are honored."""
    _register_composer(app, store)

    @app.action(re.compile(rf"^{views.Action.ANSWER}\."))
    async def decide(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        wish = payloads.answer(body)
        decision = await store.run(shoutouts.answer, fields.value(body), fields.actor(body), wish)
        await ack()
        shown = views.answered(decision)
        await respond(text=shown.text, blocks=list(shown.blocks), replace_original=True)


def _register_composer(app: AsyncApp, store: Store) -> None:
    @app.action(recognition_views.Action.COMPOSE)
    async def compose(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        blank = await store.run(shoutouts.begin, fields.actor(body))
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(blank))
        await ack()

    @app.action(views.Action.TEMPLATE)
    async def start_from(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        draft, template = payloads.from_template(body)
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.form(draft, template))

    @app.view(views.Callback.WRITE)
    async def show(ack: AsyncAck, body: Json, view: Json) -> None:
        draft = payloads.draft(view)
        preview = await store.run(shoutouts.preview, fields.actor(body), draft)
        await ack(response_action="update", view=views.preview(preview, payloads.packed(draft)))

    @app.action(views.Action.BACK)
    async def change(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        draft = payloads.unpacked(fields.view(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.form(draft, "again"))

    @app.view(views.Callback.ASK)
    async def ask(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        draft = payloads.unpacked(view)
        await recruiting.enter(client, str(draft.channel))
        await store.run(shoutouts.ask, fields.actor(body), draft)
        await ack(response_action="update", view=views.asked(draft))
