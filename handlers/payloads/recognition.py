"""What the command and the form of thanks say."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from handlers.payloads import fields
from handlers.payloads.commands import Typed
from handlers.payloads.fields import Fields

PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
JOINTS = re.compile(r"^(?:[\s,;:&+]|and\b)+", re.IGNORECASE)


ON_HOME = "home"  # what the form carries along


class ThanksForm(NamedTuple):
    """A thank-you, filled in or typed; ``on_home``: Home may stand behind the form."""

    recipients: tuple[str, ...]
    text: str
    on_home: bool = False


def thanks(view: dict[str, Any]) -> ThanksForm:
    """Read the form of a thank-you."""
    filled = Fields.of(view)
    return ThanksForm(
        tuple(filled.people("recipients")), filled.text("text"), fields.metadata(view) == ON_HOME
    )


def meant(body: dict[str, Any]) -> tuple[str, ...]:
    """Read whom a button means to thank; nobody where it, or the shortcut, names no person."""
    person_id = fields.value(body) if "actions" in body else ""
    return (person_id,) if PERSON.fullmatch(person_id) else ()


def typed_thanks(typed: Typed) -> ThanksForm:
    """Read ``@a, @b and @c words``; each person is meant once."""
    return ThanksForm(tuple(dict.fromkeys(typed.mentions)), JOINTS.sub("", typed.words))
