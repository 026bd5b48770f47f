"""The life of a pair: its letters, its card on Home, and the two ways to its end."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import pair_letters, pairs
from bot.letters import Json, Letter, Message
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.views import pairs as views
from storage.store import Store

LETTERS = {
    Kind.PAIR_INTRODUCTION: Letter(pair_letters.introduction_to_tell, views.introduction),
    Kind.PAIR_QUIET_START: Letter(pair_letters.start_to_tell, views.quiet_start),
    Kind.PAIR_ENDED: Letter(pair_letters.ending_to_tell, views.ended),
    Kind.PAIR_PAUSED: Letter(pair_letters.pause_to_tell, views.paused),
    Kind.PAIR_RESUMED: Letter(pair_letters.return_to_tell, views.resumed),
}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of a pair."""

    @app.action(views.Action.FINISH)
    async def finish(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(pairs.finish, fields.value(body), fields.actor(body))
        await ack()
        await home.show(client, store, fields.actor(body))

    @app.action(views.Action.PART)
    async def part(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await store.run(pairs.part, fields.value(body), fields.actor(body))
        await ack()
        await _show(client, store, respond, body, views.parted())

    @app.action(views.Action.WAIT)
    async def wait(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await store.run(pairs.stay_waiting, fields.actor(body))
        await ack()
        await _show(client, store, respond, body, views.waits())


async def _show(
    client: AsyncWebClient, store: Store, respond: AsyncRespond, body: Json, done: Message
) -> None:
    """Show what a click has done: on Home, or in place of the message."""
    if fields.may_be_on_home(body):
        await home.show(client, store, fields.actor(body))
    else:
        await respond(text=done.text, blocks=list(done.blocks), replace_original=True)
