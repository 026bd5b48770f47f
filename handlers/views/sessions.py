"""How sessions look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json

WHEN = "{date_long} at {time}"
ASKS = "sessions_ask"  # how the block ids begin of what offers times: answered, it leaves the message


class Action(StrEnum):
    """The buttons; a slot's moment in seconds ends its button's id: ``sessions_plan_slot.1767866400``."""

    PLAN_SLOT = "sessions_plan_slot"
    PLAN_OTHER = "sessions_plan_other"


def slot_buttons(pair_id: str, slots: Sequence[datetime]) -> list[Json]:
    """Return times to choose from, each in the reader's own zone, and a way to choose another."""
    return [
        *(
            _slot(kit.moment(slot, WHEN), slot, f"{Action.PLAN_SLOT}.{int(slot.timestamp())}", pair_id)
            for slot in slots
        ),
        kit.actions(
            kit.button(_("Another time") if slots else _("Choose a time"), Action.PLAN_OTHER, pair_id),
            block_id=f"{ASKS}.other",
        ),
    ]


def _slot(words: str, slot: datetime, action: str, value: str) -> Json:
    hint = _("Choose {time}").format(time=slot.strftime("%a %d %b %H:%M UTC"))
    block = kit.section(words, kit.button(_("Choose"), action, value, hint=hint))
    return block | {"block_id": f"{ASKS}.{int(slot.timestamp())}"}
