"""How fast Slack lets us speak: a token bucket a method, slower after a refusal and slowly faster again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

BURST = 2.0  # seconds' worth of calls that may be taken at once
LESS = 0.7  # what remains of the rate after a refusal
LEAST = 0.1  # of the allowed rate, however often Slack refuses
CLIMB = timedelta(minutes=20)  # from nothing back to the allowed rate
UNLIMITED = 1_000_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """A method's allowance: its rate, how many calls are left at a moment, until when Slack wants none."""

    per_minute: float
    level: float
    at: datetime
    paused_until: datetime | None = None


def full(allowed: float, now: datetime) -> Bucket:
    """Return the bucket of a method that was not called yet; ``allowed`` is its calls a minute, 0 any."""
    return Bucket(allowed, _most(allowed), now)


def refilled(bucket: Bucket, allowed: float, now: datetime) -> Bucket:
    """Return a bucket as it is by now; a clock that was set back gives and takes nothing."""
    seconds = max(0.0, (now - bucket.at).total_seconds())
    paused = bucket.paused_until if bucket.paused_until and bucket.paused_until > now else None
    if paused:
        return replace(bucket, level=0.0, at=now)
    per_minute = min(allowed, bucket.per_minute + allowed * seconds / CLIMB.total_seconds())
    level = min(_most(per_minute), bucket.level + seconds * per_minute / 60)
    return Bucket(per_minute, level, now)


def left(bucket: Bucket, allowed: float) -> int:
    """Return how many calls a refilled bucket allows now."""
    if bucket.paused_until:
        return 0
    return int(bucket.level) if allowed else UNLIMITED


def taken(bucket: Bucket, calls: int) -> Bucket:
    """Return a bucket after some calls."""
    return replace(bucket, level=max(0.0, bucket.level - calls))


def slowed(bucket: Bucket, allowed: float, now: datetime, retry_after: timedelta) -> Bucket:
    """Return a bucket after Slack's refusal: shut for as long as Slack says, slower after it.

    Several refusals of one moment slow it once.
    """
    until = now + retry_after
    if bucket.paused_until and bucket.paused_until > now:
        return replace(bucket, paused_until=max(until, bucket.paused_until))
    return Bucket(max(allowed * LEAST, bucket.per_minute * LESS), 0.0, now, until)


def again_at(bucket: Bucket) -> datetime:
    """Return when it is worth to ask a refilled bucket again: at a portion, rather than at every call."""
    if bucket.paused_until:
        return bucket.paused_until
    lacking = max(1.0, _most(bucket.per_minute) / 2) - bucket.level
    return bucket.at + timedelta(seconds=max(0.0, lacking * 60 / bucket.per_minute))


def _most(per_minute: float) -> float:
    return max(1.0, per_minute / 60 * BURST)
