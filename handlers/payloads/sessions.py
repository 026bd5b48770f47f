"""What people say about sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json


class Tap(NamedTuple):
    """A tap on an offered time: for which pair or session, who tapped, when it would be."""

    subject: str
    actor: str
    starts_at: datetime


class Wish(NamedTuple):
    """A time asked for in a form: for which pair or session, when, and whether outside working hours too."""

    subject: str
    starts_at: datetime | None
    anyway: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a button stood: in a message with its blocks, or on Home or in a modal without any."""

    channel: str = ""
    ts: str = ""
    text: str = ""
    blocks: tuple[Json, ...] = ()


@fields.reading()
def tap(body: Json) -> Tap:
    """Read a tap on an offered time: its moment ends the button's id."""
    moment = datetime.fromtimestamp(int(fields.variant(body)), UTC)
    return Tap(fields.value(body), fields.actor(body), moment)


def wish(view: Json) -> Wish:
    """Read the form that plans or moves a session."""
    form = Fields.of(view)
    return Wish(fields.metadata(view), form.moment("when"), bool(form.choices("anyway")))


def place(body: Json) -> Place:
    """Read where a button stood."""
    message = body.get("message")
    if not message:
        return Place()
    channel = str(body.get("channel", {}).get("id", ""))
    return Place(channel, str(message["ts"]), str(message.get("text", "")), tuple(message.get("blocks", ())))
