"""What every listener may need, in the context of its request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.flows.estimate import Rates
from handlers.estimate import RATES
from handlers.respond import Respond


class Lending(AsyncMiddleware):
    """Gives listeners our ``respond``, and tells them how fast Slack lets us speak."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's signature
    ) -> BoltResponse:
        """Lend, and go on."""
        req.context["respond"] = Respond(req.context.client, req.context.response_url)
        req.context[RATES] = self._rates
        return await next()
