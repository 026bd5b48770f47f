"""What the engine cannot work with. Each message says what is wrong and what to do about it."""

from __future__ import annotations


class MatchingError(ValueError):
    """The input contradicts itself or cannot be read."""


class BadScores(MatchingError):
    """A score matrix that is not one: wrong shape or type, NaN, +inf, or numbers too large to stay exact."""


class BadCapacity(MatchingError):
    """A capacity is negative, not whole, or there is not one for everybody."""


class BadProfile(MatchingError):
    """A person's profile says something that cannot be."""


class UnknownTimeZone(BadProfile):
    """A time zone that the IANA database does not have."""


class DuplicateId(MatchingError):
    """Two people share one id."""


class ManagerLoop(MatchingError):
    """Somebody is, by way of others, their own manager."""


class BadRules(MatchingError):
    """A setting of the hard rules is out of range, or switches off what must stay on."""


class ContradictoryLock(MatchingError):
    """A locked pair cannot be kept: unknown, named twice, removed, both ways round, or beyond a capacity."""


class TooLarge(MatchingError):
    """The pool is larger than what the installed engine can solve."""
