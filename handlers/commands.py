"""The one slash command: its first word chooses the row, nothing or an unknown word opens the hub."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.payloads import commands as payloads
from handlers.payloads import fields
from handlers.payloads.commands import Typed
from storage.store import Store

Answer = Callable[[Typed], Awaitable[None]]


def register(app: AsyncApp, store: Store, answers: Mapping[str, Answer], hub: Answer) -> None:
    """Answer ``/flipside`` by its first word."""

    @app.command("/flipside")
    async def flipside(
        ack: AsyncAck, respond: AsyncRespond, client: AsyncWebClient, body: dict[str, Any]
    ) -> None:
        word, rest = payloads.first_word(body)
        home = payloads.home_address(body)
        typed = Typed(fields.actor(body), rest, body["trigger_id"], ack, respond, client, store, word, home)
        await answers.get(word, hub)(typed)
