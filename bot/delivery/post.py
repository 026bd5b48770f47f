"""Puts one letter into Slack, a call at a time, and finds it again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.flows.parcels import Parcel
from bot.letters import File, Message

EVENT = "flipside_message"
NEWEST = 200  # messages that are looked through


class Posted(NamedTuple):
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Post:
    """The Slack side of delivery. Every call raises SlackApiError when Slack refuses."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def open(self, people: Sequence[str]) -> str:
        """Return the conversation with these people, opened where it is not yet."""
        answer = await self._client.conversations_open(users=",".join(people))
        return str(answer["channel"]["id"])

    async def say(self, parcel: Parcel, message: Message) -> Posted:
        """Post a message; its attempt's id travels along, to find it by."""
        answer = await self._client.chat_postMessage(
            channel=_place(parcel),
            **_words(message),
            metadata={"event_type": EVENT, "event_payload": {"attempt": parcel.message.attempt_id}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    async def whisper(self, parcel: Parcel, message: Message) -> Posted:
        """Show a message to one person in a channel."""
        channel, [person] = _place(parcel), parcel.recipients
        answer = await self._client.chat_postEphemeral(channel=channel, user=person, **_words(message))
        return Posted(channel, str(answer["message_ts"]))

    async def edit(self, parcel: Parcel, message: Message) -> Posted:
        """Replace an earlier message."""
        channel, ts = _place(parcel), parcel.ts or ""
        await self._client.chat_update(channel=channel, ts=ts, **_words(message))
        return Posted(channel, ts)

    async def upload(self, files: Sequence[File]) -> list[str]:
        """Upload files that nobody sees yet, and return their ids."""
        ids = []
        for file in files:
            content = await asyncio.to_thread(file.make)
            announced = await self._client.files_getUploadURLExternal(filename=file.name, length=len(content))
            ids.append(str(announced["file_id"]))
            await self._fill(str(announced["upload_url"]), content)
        return ids

    async def share(self, parcel: Parcel, ids: Sequence[str], files: Sequence[File]) -> None:
        """Show uploaded files where their message stands."""
        titled: list[dict[str, str | None]] = [
            {"id": one, "title": file.title} for one, file in zip(ids, files, strict=True)
        ]
        await self._client.files_completeUploadExternal(files=titled, channel_id=_place(parcel))

    async def is_shared(self, file_id: str) -> bool:
        """Tell whether an uploaded file was shown after all."""
        try:
            await self._client.files_info(file=file_id)
        except SlackApiError as refusal:
            if refusal.response.get("error") in {"file_not_found", "file_deleted"}:
                return False
            raise
        return True

    async def find(self, parcel: Parcel) -> Posted | None:
        """Return where an attempt landed, by one look at the newest messages of its conversation."""
        channel = parcel.conversation or await self.open(parcel.recipients)
        history = await self._client.conversations_history(
            channel=channel, include_all_metadata=True, limit=NEWEST
        )
        found: list[dict[str, Any]] = history.get("messages", [])
        for message in found:
            payload = message.get("metadata", {}).get("event_payload", {})
            if payload.get("attempt") == parcel.message.attempt_id:
                return Posted(channel, str(message["ts"]))
        return None

    async def _fill(self, url: str, content: bytes) -> None:
        limit = ClientTimeout(total=self._client.timeout)
        async with (
            ClientSession(timeout=limit, trust_env=True) as session,
            session.post(url, data=content) as answer,
        ):
            answer.raise_for_status()


def _place(parcel: Parcel) -> str:
    if parcel.channel is None:
        raise ValueError("A parcel without a place cannot be sent.")
    return parcel.channel


def _words(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks) or None}
