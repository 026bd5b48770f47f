"""What people say about quick questions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json


class Asked(NamedTuple):
    """A question and the skill it is about, as filled in."""

    text: str
    skill: str


class Tap(NamedTuple):
    """A tap on a time for a talk: about which question and which version of its time, and who tapped."""

    question: str
    actor: str
    starts_at: datetime
    revision: int


def asked(view: Json) -> Asked:
    """Read the form of a question."""
    filled = Fields.of(view)
    return Asked(filled.text("question"), filled.choice("skill") or "")


@fields.reading()
def tap(body: Json) -> Tap:
    """Read a tap on a time: its moment ends the button's id, its version the button's value."""
    moment = datetime.fromtimestamp(int(fields.variant(body)), UTC)
    question, _, revision = fields.value(body).rpartition(":")
    return Tap(question, fields.actor(body), moment, fields.whole(revision))
