"""What a pair may set out to reach."""

from __future__ import annotations

from bot.rules.refusals import Mistakes, Refusal, Stale

MOST_GOALS = 3
LONGEST_TITLE = 150  # characters
STEPS = (0, 25, 50, 75, 100)  # percent


class EnoughGoals(Refusal):
    """You have three goals, and that is plenty. Reach or remove one to make room for another."""


def check_title(title: str) -> str:
    """Return a goal's title; raises Mistakes that name the remedy."""
    if not title:
        raise Mistakes({"title": "Say in a few words what you want to reach."})
    if len(title) > LONGEST_TITLE:
        raise Mistakes({"title": f"Keep it under {LONGEST_TITLE} characters; you wrote {len(title)}."})
    return title


def check_progress(percent: int) -> int:
    """Return a progress that can be chosen; refuses any other."""
    if percent not in STEPS:
        raise Stale
    return percent
