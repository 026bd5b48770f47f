"""A typed command, unwrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from storage.store import Store

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Typed:
    """``/flipside word rest``: who typed it, what followed the word, and the means to answer.

    ``home`` is the address of the app's Home tab.
    """

    actor: str
    rest: str
    trigger: str
    ack: AsyncAck
    respond: AsyncRespond
    client: AsyncWebClient
    store: Store
    word: str = ""
    home: str = ""

    @property
    def mentions(self) -> list[str]:
        """Return the people mentioned in the rest."""
        return MENTION.findall(self.rest)

    @property
    def words(self) -> str:
        """Return the rest without the mentions."""
        return MENTION.sub("", self.rest).strip()


def first_word(body: dict[str, Any]) -> tuple[str, str]:
    """Split a command's text into its first word, in lower case, and the rest."""
    word, _, rest = unescape(str(body.get("text", ""))).strip().partition(" ")
    return word.lower(), rest.strip()


def home_address(body: dict[str, Any]) -> str:
    """Return the address that opens the app's Home tab in Slack."""
    return f"slack://app?team={body['team_id']}&id={body['api_app_id']}&tab=home"
