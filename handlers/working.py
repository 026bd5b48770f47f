"""Answers a form with "Working…", when what it asks for takes longer than Slack waits."""

from __future__ import annotations

import asyncio

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.letters import Json

MOMENT = 0.25  # seconds


async def show(ack: AsyncAck, view: Json) -> None:
    """Put a view in the form's place, and leave Slack a moment to do so.

    The answer and a later views.update travel on different ways: one that overtook it would be lost.
    """
    await ack(response_action="update", view=view)
    await asyncio.sleep(MOMENT)
