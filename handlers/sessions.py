"""Sessions: planned, moved, canceled and noted as held, from the pair's group DM and from Home."""

from __future__ import annotations

import re

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import meetings, sessions
from bot.flows.meetings import Meeting, Spot
from bot.letters import Json, Letter
from bot.rules.messages import Kind
from handlers import home
from handlers.commands import Answer
from handlers.payloads import fields
from handlers.payloads import sessions as payloads
from handlers.views import session_forms as forms
from handlers.views import sessions as views
from handlers.views.sessions import Action, Callback
from storage.store import Store

LETTERS = {
    Kind.SESSION_CARD: Letter(meetings.meeting_to_tell, views.letter),
    Kind.SESSION_REMINDER: Letter(meetings.meeting_to_tell, views.reminder),
    Kind.SESSION_FOLLOW_UP: Letter(meetings.meeting_to_tell, views.follow_up),
}
COMMANDS: dict[str, Answer] = {}

GONE = frozenset({"message_not_found", "channel_not_found", "cant_update_message"})

log = structlog.get_logger()


def register(app: AsyncApp, store: Store) -> None:
    """Listen to the buttons and forms of sessions."""
    _register_planning(app, store)
    _register_moving(app, store)
    _register_endings(app, store)


def _register_planning(app: AsyncApp, store: Store) -> None:
    @app.action(_slot(Action.PLAN_SLOT))
    async def plan_slot(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        tap = payloads.tap(body)
        # The time was offered inside working hours; where they have changed since, the choice still counts.
        plan = await store.run(sessions.plan, tap.subject, tap.actor, tap.starts_at, anyway=True)
        await ack()
        await _answer(body, respond, client, store, plan.meeting)
        if not plan.is_as_chosen and body.get("response_url"):
            words = views.planned_before(plan.meeting)
            await respond(text=words, response_type="ephemeral", replace_original=False)

    @app.action(Action.PLAN_OTHER)
    async def ask_for_time(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        offer = await store.run(sessions.offer, fields.value(body), fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=forms.plan_form(offer))

    @app.view(Callback.PLAN)
    async def plan(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        wish, actor = payloads.wish(view), fields.actor(body)
        plan = await store.run(sessions.plan, wish.subject, actor, wish.starts_at, anyway=wish.anyway)
        receipt = forms.receipt(plan.meeting, is_as_chosen=plan.is_as_chosen)
        await ack(response_action="update", view=receipt)
        await home.show(client, store, actor)


def _register_moving(app: AsyncApp, store: Store) -> None:
    @app.action(Action.MOVE)
    async def ask_where_to(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        meeting, offer = await store.run(sessions.read, fields.value(body), fields.actor(body))
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=forms.move_form(meeting, offer))

    @app.action(_slot(Action.MOVE_SLOT))
    async def move_to_slot(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        tap = payloads.tap(body)
        meeting = await store.run(sessions.move, tap.subject, tap.actor, tap.starts_at, anyway=True)
        await ack()
        await client.views_update(view_id=fields.view(body)["id"], view=forms.receipt(meeting))
        await _tell_change(client, store, meeting, tap.actor)
        await home.show(client, store, tap.actor)

    @app.view(Callback.MOVE)
    async def move(ack: AsyncAck, body: Json, view: Json, client: AsyncWebClient) -> None:
        wish, actor = payloads.wish(view), fields.actor(body)
        meeting = await store.run(sessions.move, wish.subject, actor, wish.starts_at, anyway=wish.anyway)
        await ack(response_action="update", view=forms.receipt(meeting))
        await _tell_change(client, store, meeting, actor)
        await home.show(client, store, actor)


def _register_endings(app: AsyncApp, store: Store) -> None:
    @app.action(Action.CANCEL)
    async def cancel(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        meeting = await store.run(sessions.cancel, fields.value(body), fields.actor(body))
        await ack()
        await _tell_change(client, store, meeting, fields.actor(body))
        await _answer(body, respond, client, store, meeting)

    @app.action(Action.NOT_MET)
    async def not_met(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        meeting = await store.run(sessions.cancel, fields.value(body), fields.actor(body))
        await ack()
        await _refresh(client, store, meeting)
        await _answer(body, respond, client, store, meeting)

    @app.action(Action.MET)
    async def met(ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond) -> None:
        meeting = await store.run(sessions.hold, fields.value(body), fields.actor(body))
        await ack()
        await _refresh(client, store, meeting)
        await _answer(body, respond, client, store, meeting)

    @app.action(Action.MET_UNPLANNED)
    async def met_unplanned(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await store.run(sessions.hold_now, fields.value(body), fields.actor(body))
        await ack()
        await home.show(client, store, fields.actor(body))


async def _answer(
    body: Json, respond: AsyncRespond, client: AsyncWebClient, store: Store, meeting: Meeting
) -> None:
    """Settle the message that was clicked, unless it is one about this session; on Home, show Home again."""
    place = payloads.place(body)
    if not place.ts:
        await home.show(client, store, fields.actor(body))
    elif all(spot.ts != place.ts for spot in meeting.spots):
        blocks = views.answered(place.blocks, meeting)
        await respond(text=place.text, blocks=blocks, replace_original=True)


async def _refresh(client: AsyncWebClient, store: Store, meeting: Meeting) -> None:
    """Let every message about a session in the pair's group DM say how it stands now."""
    newest = meeting.spots[-1] if meeting.spots else None
    for spot in meeting.spots:
        shown = views.again(spot.kind, meeting, is_newest=spot == newest)
        try:
            await client.chat_update(
                channel=spot.channel, ts=spot.ts, text=shown.text, blocks=list(shown.blocks)
            )
        except SlackApiError as refusal:
            # The session stands whatever Slack says of its messages; one that was deleted is shown anew.
            problem = str(refusal.response.get("error"))
            log.warning("sessions.not_updated", kind=spot.kind, problem=problem)
            if problem in GONE:
                await store.run(sessions.show_again, meeting.id, spot.ts)


async def _tell_change(client: AsyncWebClient, store: Store, meeting: Meeting, actor: str) -> None:
    """Update the messages about a session, and tell the other half under the card, with the new file."""
    await _refresh(client, store, meeting)
    if card := _card(meeting):
        words, file = views.changed(meeting, actor)
        await client.files_upload_v2(
            channel=card.channel,
            thread_ts=card.ts,
            initial_comment=words,
            filename=file.name,
            title=file.title,
            content=file.make(),
        )


def _card(meeting: Meeting) -> Spot | None:
    return next((spot for spot in meeting.spots if spot.kind == Kind.SESSION_CARD), None)


def _slot(action: Action) -> re.Pattern[str]:
    return re.compile(rf"^{action}\.\d+$")
