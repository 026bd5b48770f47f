"""Puts one letter into Slack, and finds it again."""

from __future__ import annotations

from typing import Any, NamedTuple

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import words
from bot.flows.outbox import Parcel
from bot.letters import Letter

EVENT = "flipside_message"


class Posted(NamedTuple):
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Post:
    """The Slack side of delivery."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def letter(self, parcel: Parcel, letter: Letter, values: object) -> Posted:
        """Make the words and post them with their files; raises SlackApiError when Slack refuses."""
        channel = parcel.channel or await self._open(parcel.recipients)
        with words.speaking(parcel.locale):
            message = letter.view(values)
        answer = await self._client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=list(message.blocks) or None,
            metadata={"event_type": EVENT, "event_payload": {"attempt": parcel.attempt}},
            unfurl_links=False,
            unfurl_media=False,
        )
        posted = Posted(str(answer["channel"]), str(answer["ts"]))
        for file in message.files:
            await self._client.files_upload_v2(
                channel=posted.channel, filename=file.name, title=file.title, content=file.content
            )
        return posted

    async def find(self, parcel: Parcel) -> Posted | None:
        """Return where an attempt landed, by one look at the newest messages of its conversation."""
        channel = parcel.conversation
        if channel is None:
            return None
        try:
            history = await self._client.conversations_history(
                channel=channel, include_all_metadata=True, limit=100
            )
        except (SlackApiError, ClientError, OSError, TimeoutError):
            return None  # not to be known now: the message goes out again
        found: list[dict[str, Any]] = history.get("messages", [])
        for message in found:
            payload = message.get("metadata", {}).get("event_payload", {})
            if payload.get("attempt") == parcel.attempt:
                return Posted(channel, str(message["ts"]))
        return None

    async def _open(self, people: tuple[str, ...]) -> str:
        answer = await self._client.conversations_open(users=",".join(people))
        return str(answer["channel"]["id"])
