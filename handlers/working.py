"""Answers at once with "Working…", when what is asked for takes longer than Slack waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.letters import Json
from bot.rules.refusals import Refusal
from bot.words import _
from handlers.views import errors

MOMENT = 0.25  # seconds


async def show(ack: AsyncAck, view: Json) -> None:
    """Put a view in the form's place, and leave Slack a moment to do so.

    The answer and a later views.update travel on different ways: one that overtook it would be lost.
    """
    await ack(response_action="update", view=view)
    await asyncio.sleep(MOMENT)


async def fill(client: AsyncWebClient, view_id: str, made: Awaitable[Json]) -> None:
    """Show what came of it where "Working…" stands; a refusal, too: the trigger is spent by now."""
    try:
        view = await made
    except Refusal as refusal:
        view = errors.sorry(_(refusal.template).format(**refusal.facts))
    await client.views_update(view_id=view_id, view=view)
