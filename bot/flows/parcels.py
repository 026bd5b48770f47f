"""What goes to and fro between the outbox and its senders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from storage.models import OutboxMessage, Step


class Also(NamedTuple):
    """A message that another one names: its key and its kind."""

    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message in the hands of a sender: its next step, where to, for whom, in which language."""

    message: OutboxMessage
    step: Step
    claim: int  # which claim of the message this is
    lease_until: datetime
    recipients: tuple[str, ...] = ()  # people, for a DM or a pair's group DM
    channel: str | None = None  # where it goes; None while a pair's group DM is not open yet
    conversation: str | None = None  # where it can be read again, where known
    ts: str | None = None  # of the message that it changes, or that its files follow
    locale: str = "en-US"
    values: Any = None  # what the words are made of
    also: tuple[Also, ...] = ()  # what it names besides


class Sent(NamedTuple):
    """A message that Slack has accepted, and where it stands, unless that is known."""

    parcel: Parcel
    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sender asks for: calls a minute by step (0: any), a lease, and so many messages at most."""

    rates: Mapping[Step, float]
    lease: timedelta
    grace: timedelta  # how long a call may be under way
    room: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """What may leave now, and whether it is worth to ask again at once, or from which moment on."""

    parcels: tuple[Parcel, ...] = ()
    is_more: bool = False
    again_at: datetime | None = None
