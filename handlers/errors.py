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

from bot.rules.refusals import Mistakes, Refusal, Stale
from bot.words import _
from handlers.views import errors as views

Json = dict[str, Any]
log = structlog.get_logger()


class TooSlow(Refusal):
    """That took a moment too long for Slack. Please click once more."""


class TooManyWindows(Refusal):
    """Too many windows are open here. Close one, then click again."""


# What Slack refuses for reasons that the person can do something about.
SLACKS_OWN: dict[str, type[Refusal]] = {
    "expired_trigger_id": TooSlow,
    "exchanged_trigger_id": TooSlow,
    "trigger_expired": TooSlow,
    "trigger_exchanged": TooSlow,
    "push_limit_reached": TooManyWindows,
}


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
    if _is_of_a_closed_window(error):
        return await ack()
    error = _understood(error)
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


def _understood(error: Exception) -> Exception:
    """Return the refusal that an error comes down to, where it does."""
    if isinstance(error, SlackApiError) and (refusal := SLACKS_OWN.get(error.response.get("error", ""))):
        return refusal()
    if isinstance(error, Stale) and error.__cause__:
        log.warning("payload.unreadable", exc_info=error.__cause__)
    return error


def _is_of_a_closed_window(error: Exception) -> bool:
    """Tell whether a modal was to be changed that the person has closed meanwhile: nobody misses that."""
    return (
        isinstance(error, SlackApiError)
        and error.response.get("error") == "not_found"
        and error.response.api_url.endswith(("views.update", "views.push"))
    )


async def _tell(body: Json, client: AsyncWebClient, respond: AsyncRespond, words: str) -> None:
    """Say it in words that only the person sees: where they are looking, or else by DM."""
    try:
        await _tell_there(body, client, respond, words)
    except SlackApiError:
        await _tell_by_message(body, client, words)


async def _tell_there(body: Json, client: AsyncWebClient, respond: AsyncRespond, words: str) -> None:
    if body.get("response_url"):
        await respond(text=words, response_type="ephemeral", replace_original=False)
    elif body.get("view", {}).get("type") == "modal":
        await client.views_push(trigger_id=body["trigger_id"], view=views.sorry(words))
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=views.sorry(words))


async def _tell_by_message(body: Json, client: AsyncWebClient, words: str) -> None:
    try:
        await client.chat_postMessage(channel=body["user"]["id"], text=words)
    except SlackApiError as gone:
        log.warning("handler.untold", problem=gone.response.get("error"))
