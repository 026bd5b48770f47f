"""Quick questions: asked by command, button and form; taken, talked about and thanked for by button."""

from __future__ import annotations

import re
from collections.abc import Iterable

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import question_letters, question_talks, questions
from bot.flows.question_talks import Answer, Answered
from bot.flows.question_turns import Spot
from bot.letters import Json, Letter, Message
from bot.rules.messages import Kind
from handlers import directory, home
from handlers.payloads import fields
from handlers.payloads import questions as payloads
from handlers.payloads.commands import Typed
from handlers.views import questions as views
from handlers.views.questions import Action, Callback
from storage.store import Store

LETTERS = {
    Kind.QUESTION: Letter(question_letters.ask_to_tell, views.asked),
    Kind.QUESTION_TAKEN: Letter(question_letters.talk_to_tell, views.taken),
    Kind.QUESTION_TALK: Letter(question_letters.talk_to_tell, views.planned),
    Kind.QUESTION_FOLLOW_UP: Letter(question_letters.follow_up_to_tell, views.follow_up),
    Kind.QUESTION_HELPED: Letter(question_letters.help_to_tell, views.helped),
    Kind.QUESTION_OPEN_END: Letter(question_letters.open_end_to_tell, views.open_end),
}

log = structlog.get_logger()


async def ask(typed: Typed) -> None:
    """Answer ``/flipside ask how do I ...`` with the form, filled in as far as the words tell."""
    await directory.know(typed.client, typed.store, typed.actor)
    found = await typed.store.run(questions.begin, typed.actor, typed.words)
    await typed.client.views_open(trigger_id=typed.trigger, view=views.opening(found))
    await typed.ack()


COMMANDS = {"ask": ask}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and the form of quick questions."""
    _register_asking(app, store)
    _register_taking(app, store)
    _register_talking(app, store)


def _register_asking(app: AsyncApp, store: Store) -> None:
    @app.action(Action.ASK)
    async def opened(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        found = await store.run(questions.begin, fields.actor(body), "", fields.value(body))
        await client.views_open(trigger_id=body["trigger_id"], view=views.opening(found))
        await ack()

    @app.view(Callback.ASK)
    async def asked(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        receipt = await store.run(questions.ask, fields.actor(body), *payloads.asked(view))
        await ack(response_action="update", view=views.receipt(receipt))
        await home.show(client, store, fields.actor(body))

    @app.action(Action.WITHDRAW)
    async def withdraw(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        spots = await store.run(questions.withdraw, fields.value(body), fields.actor(body))
        await ack()
        await home.show(client, store, fields.actor(body))
        await _put(client, spots, views.withdrawn())


def _register_taking(app: AsyncApp, store: Store) -> None:
    @app.action(Action.TAKE)
    async def take(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        done = await store.run(question_talks.take, fields.value(body), fields.actor(body))
        await ack()
        await _replace(respond, views.answered(done))
        await _put(client, done.others, views.answered(Answered(Answer.TAKEN_BY_ANOTHER, done.asker_id)))

    @app.action(Action.LET_GO)
    async def pass_on(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        done = await store.run(question_talks.pass_on, fields.value(body), fields.actor(body))
        await ack()
        await _replace(respond, views.answered(done))


def _register_talking(app: AsyncApp, store: Store) -> None:
    @app.action(re.compile(rf"^{Action.SLOT}\.\d+$"))
    async def choose(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        tap = payloads.tap(body)
        await store.run(question_talks.plan, tap.question, tap.actor, tap.starts_at, tap.revision)
        talk = await store.run(question_letters.read, tap.question, tap.actor)
        await ack()
        await _replace(respond, views.settled(talk))

    @app.action(Action.OTHER)
    async def offer(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        talk = await store.run(question_letters.read, fields.value(body), fields.actor(body))
        await ack()
        await _replace(respond, views.times(talk))

    @app.action(Action.HELPED)
    async def helped(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await store.run(question_talks.helped, fields.value(body), fields.actor(body))
        talk = await store.run(question_letters.read, fields.value(body), fields.actor(body))
        await ack()
        await _replace(respond, views.thanked(talk))


async def _replace(respond: AsyncRespond, message: Message) -> None:
    await respond(text=message.text, blocks=list(message.blocks), replace_original=True)


async def _put(client: AsyncWebClient, spots: Iterable[Spot], message: Message) -> None:
    """Let messages that wait for an answer no longer say so."""
    for spot in spots:
        try:
            await client.chat_update(
                channel=spot.channel, ts=spot.ts, text=message.text, blocks=list(message.blocks)
            )
        except SlackApiError as refusal:
            # One that was deleted asks nobody any more, and the buttons of any other say the same.
            log.warning("questions.not_updated", problem=str(refusal.response.get("error")))
