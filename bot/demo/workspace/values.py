"""The plain values that cross the workspace's border."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Json = dict[str, Any]


class Clock(Protocol):
    """Says what time it is: an aware UTC datetime."""

    def now(self) -> datetime:
        """Return the present moment."""
        ...


@dataclass(frozen=True, slots=True)
class User:
    """A member of the workspace; `name` is the handle, `tz` an IANA time zone."""

    id: str
    name: str
    real_name: str
    email: str = ""
    title: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_admin: bool = False
    status_text: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file of `size` bytes, read from disk; `channels` are where it was shared."""

    id: str
    name: str
    title: str
    mimetype: str
    owner: str
    created: int
    size: int = 0
    read: Callable[[], bytes] = bytes
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Something visible changed for `people` (None: everybody); `body` is the message, view or channel."""

    kind: str
    people: frozenset[str] | None
    channel: str | None
    body: Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an interaction went: `error` is what Slack would show, `errors` are a modal's, by block id."""

    ok: bool = True
    error: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Json, ...] = ()
    response: Json | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Slack's patience, in seconds of real time. Tests shorten it."""

    ack: float = 3.0
    trigger: float = 3.0
    response_url: float = 1800.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
