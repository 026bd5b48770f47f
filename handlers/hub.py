"""``/flipside`` alone, or a word written to the bot: what one can do here, as buttons."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import hub
from bot.flows.hub import Standing
from bot.letters import Json, Letter
from handlers import directory, home
from handlers.payloads import commands, fields
from handlers.payloads import hub as payloads
from handlers.payloads.commands import Typed
from handlers.views import hub as views
from storage.store import Store

LETTERS: dict[str, Letter] = {}


async def show(typed: Typed) -> None:
    """Answer with the hub; a word that means nothing here gets a gentle hint."""
    where = await _where(typed.client, typed.store, typed.actor)
    await typed.ack(text=views.text(where), blocks=views.hub(where, typed.home, typed.word))


async def help_(typed: Typed) -> None:
    """Answer ``/flipside help``."""
    where = await typed.store.run(hub.look, typed.actor)
    blocks = [*views.help_text(), *views.hub(where, typed.home)]
    await typed.ack(text=views.text(where), blocks=blocks)


COMMANDS = {"help": help_}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons of the hub."""

    @app.action(views.Action.HOME)
    async def go_home(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()  # Slack opens the address by itself
        await home.show(client, store, fields.actor(body))

    @app.event("message")
    async def written_to(event: Json, body: Json, client: AsyncWebClient) -> None:
        person_id = payloads.writer(event)
        if person_id is None:
            return
        where = await _where(client, store, person_id)
        blocks = views.hub(where, commands.home_address(body))
        await client.chat_postEphemeral(
            channel=event["channel"], user=person_id, text=views.text(where), blocks=blocks
        )


async def _where(client: AsyncWebClient, store: Store, person_id: str) -> Standing:
    """Return where somebody stands; Slack is asked about those whom the directory does not have."""
    where = await store.run(hub.look, person_id)
    if where.is_known:
        return where
    await directory.know(client, store, person_id)
    return await store.run(hub.look, person_id)
