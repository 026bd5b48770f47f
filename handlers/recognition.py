"""Thanks by command, shortcut, button and form; badges; certificates."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import badges, certificates, recognition
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.payloads import fields
from handlers.payloads import recognition as payloads
from handlers.payloads.commands import Typed
from handlers.views import recognition as views
from storage.store import Store

LETTERS = {
    Kind.THANKS: Letter(recognition.thanks_to_tell, views.thanked),
    Kind.BADGE: Letter(badges.badges_to_tell, views.badges),
    Kind.CERTIFICATE: Letter(certificates.certificate_to_tell, views.certified),
    Kind.CERTIFICATE_COPY: Letter(certificates.certificate_to_tell, views.certified_again),
}


async def thanks(typed: Typed) -> None:
    """Answer ``/flipside thanks``: people and words are sent, else the form asks for what is missing."""
    form = payloads.typed_thanks(typed)
    if form.recipients and form.text:
        await typed.store.run(recognition.thank, typed.actor, form.recipients, form.text)
        await typed.ack(views.thanks_sent(form.recipients))
        return
    recipients = form.recipients or await typed.store.run(recognition.partners, typed.actor)
    await typed.client.views_open(trigger_id=typed.trigger, view=views.thanks_form(recipients, form.text))
    await typed.ack()


COMMANDS = {"thanks": thanks}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the shortcut, the buttons and the form of recognition."""

    @app.shortcut(views.Shortcut.THANKS)
    @app.action(views.Action.THANK)
    async def say_thanks(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        recipients = payloads.meant(body) or await store.run(recognition.partners, fields.actor(body))
        view = views.thanks_form(recipients, "", on_home=fields.may_be_on_home(body))
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view(views.Callback.THANKS)
    async def sent(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        form = payloads.thanks(view)
        given = await store.run(recognition.thank, fields.actor(body), form.recipients, form.text)
        await ack(response_action="update", view=views.thanks_receipt([one.to_id for one in given]))
        if form.on_home:
            await home.show(client, store, fields.actor(body))

    @app.action(views.Action.DOWNLOAD)
    async def download(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(certificates.send_again, fields.value(body), fields.actor(body))
        await client.views_open(trigger_id=body["trigger_id"], view=views.copy_on_its_way())
        await ack()
