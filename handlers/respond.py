"""Bolt's ``respond``, over connections that are open already, and to nobody but Slack."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.letters import Json
from bot.rules.refusals import Stale
from handlers.addresses import is_slacks


class Respond(AsyncRespond):
    """Answers where somebody clicked; Bolt's own opens a connection for every answer."""

    def __init__(self, client: AsyncWebClient, response_url: str | None) -> None:
        super().__init__(response_url=response_url, proxy=client.proxy, ssl=client.ssl)
        self._client = client

    async def __call__(  # type: ignore[override]  # only what this program says
        self,
        text: str = "",
        blocks: Sequence[Json] | None = None,
        *,
        response_type: str | None = None,
        replace_original: bool | None = None,
    ) -> WebhookResponse:
        """Answer; raises Stale where the address is missing or not Slack's."""
        if not self.response_url or not is_slacks(self.response_url, self._client.base_url):
            raise Stale
        webhook = AsyncWebhookClient(
            self.response_url, proxy=self.proxy, ssl=self.ssl, session=self._client.session
        )
        return await webhook.send(
            text=text, blocks=blocks, response_type=response_type, replace_original=replace_original
        )
