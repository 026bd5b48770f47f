"""What an admin chooses for pairing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.flows import pairing
from bot.flows.pairing import SWITCHABLE, Settings
from bot.matching import Weights
from handlers.payloads import fields
from handlers.payloads.fields import Fields
from handlers.payloads.setup import number

ANY = "any"
POINT = 1000


@fields.reading()
def settings(view: dict[str, Any]) -> Settings:
    """Read weights (as percent of the usual ones) and hard rules from the form."""
    filled = Fields.of(view)
    usual: dict[str, int] = asdict(Weights())
    weights = {
        name: weight * fields.whole(filled.choice(f"weight_{name}")) // 100 for name, weight in usual.items()
    }
    on, chain, floor = filled.choices("rules_on"), filled.choice("chain"), number(filled, "floor")
    rules = {
        "off": frozenset(SWITCHABLE) - frozenset(on),
        "level_gap": fields.whole(filled.choice("level_gap")),
        "overlap_minutes": fields.whole(filled.choice("overlap")),
        "chain_distance": None if chain == ANY else fields.whole(chain),
        "floor": None if floor is None else round(floor * POINT),
    }
    return pairing.settings_of(weights, rules)
