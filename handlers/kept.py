"""What was kept back: shown when somebody asks for it. And how often they want to be written to."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import kept, prompts
from bot.letters import ALSO, Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import kept as payloads
from handlers.views import kept as views
from storage.store import Store
from storage.work import Work


def _as_named(_work: Work, _message: object) -> None:
    """Never owed by itself: what a message names is read with that message."""


LETTERS = {Kind.PROMPT_OVER: Letter(prompts.over_to_tell, views.over), ALSO: Letter(_as_named, views.foot)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and the form."""

    @app.action(views.Action.SHOW)
    async def show(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        key, actor = fields.value(body), fields.actor(body)
        await store.run(kept.show, actor, key)
        await ack()
        if body.get("response_url") and (rest := payloads.without(body, key)):
            await respond(text=body["message"].get("text", ""), blocks=rest, replace_original=True)
        else:
            await home.show(client, store, actor)

    @app.action(views.Action.WISH)
    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        wishes = await store.run(kept.wishes, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.form(wishes))

    @app.view(views.Callback.WISHES)
    async def keep(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        kept_now = await store.run(kept.wish, fields.actor(body), payloads.wishes(view))
        await ack(response_action="update", view=views.kept_wishes(kept_now))
        await home.show(client, store, fields.actor(body))
