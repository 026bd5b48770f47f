"""Learns from Slack who there is: all at once at night, one by one as people join."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import directory, firewall
from bot.flows.directory import Place
from bot.letters import Json
from handlers.payloads import directory as payloads
from storage.store import Store

log = structlog.get_logger()

PAGE = 200
MINUTE = 60.0
PAGES_A_MINUTE = 20  # Slack's tier of users.list
TRIES = 8  # of a page that Slack fails to give
LONGEST_REST = 60.0


def register(app: AsyncApp, store: Store) -> None:
    """Greet nobody who joins the company unasked, but know them."""

    @app.event("team_join")
    async def joined(event: Json) -> None:
        await store.run(directory.learn, [payloads.entry(event["user"])])


async def sync(
    client: AsyncWebClient, store: Store, admins: Sequence[str] = (), per_minute: int = PAGES_A_MINUTE
) -> None:
    """Read Slack's whole directory, so many pages a minute, and appoint the admins that the settings name.

    Goes on where it was stopped. Raises SlackApiError or what the network says, once it has tried for long.
    """
    await store.run(directory.appoint, admins)  # whom we know need not wait for the list
    await _read(client, store, per_minute)
    while await store.run(directory.see_off):
        pass
    await store.run(directory.appoint, admins)
    await store.run(firewall.watch)


async def know(client: AsyncWebClient, store: Store, person_id: str) -> None:
    """Make sure that a person is in the directory, by asking Slack where they are not."""
    if not await store.run(directory.is_known, person_id):
        answer = await client.users_info(user=person_id, include_locale=True)
        await store.run(directory.learn, [payloads.entry(answer["user"])])


async def _read(client: AsyncWebClient, store: Store, per_minute: int) -> None:
    """Keep page after page, within Slack's tier."""
    lately: deque[float] = deque(maxlen=per_minute)
    place: Place | None = await store.run(directory.begin)
    while place:
        await _within_the_tier(lately)
        try:
            page = await _page(client, place.cursor)
        except SlackApiError as refusal:
            if refusal.response.get("error") != "invalid_cursor" or not place.cursor:
                raise
            place = await store.run(directory.begin, anew=True)
            continue
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        entries = [payloads.entry(user) for user in page["members"]]
        place = await store.run(directory.keep_page, place, entries, cursor)


async def _within_the_tier(lately: deque[float]) -> None:
    """Wait until this call would not be one too many within a minute."""
    now = asyncio.get_running_loop().time
    if len(lately) == lately.maxlen:
        await asyncio.sleep(max(0.0, lately[0] + MINUTE - now()))
    lately.append(now())


async def _page(client: AsyncWebClient, cursor: str) -> Any:
    """Return a page of users; waits as long as Slack asks for, and asks again where it fails."""
    failures = 0
    while True:
        try:
            return await client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
        except SlackApiError as refusal:
            status, headers = refusal.response.status_code, refusal.response.headers
            if status == 429:
                await asyncio.sleep(float(headers.get("Retry-After", LONGEST_REST)))
                continue
            if status < 500 or failures >= TRIES:
                raise
        except (ClientError, ConnectionError, TimeoutError):
            if failures >= TRIES:
                raise
        failures += 1
        log.warning("directory.waiting_for_slack", failures=failures)
        await asyncio.sleep(min(2.0**failures, LONGEST_REST))
