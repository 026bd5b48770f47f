"""Trouble on demand: what a test or the demo wants to go wrong, and how often."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from random import Random

# Calls a minute, Slack's tiers; chat.postMessage has besides about one a second in each channel.
TIERS: Mapping[str, int] = {
    "chat.postMessage": 300,
    "users.list": 20,
    "usergroups.list": 20,
    "usergroups.users.list": 20,
    "conversations.list": 20,
    "conversations.create": 20,
    "users.info": 100,
    "users.profile.get": 100,
    "chat.postEphemeral": 100,
    "views.open": 100,
    "views.push": 100,
    "views.update": 100,
    "views.publish": 100,
    "files.getUploadURLExternal": 100,
    "files.completeUploadExternal": 100,
    "conversations.members": 100,
}
_OTHER_METHODS = 50
_CHANNEL_BURST = 5


@dataclass(slots=True)
class Fault:
    """One thing to go wrong; `error` is an HTTP status, a Slack error, or "drop"."""

    method: str  # "*": any
    error: int | str
    times: float
    probability: float
    retry_after: int | None = None


class Bucket:
    """Lets `burst` through at once and then `rate` a second."""

    __slots__ = ("_at", "_burst", "_level", "_rate")

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst, self._level, self._at = rate, burst, burst, time.monotonic()

    def take(self) -> float:
        """Return 0.0 when one more may pass, otherwise the seconds to wait."""
        now = time.monotonic()
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        if self._level < 1:
            return (1 - self._level) / self._rate
        self._level -= 1
        return 0.0


class Faults:
    """Everything is off at first; `calm()` switches it all off again."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._refresh: Callable[[], Awaitable[None]] | None = None
        self.heard = asyncio.Event()  # clear while the black hole swallows everything
        self.calm()

    def calm(self) -> None:
        """End all faults."""
        self._before: list[Fault] = []
        self._after: list[Fault] = []
        self._limits: Mapping[str, int] | None = None
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._slow: defaultdict[str, float] = defaultdict(float)
        self._duplicates = Fault("events", "", 0, 0.0)
        self.events_late_by = 0.0
        self.heard.set()
        self.hits: Counter[str] = Counter()

    def rate_limit(self, limits: Mapping[str, int] | bool = True) -> None:
        """Answer 429 beyond Slack's tiers, or beyond these calls a minute; False ends it."""
        self._limits = TIERS if limits is True else limits or None
        self._buckets = {}

    def fail_before(
        self,
        method: str,
        error: int | str,
        *,
        times: float = 1,
        probability: float = 1.0,
        retry_after: int | None = None,
    ) -> None:
        """Refuse the next calls with an HTTP status or a Slack error, without doing anything."""
        self._before.append(Fault(method, error, times, probability, retry_after))

    def fail_after(
        self, method: str, error: int | str, *, times: float = 1, probability: float = 1.0
    ) -> None:
        """Do what is asked and then answer with an HTTP status or a Slack error."""
        self._after.append(Fault(method, error, times, probability))

    def drop_after(self, method: str, *, times: float = 1, probability: float = 1.0) -> None:
        """Do what is asked and then break the connection off without an answer."""
        self._after.append(Fault(method, "drop", times, probability))

    def latency(self, seconds: float, method: str = "*") -> None:
        """Answer that much later."""
        self._slow[method] = seconds

    def duplicate_events(self, times: float = float("inf"), probability: float = 1.0) -> None:
        """Send events twice, with the same event_id and no sign of a retry."""
        self._duplicates = Fault("events", "", times, probability)

    def late_events(self, seconds: float) -> None:
        """Send events that much later, behind what happened meanwhile."""
        self.events_late_by = seconds

    def black_hole(self, on: bool = True) -> None:
        """Accept calls and envelopes' acks and answer nothing, as when the network is gone."""
        if on:
            self.heard.clear()
        else:
            self.heard.set()

    async def refresh_sockets(self) -> None:
        """Ask every Socket Mode connection to be replaced, as Slack does every few hours."""
        if self._refresh is not None:
            await self._refresh()

    def on_refresh(self, refresh: Callable[[], Awaitable[None]]) -> None:
        """Say who refreshes the sockets."""
        self._refresh = refresh

    def delay(self, method: str) -> float:
        """Return by how many seconds this method's answer is to be late."""
        return self._slow.get(method, self._slow.get("*", 0.0)) if self._slow else 0.0

    def limited(self, method: str, channel: str) -> float:
        """Return the seconds to wait when the method is beyond its limit, otherwise 0.0."""
        if self._limits is None:
            return 0.0
        per_minute = self._limits.get(method, _OTHER_METHODS)
        wait = self._bucket((method, ""), per_minute / 60, per_minute).take()
        if wait == 0.0 and channel and method == "chat.postMessage":
            wait = self._bucket((method, channel), 1.0, _CHANNEL_BURST).take()
        return wait

    def before(self, method: str) -> Fault | None:
        """Return what is to go wrong before the call."""
        return self._strike(self._before, method) if self._before else None

    def after(self, method: str) -> Fault | None:
        """Return what is to go wrong after the call."""
        return self._strike(self._after, method) if self._after else None

    def duplicated(self) -> bool:
        """Say whether this event is to be sent twice."""
        return self._duplicates.times >= 1 and self._strike([self._duplicates], "events") is not None

    def _bucket(self, key: tuple[str, str], rate: float, burst: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(rate, burst))

    def _strike(self, faults: list[Fault], method: str) -> Fault | None:
        for fault in faults:
            if (
                fault.times >= 1
                and fault.method in {method, "*"}
                and self._random.random() < fault.probability
            ):
                fault.times -= 1
                self.hits[method] += 1
                return fault
        return None
