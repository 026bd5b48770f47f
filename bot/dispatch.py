"""Hands a request to Bolt and has the answer as soon as a listener acks; Bolt itself looks every 10 ms."""

from __future__ import annotations

import asyncio

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse


class PromptAck(AsyncAck):
    """An ack that tells when it was given."""

    def __init__(self) -> None:
        self.given: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()
        self.response = None

    @property
    def response(self) -> BoltResponse | None:
        """What is answered to Slack; None before the ack."""
        return self._response

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        self._response = response
        if response is not None and not self.given.done():
            self.given.set_result(response)


async def dispatch(app: AsyncApp, request: AsyncBoltRequest) -> BoltResponse:
    """Return the answer to a request; its listener may still be at work."""
    request.context["ack"] = ack = PromptAck()
    dispatched = asyncio.ensure_future(app.async_dispatch(request))
    try:
        await asyncio.wait({dispatched, ack.given}, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        dispatched.cancel()
        raise
    if not dispatched.done():
        return ack.given.result()
    response: BoltResponse = dispatched.result()
    return response
