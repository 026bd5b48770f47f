"""Learns from Slack who there is: all at once at night, one by one as people join."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows import directory, firewall
from bot.letters import Json
from handlers.payloads import directory as payloads
from storage.store import Store

PAGE = 200


def register(app: AsyncApp, store: Store) -> None:
    """Greet nobody who joins the company unasked, but know them."""

    @app.event("team_join")
    async def joined(event: Json) -> None:
        await store.run(directory.learn, [payloads.entry(event["user"])])


async def sync(client: AsyncWebClient, store: Store, admins: Sequence[str] = ()) -> None:
    """Read Slack's whole directory, page by page, and appoint the admins that the settings name."""
    cursor = None
    while True:
        page = await client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
        await store.run(directory.learn, [payloads.entry(user) for user in page["members"]])
        more: dict[str, str] = page.get("response_metadata") or {}
        cursor = more.get("next_cursor")
        if not cursor:
            break
    await store.run(directory.appoint, admins)
    await store.run(firewall.watch)


async def know(client: AsyncWebClient, store: Store, person_id: str) -> None:
    """Make sure that a person is in the directory, by asking Slack where they are not."""
    if not await store.run(directory.is_known, person_id):
        answer = await client.users_info(user=person_id, include_locale=True)
        await store.run(directory.learn, [payloads.entry(answer["user"])])
