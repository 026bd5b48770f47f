"""What Slack's list of people may be believed."""

from __future__ import annotations

from datetime import timedelta

FRESH = timedelta(hours=12)  # a reading that was interrupted goes on for so long, then begins anew
FEW = 10
SHARE = 0.2


def is_plausible(employed: int, unlisted: int) -> bool:
    """Tell whether so many of the employees can have vanished between two nights.

    Slack lists those who were deactivated, marked as such: hardly anybody is ever missing, and a list that
    lacks a fifth of a company is broken.
    """
    return unlisted <= max(FEW, SHARE * employed)
