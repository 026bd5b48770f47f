"""How bad news looks."""

from __future__ import annotations

from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json


def sorry(words: str) -> Json:
    """Return a modal that says why something was not done; what was typed stays beneath it."""
    return kit.modal(_("One moment"), [kit.section(words)], close=_("Back"))
