"""Fetches a file that somebody handed in; the token goes to Slack and nowhere else."""

from __future__ import annotations

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.rules.refusals import Refusal
from handlers.addresses import is_slacks

PATIENCE = aiohttp.ClientTimeout(total=30)  # the click has been answered before


class NotFetched(Refusal):
    """I could not fetch the file from Slack. Hand it in again; if it stays so, ask who runs Flipside."""


async def fetch(client: AsyncWebClient, address: str, most: int) -> bytes:
    """Return the content of a file by its private address, cut just above ``most`` bytes.

    NotFetched where the address is not Slack's, or Slack refuses or is slow.
    """
    if not is_slacks(address, client.base_url):
        raise NotFetched
    headers = {"Authorization": f"Bearer {client.token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=PATIENCE, headers=headers) as session,
            session.get(address, allow_redirects=False) as answer,
        ):
            # Without the scope files:read Slack answers with its sign-in page.
            if answer.status != 200 or answer.content_type == "text/html":
                raise NotFetched
            return await _read(answer, most)
    except (aiohttp.ClientError, TimeoutError) as broken:
        raise NotFetched from broken


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    content = b""
    async for chunk in answer.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > most:
            break
    return content
