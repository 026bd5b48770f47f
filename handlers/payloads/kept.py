"""What the buttons and the form about being spoken to say."""

from __future__ import annotations

from bot.flows.kept import Wishes
from handlers.payloads.fields import Fields, Json, whole

FOOT = "also."  # how the block ids of a message's foot begin


def wishes(view: Json) -> Wishes:
    """Read the form."""
    filled = Fields.of(view)
    return Wishes(whole(filled.choice("a_week") or 0), filled.date("away_until"))


def foot(body: Json) -> list[Json]:
    """Return the foot of the message that was clicked: what it names besides itself."""
    return [block for block in _blocks(body) if str(block.get("block_id", "")).startswith(FOOT)]


def without(body: Json, key: str) -> list[Json]:
    """Return the message that was clicked without its line on one that is shown now."""
    return [block for block in _blocks(body) if block.get("accessory", {}).get("value") != key]


def _blocks(body: Json) -> list[Json]:
    return list((body.get("message") or {}).get("blocks") or [])
