"""Every failure leaves here: a refusal becomes words, the rest is logged with a reference."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rules.refusals import Mistakes, Refusal
from bot.words import _, speaking
from handlers.payloads import fields
from handlers.views import errors as views

Json = dict[str, Any]
log = structlog.get_logger()


async def answer_failure(
    error: Exception, ack: AsyncAck, body: Json, client: AsyncWebClient
) -> BoltResponse | None:
    """Tell the person what went wrong, where they are looking; Bolt's one error listener."""
    if body.get("type") == "event_callback":
        log.error("handler.failed", exc_info=error, event_type=body.get("event", {}).get("type"))
        return None
    with speaking(str(body.get("user", {}).get("locale", "en"))):
        if isinstance(error, Mistakes) and body.get("type") == "view_submission":
            return await ack(response_action="errors", errors=error.fields)
        words = _say(error)
        if body.get("type") == "view_submission":
            return await ack(response_action="push", view=views.sorry(words))
        await ack()
        await _tell(body, client, words)
        return None


def _say(error: Exception) -> str:
    if isinstance(error, Refusal):
        return _(error.template).format(**error.facts)
    reference = secrets.token_hex(4)
    log.error("handler.failed", exc_info=error, reference=reference)
    return _("Something went wrong on our side, and nothing was changed. Please try again in a moment.") + (
        "\n"
        + _("If it happens again, give a program admin this reference: {reference}").format(
            reference=reference
        )
    )


async def _tell(body: Json, client: AsyncWebClient, words: str) -> None:
    try:
        await _show(body, client, words)
    except SlackApiError as gone:
        log.warning("handler.untold", problem=gone.response.get("error"))


async def _show(body: Json, client: AsyncWebClient, words: str) -> None:
    """Say it in a modal where there is no conversation, else in words that only the person sees."""
    where = body.get("channel", {}).get("id") or body.get("channel_id")
    container = body.get("container", {}).get("type")
    if container == "view" and body["view"]["type"] == "modal":
        await client.views_push(trigger_id=body["trigger_id"], view=views.sorry(words))
    elif where is None:
        await client.views_open(trigger_id=body["trigger_id"], view=views.sorry(words))
    else:
        await client.chat_postEphemeral(channel=where, user=fields.actor(body), text=words)
