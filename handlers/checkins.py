"""Check-ins: three taps in one message, a private note, and help where something is in the way."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import checkin_letters, checkins, silence
from bot.letters import Json, Letter, Message
from bot.rules.messages import Kind
from handlers.commands import Answer
from handlers.payloads import checkins as payloads
from handlers.payloads import fields, kept
from handlers.views import checkins as views
from handlers.views.checkins import Action, Callback
from storage.store import Store

LETTERS = {
    Kind.CHECK_IN: Letter(checkin_letters.check_in_to_tell, views.check_in),
    Kind.CHECK_IN_SILENCE: Letter(checkin_letters.silence_to_tell, views.silence),
    Kind.HELP_WANTED: Letter(checkin_letters.word_to_tell, views.word_wanted),
    Kind.NOTE_SHARED: Letter(checkin_letters.note_to_tell, views.shared_note),
}
COMMANDS: dict[str, Answer] = {}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and the form of check-ins."""
    _register_answers(app, store)
    _register_help(app, store)
    _register_note(app, store)

    @app.action(_any(Action.WISH))
    async def wish(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        program, chosen = fields.value(body), payloads.wish(body)
        granted = await store.run(silence.settle, program, fields.actor(body), chosen)
        await ack()
        await _replace(respond, views.wish_granted(granted, program), body)


def _register_answers(app: AsyncApp, store: Store) -> None:
    @app.action(_any(Action.MET))
    async def met(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        tap = payloads.tap(body)
        asked = await store.run(checkins.met, tap.check_in, tap.actor, tap.answer == "yes")
        await ack()
        await _replace(respond, views.check_in(asked), body)

    @app.action(_any(Action.MOOD))
    async def mood(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        asked = await store.run(checkins.mood, *payloads.tap(body))
        await ack()
        await _replace(respond, views.check_in(asked), body)

    @app.action(_any(Action.OBSTACLE))
    async def obstacle(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        asked = await store.run(checkins.obstacle, *payloads.tap(body))
        await ack()
        await _replace(respond, views.check_in(asked), body)


def _register_help(app: AsyncApp, store: Store) -> None:
    @app.action(Action.WORD)
    async def want_word(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        asked = await store.run(checkins.want_word, fields.value(body), fields.actor(body))
        await ack()
        await _replace(respond, views.check_in(asked), body)

    @app.action(Action.NEW_MATCH)
    async def new_match(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await store.run(checkins.ask_for_match, fields.value(body), fields.actor(body))
        await ack()
        await _replace(respond, views.match_asked(), body)


def _register_note(app: AsyncApp, store: Store) -> None:
    @app.action(Action.NOTE)
    async def write(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        asked = await store.run(checkins.read, fields.value(body), fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.note_form(asked))

    @app.view(Callback.NOTE)
    async def keep(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        form = payloads.note(body)
        asked = await store.run(checkins.keep_note, form.check_in, form.actor, form.text, shared=form.shared)
        await ack()
        if asked.channel and asked.ts:
            shown = views.check_in(asked)
            await client.chat_update(
                channel=asked.channel, ts=asked.ts, text=shown.text, blocks=list(shown.blocks)
            )


def _any(action: Action) -> re.Pattern[str]:
    """Return a pattern for all variants of a button."""
    return re.compile(rf"^{action}\.\w+$")


async def _replace(respond: AsyncRespond, message: Message, body: Json) -> None:
    """Put words in the place of those that were clicked; what else the message names stays at its foot."""
    blocks = [*message.blocks, *kept.foot(body)]
    await respond(text=message.text, blocks=blocks, replace_original=True)
