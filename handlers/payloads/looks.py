"""What people say in the look before a round is published, and how its admin begins it."""

from __future__ import annotations

import json
from typing import NamedTuple

from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json


class Shown(NamedTuple):
    """Of which round and which proposed partner somebody speaks."""

    round_id: str
    other_id: str


class Wish(NamedTuple):
    """For how long people shall look, and whether the round is then published by itself."""

    round_id: str
    hours: int | None
    publishes: bool


@fields.reading()
def shown(body: Json) -> Shown:
    """Read a button of a card."""
    round_id, other_id = json.loads(fields.value(body))
    return Shown(str(round_id), str(other_id))


def wish(view: Json) -> Wish:
    """Read the form in which an admin lets people look."""
    filled = Fields.of(view)
    hours = filled.choice("hours")
    return Wish(fields.metadata(view), fields.whole(hours) if hours else None, bool(filled.choices("then")))
