"""What praise is made of: company values, badges, words for a shout-out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.content.reading import document, keyed


@dataclass(frozen=True, slots=True)
class Value:
    """A company value that a shout-out can be for."""

    id: str
    label: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A milestone; `rule` names what must have happened."""

    id: str
    rule: str
    label: str
    emoji: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Shoutout:
    """Words to start a shout-out from; `text` may hold {people} and {value}."""

    id: str
    label: str
    text: str


@cache
def values() -> Mapping[str, Value]:
    """Return the company's values by id."""
    return keyed(Value, document("values")["values"])


@cache
def badges() -> Mapping[str, Badge]:
    """Return the badges by id."""
    return keyed(Badge, document("badges")["badges"])


@cache
def shoutouts() -> Mapping[str, Shoutout]:
    """Return the shout-out templates by id."""
    return keyed(Shoutout, document("shoutouts")["shoutouts"])
