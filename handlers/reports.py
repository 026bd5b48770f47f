"""What admins read about the program."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import reports
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.views import reports as views
from storage.store import Store

LETTERS: dict[str, Letter] = {
    Kind.DIGEST: Letter(reports.digest_to_tell, views.digest),
    Kind.EXPORT: Letter(reports.export_to_send, views.table),
    Kind.CHART: Letter(reports.page_to_send, views.picture),
}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of reports."""

    @app.action(views.Action.CHART)
    async def chart(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(reports.order_chart, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.on_its_way())

    @app.action(views.Action.EXPORT)
    async def export(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(reports.order_export, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.on_its_way())

    @app.action(views.Action.QUIET)
    async def quiet(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        pairs = await store.run(reports.quiet_pairs, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.quiet(pairs))
