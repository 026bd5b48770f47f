"""What people say about goals."""

from __future__ import annotations

from typing import NamedTuple

from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json


class Wording(NamedTuple):
    """A goal put in words: for which pair, or which goal it is."""

    subject: str
    title: str


class Step(NamedTuple):
    """How far a goal is said to be, in percent."""

    goal: str
    actor: str
    percent: int


def wording(view: Json) -> Wording:
    """Read the form that sets or changes a goal."""
    return Wording(fields.metadata(view), Fields.of(view).text("title"))


def step(body: Json) -> Step:
    """Read a choice of progress: the menu's id ends in its goal."""
    return Step(fields.variant(body), fields.actor(body), fields.whole(fields.choice(body)))
