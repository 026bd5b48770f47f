"""How good a draft is, and another one beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import alternatives, drafts, insights, matching
from bot.flows.insights import Draft
from bot.letters import Json, Letter
from handlers import working
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import insights as payloads
from handlers.payloads import matching as places
from handlers.payloads import pairing as pairing_payloads
from handlers.views import alternatives as two_drafts
from handlers.views import drafts as draft_views
from handlers.views import insights as views
from handlers.views import locks
from storage.store import Store

LETTERS: dict[str, Letter] = {}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and the form."""
    _register_pages(app, store)
    _register_locks(app, store)
    _register_tries(app, store)
    _register_choices(app, store)


def _register_pages(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()  # with thousands of people, gathering what is known takes longer than Slack waits
        await _study(client, store, body, fields.value(body), lambda draft: views.page(insights.study(draft)))

    @app.action(views.Action.THOROUGHLY)
    async def thoroughly(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        def think(draft: Draft) -> Json:
            return views.page(insights.study(draft, thoroughly=True))

        await ack()
        await _study(client, store, body, fields.value(body), think)


def _register_locks(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.LOCKS)
    @app.action(views.Action.BACK)
    @app.action(views.Action.ON)
    async def each_lock(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        def think(draft: Draft) -> Json:
            return locks.page(insights.study_locks(draft, place.page))

        place = places.turned(body)
        await ack()
        await _study(client, store, body, place.round_id, think)


def _register_tries(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.TRY)
    async def asked(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        form = await store.run(alternatives.form, fields.actor(body), fields.value(body))
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=two_drafts.try_form(form))

    @app.view(views.Callback.TRY)
    async def tried(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin, draft_id = fields.actor(body), fields.metadata(view)
        settings = pairing_payloads.settings(view)
        await working.show(ack, draft_views.working())

        async def compared() -> Json:
            question = await store.run(alternatives.ask, admin, draft_id, settings)
            answer = await asyncio.to_thread(matching.solve, question)
            await store.run(alternatives.record, admin, draft_id, question, answer)
            return await _compared(store, admin, draft_id)

        await working.fill(client, view["id"], compared())


def _register_choices(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.COMPARE)
    async def compared(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        admin, draft_id = fields.actor(body), fields.value(body)
        await store.run(alternatives.form, admin, draft_id)
        await ack()
        pushed = await client.views_push(trigger_id=body["trigger_id"], view=draft_views.working())
        await working.fill(client, pushed["view"]["id"], _compared(store, admin, draft_id))

    @app.action(views.Action.USE)
    async def used(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        admin, choice = fields.actor(body), payloads.choice(body)
        await ack()  # with thousands of pairs, this takes longer than Slack waits
        draft = await store.run(alternatives.use, admin, *choice)
        board = await store.run(drafts.look, admin, draft.id)
        await client.views_update(view_id=fields.view(body)["root_view_id"], view=draft_views.board(board))
        await client.views_update(view_id=fields.view(body)["id"], view=two_drafts.used())

    @app.action(views.Action.KEEP)
    async def kept(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(alternatives.keep, fields.actor(body), *payloads.choice(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=two_drafts.kept())


async def _compared(store: Store, admin_id: str, draft_id: str) -> Json:
    """Return both drafts side by side."""
    both = await store.run(alternatives.look, admin_id, draft_id)
    return two_drafts.comparison(await asyncio.to_thread(alternatives.compare, both))


async def _study(
    client: AsyncWebClient, store: Store, body: Json, round_id: str, think: Callable[[Draft], Json]
) -> None:
    """Show that it takes a while, gather, think beside the store, and show what came of it."""

    async def studied() -> Json:
        draft = await store.run(insights.ask, fields.actor(body), round_id)
        return await asyncio.to_thread(think, draft)

    view_id = fields.view(body)["id"]
    await client.views_update(view_id=view_id, view=draft_views.working())
    await working.fill(client, view_id, studied())
