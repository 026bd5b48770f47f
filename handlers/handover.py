"""A good close for a pair that a re-organization has put into one management chain."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.flows import firewall, pairs
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.views import handover as views
from handlers.views import pairs as pair_views
from storage.store import Store

LETTERS = {Kind.HAND_OVER: Letter(firewall.hand_over_to_tell, views.letter)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button of those who would rather have a new partner at once."""

    @app.action(views.Action.NEW)
    async def new(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await store.run(pairs.part, fields.value(body), fields.actor(body))
        await ack()
        done = pair_views.parted()
        await respond(text=done.text, blocks=list(done.blocks), replace_original=True)
