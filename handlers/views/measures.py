"""How a measured number is said."""

from __future__ import annotations

from bot.flows.standing import Progress
from bot.rules.objectives import number
from bot.words import _
from handlers.views import kit

CELLS = 10


def standing(one: Progress) -> str:
    """Return where an objective stands, in words."""
    goal = _("{target} by {day}").format(target=amount(one.target, one.unit), day=kit.day(one.due_on))
    if one.value is None:
        return _("Not known yet · target {goal}").format(goal=goal)
    if one.share is not None and one.share >= 1:
        how = _("reached")
    else:
        how = _("on track") if one.is_on_track else _("needs a push")
    now = amount(one.value, one.unit)
    return _("{now} · {how} · target {goal}").format(now=now, how=how, goal=goal)


def amount(value: float, unit: str) -> str:
    """Return a number with its unit, no more precise than it can be."""
    if unit == "%":
        return f"{round(value)} %"
    if unit == "points":
        sign = "+" if value > 0 else ""
        return _("{n} points").format(n=f"{sign}{number(value)}")
    shown = number(round(value, 1))
    if unit == "sessions":
        return _("{n} sessions").format(n=shown)
    if unit == "of 10":
        return _("{n} of 10").format(n=shown)
    return number(value)


def bar(share: float | None) -> str:
    """Return a share as a row of filled and empty cells."""
    filled = round(CELLS * (share or 0.0))
    return "▰" * filled + "▱" * (CELLS - filled)
