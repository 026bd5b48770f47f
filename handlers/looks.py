"""The look before a round is published: begun by an admin, answered in silence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import drafts, look_letters, looks
from bot.flows import estimate as flows
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from bot.rules.pairs import EmptyDraft
from handlers import estimate, working
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import looks as payloads
from handlers.views import drafts as draft_views
from handlers.views import looks as views
from storage.store import Store
from storage.work import Work

LETTERS = {
    Kind.LOOK: Letter(look_letters.look_to_tell, views.letter),
    Kind.LOOK_OVER: Letter(look_letters.over_to_tell, views.over),
}
COMMANDS: dict[str, Answer] = {}

Said = Callable[[Work, str, str, str], None]

_ANSWERS: dict[str, Said] = {
    views.Action.FINE: looks.say_fine,
    views.Action.RATHER_NOT: looks.rather_not,
    views.Action.CHANGE: looks.take_back,
}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to those who look, and to the admin who lets them."""
    for action, flow in _ANSWERS.items():
        app.action(action)(_answering(store, flow))

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        admin, round_id = fields.actor(body), fields.value(body)
        hours = await store.run(looks.usual_hours, admin, round_id)
        await ack()
        found = await estimate.expect(store, context, flows.of_look, admin, round_id)
        await client.views_push(trigger_id=body["trigger_id"], view=views.form(hours, found))

    @app.view(views.Callback.BEGIN)
    async def begin(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        wish, admin = payloads.wish(view), fields.actor(body)
        await store.run(looks.begin, admin, wish.round_id, wish.hours, publishes=wish.publishes)
        await ack()  # with thousands of pairs, what follows takes longer than Slack waits
        await client.views_update(view_id=view["root_view_id"], view=views.preparing())

        async def shown() -> Json:
            if not await store.run(looks.show_cards, wish.round_id):
                raise EmptyDraft
            return draft_views.board(await store.run(drafts.look, admin, wish.round_id))

        await working.fill(client, view["root_view_id"], shown())


def _answering(store: Store, say: Said) -> Callable[[AsyncAck, Json, AsyncRespond], Awaitable[None]]:
    """Return a listener that notes what somebody says of a card, and shows it there."""

    async def answer(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        shown, person_id = payloads.shown(body), fields.actor(body)
        await store.run(say, person_id, shown.round_id, shown.other_id)
        await ack()
        if cards := await store.run(look_letters.cards, person_id, shown.round_id):
            letter = views.letter(cards)
            await respond(text=letter.text, blocks=list(letter.blocks), replace_original=True)

    return answer
