"""How an admin sets what happens every week for those who wait."""

from __future__ import annotations

from bot.flows.second_chances import Settings
from handlers.payloads import fields
from handlers.payloads.fields import Fields, Json

UNKNOWN = -1


def settings(view: Json) -> Settings:
    """Read the form."""
    filled = Fields.of(view)
    hours = filled.choice("hours")
    return Settings(filled.choice("chances") or "", fields.whole(hours) if hours else UNKNOWN)
