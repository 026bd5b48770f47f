"""What the forms of recognition say."""

from __future__ import annotations

from typing import Any, NamedTuple

from handlers.payloads.fields import Fields


class ThanksForm(NamedTuple):
    """A filled thank-you."""

    recipient: str | None
    text: str


def thanks(view: dict[str, Any]) -> ThanksForm:
    """Read the form of a thank-you."""
    filled = Fields.of(view)
    return ThanksForm(filled.person("recipient"), filled.text("text"))
