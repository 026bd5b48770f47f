"""What the buttons and the form of check-ins say."""

from __future__ import annotations

from typing import Any, NamedTuple

from bot.rules.checkins import Wish
from handlers.payloads import fields
from handlers.payloads.fields import Fields


class Tap(NamedTuple):
    """A tap on an answer: who, on which check-in, and the answer's word."""

    check_in: str
    actor: str
    answer: str


class NoteForm(NamedTuple):
    """A filled private note."""

    check_in: str
    actor: str
    text: str
    shared: bool


def tap(body: dict[str, Any]) -> Tap:
    """Read a tap on a button of a check-in."""
    return Tap(fields.value(body), fields.actor(body), fields.variant(body))


@fields.reading()
def wish(body: dict[str, Any]) -> Wish:
    """Read what somebody silent wishes; refuses what was never offered."""
    return Wish(fields.variant(body))


def note(body: dict[str, Any]) -> NoteForm:
    """Read the form of a private note."""
    view = fields.view(body)
    filled = Fields.of(view)
    shared = bool(filled.choices("share"))
    return NoteForm(fields.metadata(view), fields.actor(body), filled.text("note"), shared)
