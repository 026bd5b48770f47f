"""How little somebody may wish to hear, and for how long they may be away."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules.quiet import WEEKLY_BUDGET
from bot.rules.refusals import Mistakes

LONGEST_ABSENCE = timedelta(days=92)


def check(a_week: int, away_until: date | None, today: date) -> None:
    """Check what somebody wishes; raises Mistakes by field."""
    mistakes = {}
    if not 1 <= a_week <= WEEKLY_BUDGET:
        mistakes["a_week"] = "Choose one of the two."
    if away_until and away_until <= today:
        mistakes["away_until"] = "That day has come already. Choose a later one, or leave it empty."
    elif away_until and away_until - today > LONGEST_ABSENCE:
        mistakes["away_until"] = "This is for up to three months. For longer, take a pause instead."
    if mistakes:
        raise Mistakes(mistakes)
