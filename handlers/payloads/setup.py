"""What the forms of the set-up say."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from bot.flows.objectives import Own
from bot.rules.objectives import Plan
from handlers.payloads.fields import Fields, whole


def plan(view: dict[str, Any]) -> Plan:
    """Read the frame of a program; what the form does not ask is empty or 0."""
    filled = Fields.of(view)
    return Plan(
        name=filled.text("name"),
        purpose=filled.text("purpose"),
        starts_on=filled.date("starts_on"),
        last_day=filled.date("last_day"),
        session_count=whole(filled.choice("session_count") or 0),
        session_weeks=whole(filled.choice("session_weeks") or 0),
        checkin_weeks=whole(filled.choice("checkin_weeks") or 0),
        channel_id=filled.channel("channel"),
        open_to=tuple(filled.choices("open_to")),
        measures=tuple(filled.choices("measures")),
    )


def aims(view: dict[str, Any]) -> dict[str, tuple[float | None, date | None]]:
    """Read the target and the day of each objective, by its id."""
    filled = Fields.of(view)
    names = [name.removesuffix("_target") for name in filled.values if name.endswith("_target")]
    return {
        name: (number(filled, f"{name}_target"), filled.date(f"{name}_due"))
        for name in names
        if name != "own"
    }


def own(view: dict[str, Any]) -> Own:
    """Read the objective of the admin's own."""
    filled = Fields.of(view)
    return Own(
        title=filled.text("own_title"),
        start=number(filled, "own_start"),
        target=number(filled, "own_target"),
        due_on=filled.date("own_due"),
    )


def value(view: dict[str, Any]) -> float | None:
    """Read where an objective stands."""
    return number(Fields.of(view), "value")


def number(filled: Fields, name: str) -> float | None:
    """Return the number typed in a field; None where there is none."""
    try:
        typed = float(filled.text(name))
    except ValueError:
        return None
    return typed if math.isfinite(typed) else None
