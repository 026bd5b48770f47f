"""How good a draft is, and another one beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import alternatives, drafts, insights, matching
from bot.letters import Json, Letter
from bot.rules.refusals import Refusal
from bot.words import _
from handlers import working
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import insights as payloads
from handlers.payloads import matching as places
from handlers.payloads import pairing as pairing_payloads
from handlers.views import drafts as draft_views
from handlers.views import insights as views
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
        draft, view_id = await _draft(store, body, fields.value(body)), fields.view(body)["id"]
        await ack()
        await _work(client, view_id, lambda: views.page(insights.study(draft)))

    @app.action(views.Action.THOROUGHLY)
    async def thoroughly(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        draft, view_id = await _draft(store, body, fields.value(body)), fields.view(body)["id"]
        await ack()
        await _work(client, view_id, lambda: views.page(insights.study(draft, thoroughly=True)))


def _register_locks(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.LOCKS)
    @app.action(views.Action.BACK)
    @app.action(views.Action.ON)
    async def locks(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        place, view_id = places.turned(body), fields.view(body)["id"]
        draft = await _draft(store, body, place.round_id)
        await ack()
        await _work(client, view_id, lambda: views.locks(insights.study_locks(draft, place.page)))


def _register_tries(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.TRY)
    async def asked(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        form = await store.run(alternatives.form, fields.actor(body), fields.value(body))
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=views.try_form(form))

    @app.view(views.Callback.TRY)
    async def tried(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin, draft_id = fields.actor(body), fields.metadata(view)
        settings = pairing_payloads.settings(view)
        question = await store.run(alternatives.ask, admin, draft_id, settings)
        await working.show(ack, draft_views.working())
        try:
            answer = await asyncio.to_thread(matching.solve, question)
            await store.run(alternatives.record, admin, draft_id, question, answer)
        except Refusal as refusal:
            await client.views_update(view_id=view["id"], view=_sorry(refusal))
            return
        await _compare(client, store, admin, draft_id, view["id"])


def _register_choices(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.COMPARE)
    async def compared(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        admin, draft_id = fields.actor(body), fields.value(body)
        await store.run(alternatives.form, admin, draft_id)
        await ack()
        pushed = await client.views_push(trigger_id=body["trigger_id"], view=draft_views.working())
        await _compare(client, store, admin, draft_id, pushed["view"]["id"])

    @app.action(views.Action.USE)
    async def used(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        admin, choice = fields.actor(body), payloads.choice(body)
        draft = await store.run(alternatives.use, admin, *choice)
        await ack()
        board = await store.run(drafts.look, admin, draft.id)
        await client.views_update(view_id=fields.view(body)["root_view_id"], view=draft_views.board(board))
        await client.views_update(view_id=fields.view(body)["id"], view=views.used())

    @app.action(views.Action.KEEP)
    async def kept(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(alternatives.keep, fields.actor(body), *payloads.choice(body))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.kept())


async def _draft(store: Store, body: Json, round_id: str) -> insights.Draft:
    return await store.run(insights.ask, fields.actor(body), round_id)


async def _compare(client: AsyncWebClient, store: Store, admin_id: str, draft_id: str, view_id: str) -> None:
    """Show both drafts where "Working…" stands."""
    try:
        both = await store.run(alternatives.look, admin_id, draft_id)
    except Refusal as refusal:
        await client.views_update(view_id=view_id, view=_sorry(refusal))
        return
    found = await asyncio.to_thread(partial(alternatives.compare, both))
    await client.views_update(view_id=view_id, view=views.comparison(found))


async def _work(client: AsyncWebClient, view_id: str, think: Callable[[], Json]) -> None:
    """Show that it takes a while, think beside the store, and show what came of it."""
    await client.views_update(view_id=view_id, view=draft_views.working())
    try:
        shown = await asyncio.to_thread(think)
    except Refusal as refusal:
        shown = _sorry(refusal)
    await client.views_update(view_id=view_id, view=shown)


def _sorry(refusal: Refusal) -> Json:
    return draft_views.problem(_(refusal.template).format(**refusal.facts))
