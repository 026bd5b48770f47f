"""A draft as a table: ordered, changed elsewhere, handed in again."""

from __future__ import annotations

import asyncio

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import draft_files, drafts, matching
from bot.letters import Json, Letter
from bot.rules.draftfile import LONGEST_FILE
from bot.rules.messages import Kind
from handlers import files, working
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import peoplefile as payloads
from handlers.views import draftfile as views
from handlers.views import drafts as draft_views
from storage.store import Store

LETTERS = {Kind.DRAFT_TABLE: Letter(draft_files.table_to_send, views.table)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and the form."""

    @app.action(views.Action.ORDER)
    async def order(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(draft_files.order, fields.actor(body), fields.value(body))
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=views.on_its_way())

    @app.action(views.Action.OPEN)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(matching.draft_to_change, fields.actor(body), fields.value(body))
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=views.form(fields.value(body)))

    @app.view(views.Callback.TAKE)
    async def take(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        admin, round_id, address = fields.actor(body), fields.metadata(view), payloads.address(view)
        await store.run(matching.draft_to_change, admin, round_id)
        await working.show(ack, views.working())
        await working.fill(client, view["id"], _take(client, store, admin, round_id, address))
        board = await store.run(drafts.look, admin, round_id)
        await client.views_update(view_id=view["root_view_id"], view=draft_views.board(board))


async def _take(client: AsyncWebClient, store: Store, admin: str, round_id: str, address: str) -> Json:
    """Check a table beside the store, keep it if all is well, and return what there is to show."""
    content = await files.fetch(client, address, LONGEST_FILE)
    board = await store.run(draft_files.ask, admin, round_id)
    checked = await asyncio.to_thread(draft_files.check, board, content)
    if checked.problems:
        return views.problems(checked.problems)
    return views.taken(await store.run(draft_files.take, admin, checked))
