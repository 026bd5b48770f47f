"""How fast this process speaks: calls spread evenly, and a method that Slack has refused rests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from time import monotonic

from storage.models import Step

CATCH_UP = 1.5  # a little faster than allowed: what may leave at all is decided when it is claimed
FEW, MANY = 8, 20  # calls in flight: as many are in doubt when we are killed, besides what Slack leaves so
TAKES = 0.04  # seconds, from the attempt that is noted to the answer

# Calls a minute that Slack is sure to take, a little less than its tiers say.
TIERS: Mapping[Step, float] = {
    Step.OPEN: 45,
    Step.EDIT: 45,
    Step.WHISPER: 90,
    Step.ATTACH: 45,  # three calls each
    Step.LOOK: 45,
}


def rates(messages_per_minute: int) -> dict[Step, float]:
    """Return the calls a minute of each step; no message rate (0) lifts all limits."""
    if not messages_per_minute:
        return dict.fromkeys(Step, 0.0)
    return {Step.POST: float(messages_per_minute), **TIERS}


def in_flight(per_minute: float) -> int:
    """Return how many calls may be in flight at a time: no more than a pace needs; 0 is no pace."""
    needed = per_minute / 60 * TAKES if per_minute else MANY
    return int(min(max(needed, FEW), MANY))


class Pace:
    """Spreads the calls of a method over time; a rest holds this method only."""

    def __init__(self, rates: Mapping[Step, float]) -> None:
        self.rates = rates
        self._gaps = {step: 60 / rate / CATCH_UP if rate else 0.0 for step, rate in rates.items()}
        self._next = dict.fromkeys(rates, 0.0)
        self._rests: dict[Step, datetime] = {}

    async def turn(self, step: Step) -> None:
        """Wait for a turn."""
        turn = max(self._next[step], monotonic())
        self._next[step] = turn + self._gaps[step]
        if (delay := turn - monotonic()) > 0:
            await asyncio.sleep(delay)

    def rest(self, step: Step, until: datetime) -> None:
        """Let nobody call a method until a moment."""
        self._rests[step] = until

    def rests(self, step: Step, now: datetime) -> bool:
        """Tell whether a method rests now."""
        return step in self._rests and now < self._rests[step]
