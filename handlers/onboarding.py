"""Join, profile, pause, leave: commands, buttons, two steps of a form."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import onboarding, profiles
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import directory, home
from handlers.payloads import fields
from handlers.payloads import onboarding as payloads
from handlers.payloads.commands import Typed
from handlers.views import onboarding as views
from handlers.views import profile as form
from storage.store import Store

LETTERS = {
    Kind.WELCOME: Letter(onboarding.welcome_to_tell, views.welcome),
    Kind.PAUSE_ENDED: Letter(onboarding.pause_end_to_tell, views.pause_ended),
}


async def join(typed: Typed) -> None:
    """Answer ``/flipside join`` with the form; a member finds their profile in it."""
    await _open_form(typed.client, typed.store, typed.actor, typed.trigger)
    await typed.ack()


async def profile(typed: Typed) -> None:
    """Answer ``/flipside profile`` with a member's form."""
    mine = await typed.store.run(profiles.edit, typed.actor)
    await typed.client.views_open(trigger_id=typed.trigger, view=_first(mine))
    await typed.ack()


async def pause(typed: Typed) -> None:
    """Answer ``/flipside pause`` by asking until when."""
    until = await typed.store.run(onboarding.usual_return, typed.actor)
    await typed.client.views_open(trigger_id=typed.trigger, view=views.pause_form(until))
    await typed.ack()


async def resume(typed: Typed) -> None:
    """Answer ``/flipside resume``."""
    await typed.store.run(onboarding.resume, typed.actor)
    await typed.ack(views.resumed())
    await home.show(typed.client, typed.store, typed.actor)


async def leave(typed: Typed) -> None:
    """Answer ``/flipside leave`` with the way out."""
    await typed.store.run(profiles.edit, typed.actor)
    text, blocks = views.leave_question()
    await typed.ack(text=text, blocks=blocks)


COMMANDS = {"join": join, "profile": profile, "pause": pause, "resume": resume, "leave": leave}


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and forms of onboarding."""
    _register_joining(app, store)
    _register_resting(app, store)


def _register_joining(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.ABOUT)
    async def about(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=views.about())

    @app.action(views.Action.JOIN)
    async def join_or_edit(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await _open_form(client, store, fields.actor(body), body["trigger_id"])
        await ack()

    @app.action(views.Action.PROFILE)
    async def edit(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        mine = await store.run(profiles.edit, fields.actor(body))
        await client.views_open(trigger_id=body["trigger_id"], view=_first(mine))
        await ack()

    @app.view(views.Callback.WHAT_YOU_BRING)
    async def next_step(ack: AsyncAck, body: Json, view: Json) -> None:
        mine = await store.run(profiles.bring, fields.actor(body), payloads.what_you_bring(view))
        step = form.after_what_you_bring(mine, payloads.packed(mine.profile))
        await ack(response_action="update", view=step)

    @app.view(views.Callback.MEANT)
    async def settle(ack: AsyncAck, body: Json, view: Json) -> None:
        so_far, agreed = payloads.agreed(view)
        mine = await store.run(profiles.settle, fields.actor(body), so_far, agreed)
        step = form.how_you_meet(mine, payloads.packed(mine.profile))
        await ack(response_action="update", view=step)

    @app.action(views.Action.BACK)
    async def step_back(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        so_far = payloads.how_you_meet(fields.view(body))
        mine = await store.run(profiles.back, fields.actor(body), so_far)
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=_first(mine))

    @app.view(views.Callback.HOW_YOU_MEET)
    async def keep(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        kept = await store.run(onboarding.join, fields.actor(body), payloads.how_you_meet(view))
        await ack(response_action="update", view=form.receipt(kept))
        await home.show(client, store, fields.actor(body))


def _register_resting(app: AsyncApp, store: Store) -> None:
    @app.action(views.Action.PAUSE)
    async def ask_until(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        until = await store.run(onboarding.usual_return, fields.actor(body))
        await client.views_open(trigger_id=body["trigger_id"], view=views.pause_form(until))
        await ack()

    @app.view(views.Callback.PAUSE)
    async def rest(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        until = await store.run(onboarding.pause, fields.actor(body), payloads.until(view))
        await ack(response_action="update", view=views.paused(until))
        await home.show(client, store, fields.actor(body))

    @app.action(views.Action.RESUME)
    async def wake(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await store.run(onboarding.resume, fields.actor(body))
        await ack()
        await _answer(body, respond, views.resumed())
        await home.show(client, store, fields.actor(body))

    @app.action(views.Action.LEAVE)
    async def let_go(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        program = await store.run(onboarding.leave, fields.actor(body))
        await ack()
        await _answer(body, respond, views.farewell(program))
        await home.show(client, store, fields.actor(body))


async def _open_form(client: AsyncWebClient, store: Store, person_id: str, trigger: str) -> None:
    await directory.know(client, store, person_id)
    mine = await store.run(profiles.begin, person_id)
    await client.views_open(trigger_id=trigger, view=_first(mine))


def _first(mine: profiles.Form) -> Json:
    return form.what_you_bring(mine, payloads.packed(mine.profile))


async def _answer(body: Json, respond: AsyncRespond, words: str) -> None:
    """Let an answer take the place of the message that was clicked; Home shows it by itself."""
    if body.get("response_url"):
        await respond(text=words, replace_original=True)
