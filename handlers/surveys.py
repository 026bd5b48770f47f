"""Surveys: a button, a form, thanks."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import sheets, surveys
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import surveys as payloads
from handlers.views import surveys as views
from storage.store import Store

LETTERS = {Kind.SURVEY: Letter(surveys.survey_to_tell, views.invitation)}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the button and the forms of surveys."""

    @app.action(views.Action.OPEN)
    async def open_sheet(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        asked = await store.run(sheets.hand_out, fields.value(body), fields.actor(body))
        await ack()
        await client.views_open(
            trigger_id=body["trigger_id"], view=views.sheet(asked, on_home=fields.may_be_on_home(body))
        )

    @app.view(views.Callback.FIRST_PAGE)
    async def turn(ack: AsyncAck, body: Json) -> None:
        page = payloads.page(body)
        asked = await store.run(sheets.first_page, page.survey, page.actor, page.filled.now)
        second = views.second_page(asked, page.filled.now, on_home=page.on_home)
        await ack(response_action="update", view=second)

    @app.view(views.Callback.SHEET)
    async def record(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        page = payloads.page(body)
        places = await store.run(sheets.record, page.survey, page.actor, page.filled)
        await ack(response_action="update", view=views.thanks())
        shown = views.answered()
        for place in places:
            await client.chat_update(
                channel=place.channel, ts=place.ts, text=shown.text, blocks=list(shown.blocks)
            )
        if page.on_home:
            await home.show(client, store, page.actor)
