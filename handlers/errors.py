"""Every failure leaves here: a refusal becomes words, the rest is logged with a reference."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.rules.refusals import Mistakes, Refusal
from bot.words import _
from handlers.views import errors as views

Json = dict[str, Any]
log = structlog.get_logger()


async def answer_failure(
    error: Exception, ack: AsyncAck, body: Json, client: AsyncWebClient, respond: AsyncRespond
) -> BoltResponse | None:
    """Tell the person what went wrong, where they are looking; Bolt's one error listener.

    Bolt answers Slack with what is returned here, and with a 500 where nothing is.
    """
    kind = body.get("type")
    if kind == "event_callback":
        log.error("handler.failed", exc_info=error, event_type=body["event"].get("type"))
        return None
    if isinstance(error, Mistakes) and kind == "view_submission":
        return await ack(response_action="errors", errors=error.fields)
    words = _say(error)
    if kind == "view_submission":
        return await ack(response_action="push", view=views.sorry(words))
    await _tell(body, client, respond, words)
    return await ack()


def _say(error: Exception) -> str:
    if isinstance(error, Mistakes):
        return " ".join(_(sentence) for sentence in error.fields.values())
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


async def _tell(body: Json, client: AsyncWebClient, respond: AsyncRespond, words: str) -> None:
    """Say it in words that only the person sees, or in a modal where there is no conversation."""
    try:
        if body.get("response_url"):
            await respond(text=words, response_type="ephemeral", replace_original=False)
        elif body.get("view", {}).get("type") == "modal":
            await client.views_push(trigger_id=body["trigger_id"], view=views.sorry(words))
        else:
            await client.views_open(trigger_id=body["trigger_id"], view=views.sorry(words))
    except SlackApiError as gone:
        log.warning("handler.untold", problem=gone.response.get("error"))
