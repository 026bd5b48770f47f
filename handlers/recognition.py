"""Thanks: a command, a button, a form, a DM."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import recognition
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers.payloads import fields
from handlers.payloads import recognition as payloads
from handlers.payloads.commands import Typed
from handlers.views import recognition as views
from storage.store import Store

LETTERS = {Kind.THANKS: Letter(recognition.thanks_to_tell, views.thanked)}


async def thanks(typed: Typed) -> None:
    """Answer ``/flipside thanks``: a person and words are sent, else the form asks for what is missing."""
    recipient = next(iter(typed.mentions), None)
    if recipient and typed.words:
        await typed.store.run(recognition.thank, typed.actor, recipient, typed.words)
        await typed.ack(views.thanks_sent(recipient))
        return
    await typed.ack()
    await typed.client.views_open(trigger_id=typed.trigger, view=views.thanks_form(recipient, typed.words))


COMMANDS = {"thanks": thanks}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and forms of recognition."""

    @app.action(views.Action.THANK)
    async def thank_back(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = views.thanks_form(fields.value(body) or None, "")
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.view(views.Callback.THANKS)
    async def sent(ack: AsyncAck, body: Json, view: Json) -> None:
        form = payloads.thanks(view)
        given = await store.run(recognition.thank, fields.actor(body), form.recipient, form.text)
        await ack(response_action="update", view=views.thanks_receipt(given.to_id))
