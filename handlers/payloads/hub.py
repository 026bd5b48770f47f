"""A message that somebody wrote to the bot."""

from __future__ import annotations

from handlers.payloads.fields import Json


def writer(event: Json) -> str | None:
    """Return who wrote a direct message; None for edits, files by themselves, and what bots wrote."""
    if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
        return None
    return str(event["user"])
