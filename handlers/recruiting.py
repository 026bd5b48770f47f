"""Inviting people in, and seeing who came."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import recruiting
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from bot.rules.objectives import CannotEnter
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.views import kit
from handlers.views import recruiting as views
from storage.store import Store

LETTERS: dict[str, Letter] = {Kind.INVITATION: Letter(recruiting.invitation, views.invitation)}
COMMANDS: dict[str, Answer] = {}


async def enter(client: AsyncWebClient, channel_id: str) -> None:
    """Join a public channel; says how to be let in where Slack refuses."""
    try:
        await client.conversations_join(channel=channel_id)
    except SlackApiError as refusal:
        raise CannotEnter(channel=kit.channel(channel_id)) from refusal


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of recruiting."""

    @app.action(views.Action.INVITE)
    async def invite(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await enter(client, await store.run(recruiting.place, fields.actor(body)))
        channel_id = await store.run(recruiting.invite, fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.invited(channel_id))

    @app.action(views.Action.ROSTER)
    async def look(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        roster = await store.run(recruiting.roster, fields.actor(body))
        await ack()
        show = client.views_push if fields.is_in_modal(body) else client.views_open
        await show(trigger_id=body["trigger_id"], view=views.roster(roster))

    @app.action(views.Action.BACK)
    @app.action(views.Action.MORE)
    async def turn(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        roster = await store.run(recruiting.roster, fields.actor(body), fields.whole(fields.value(body)))
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=views.roster(roster))
