"""The admin's round: propose, look, change, publish, undo."""

from __future__ import annotations

import asyncio

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import by_hand, drafts, matching, publishing, round_letters
from bot.flows import estimate as flows
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from bot.rules.pairs import Ids
from handlers import estimate, home, working
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import matching as payloads
from handlers.payloads.matching import HandForm, Place, Verb
from handlers.views import drafts as draft_views
from handlers.views import matching as views
from storage.store import Store
from storage.work import Work

LETTERS = {
    Kind.UNMATCHED: Letter(round_letters.left_to_tell, views.left),
    Kind.PAIRS_ANNOUNCEMENT: Letter(round_letters.announcement_to_tell, views.announcement),
}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to an admin's buttons and forms."""
    _register_runs(app, store)
    _register_looks(app, store)
    _register_changes(app, store)
    _register_ends(app, store)


def _register_runs(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.PROPOSE)
    async def propose(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()  # with thousands of people, gathering what is known takes longer than Slack waits
        opened = await client.views_open(trigger_id=body["trigger_id"], view=draft_views.working())
        await _run(client, store, fields.actor(body), opened["view"]["id"])

    @app.action(views.Action.AGAIN)
    async def again(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=draft_views.working())
        await _run(client, store, fields.actor(body), fields.view(body)["id"], fields.value(body))


def _register_looks(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.OPEN)
    async def open_draft(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        board = await store.run(drafts.look, fields.actor(body), fields.value(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=draft_views.board(board))

    @app.action(views.Action.SHOW)
    async def show(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await _turn(ack, client, store, body, payloads.filtered(body))

    @app.action(views.Action.DEPARTMENT)
    async def department(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await _turn(ack, client, store, body, payloads.department(body))

    @app.action(views.Action.BACK)
    async def back(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await _turn(ack, client, store, body, payloads.turned(body))

    @app.action(views.Action.ON)
    async def on(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await _turn(ack, client, store, body, payloads.turned(body))


def _register_changes(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.PAIR)
    async def change(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        wish, place = Verb.of(fields.choice(body)), Place.of(fields.view(body))
        with fields.reading():
            flow = _CHANGES[wish.verb]
        await store.run(flow, fields.actor(body), place.round_id, wish.ids)
        await _turn(ack, client, store, body, place)

    @app.action(views.Action.ALLOW)
    async def allow(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        wish, place = Verb.of(fields.value(body)), Place.of(fields.view(body))
        await store.run(drafts.allow, fields.actor(body), place.round_id, wish.ids)
        await _turn(ack, client, store, body, place)

    @app.action(views.Action.HAND)
    async def hand(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(matching.draft_or_refuse, fields.actor(body), fields.value(body))
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=draft_views.hand_form(fields.value(body)))

    @app.view(views.Callback.HAND)
    async def chosen(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        await _pair(ack, client, store, body, payloads.hand_form(view))

    @app.view(views.Callback.ANYWAY)
    async def anyway(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        await _pair(ack, client, store, body, payloads.warned_form(view))


def _register_ends(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.SURE)
    async def sure(ack: AsyncAck, body: Json, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await ack()
        ids, view = (fields.actor(body), fields.value(body)), fields.view(body)
        found = await estimate.expect(store, context, flows.of_round, *ids)
        await client.views_update(view_id=view["id"], view=views.sure(found, Place.of(view)))

    @app.action(views.Action.PUBLISH)
    async def publish(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        admin, round_id, view_id = fields.actor(body), fields.value(body), fields.view(body)["id"]

        async def published() -> Json:
            return views.published(await store.run(publishing.publish, admin, round_id))

        await ack()  # with thousands of pairs, this takes longer than Slack waits
        await client.views_update(view_id=view_id, view=views.publishing())
        await working.fill(client, view_id, published())
        await home.show(client, store, admin)

    @app.action(views.Action.DISCARD)
    async def discard(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(matching.discard, fields.actor(body), fields.value(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.discarded())
        await home.show(client, store, fields.actor(body))

    @app.action(views.Action.UNDO)
    async def undo(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        draft = await store.run(publishing.undo, fields.actor(body), fields.value(body))
        await ack()
        if fields.view(body)["type"] == "modal":
            await _show(client, store, fields.actor(body), fields.view(body)["id"], Place(draft.id))
        await home.show(client, store, fields.actor(body))


def _lock(work: Work, admin_id: str, round_id: str, pair: Ids) -> None:
    drafts.lock(work, admin_id, round_id, pair, locked=True)


def _unlock(work: Work, admin_id: str, round_id: str, pair: Ids) -> None:
    drafts.lock(work, admin_id, round_id, pair, locked=False)


_CHANGES = {draft_views.LOCK: _lock, draft_views.UNLOCK: _unlock, draft_views.REMOVE: drafts.remove}


async def _run(
    client: AsyncWebClient, store: Store, admin_id: str, view_id: str, round_id: str | None = None
) -> None:
    """Let the engine work beside the store, keep its draft and show it where "Working…" stands."""

    async def drafted() -> Json:
        question = await store.run(matching.ask, admin_id, round_id)
        answer = await asyncio.to_thread(matching.solve, question)
        draft = await store.run(matching.record, admin_id, question, answer)
        return draft_views.board(await store.run(drafts.look, admin_id, draft.id))

    await working.fill(client, view_id, drafted())
    await home.show(client, store, admin_id)


async def _turn(ack: AsyncAck, client: AsyncWebClient, store: Store, body: Json, place: Place) -> None:
    await ack()
    await _show(client, store, fields.actor(body), fields.view(body)["id"], place)


async def _show(client: AsyncWebClient, store: Store, admin_id: str, view_id: str, place: Place) -> None:
    board = await store.run(
        drafts.look, admin_id, place.round_id, place.show, place.page, department=place.department
    )
    await client.views_update(view_id=view_id, view=draft_views.board(board))


async def _pair(ack: AsyncAck, client: AsyncWebClient, store: Store, body: Json, form: HandForm) -> None:
    """Pair two people by hand: warn on the form itself, or close it and show the draft beneath anew."""
    ids = form.round_id, form.mentor_id, form.mentee_id
    pair = await store.run(by_hand.pair, fields.actor(body), *ids, anyway=form.anyway)
    if pair.broken:
        await ack(response_action="update", view=draft_views.warning(pair))
        return
    await ack()
    await _show(client, store, fields.actor(body), fields.view(body)["root_view_id"], Place(form.round_id))
