"""From an envelope to Bolt and back."""

from __future__ import annotations

import json

import structlog
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.dispatch import dispatch
from bot.sockets.link import Json

log = structlog.get_logger()


async def serve(app: AsyncApp, envelope: Json) -> Json | None:
    """Do what an envelope asks for; return the ack's payload, None where it must not be acked."""
    request = SocketModeRequest.from_dict(envelope)
    if request is None:
        return None
    headers = build_headers(request)
    bolt = AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=headers)
    response = await dispatch(app, bolt)
    if response.status != 200:
        log.warning("envelope.unanswered", type=request.type, status=response.status)
        return None
    return _payload(response)


def _payload(response: BoltResponse) -> Json:
    if not response.body:
        return {}
    if response.first_headers_without_set_cookie().get("content-type", "").startswith("application/json"):
        payload: Json = json.loads(response.body)
        return payload
    return {"text": response.body}
