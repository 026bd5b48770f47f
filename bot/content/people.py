"""What people choose from in a profile: skills, interests, languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.content.reading import document, keyed

Area = Literal["information", "communication", "creation", "safety", "problem_solving", "other"]


@dataclass(frozen=True, slots=True)
class Skill:
    """Something to offer or want: `area` is one of DigComp 2.2's five or "other", aliases are lower case."""

    id: str
    label: str
    area: Area
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interest:
    """Something to talk about on the first day."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its ISO 639-1 code."""

    code: str
    label: str


@cache
def skills() -> Mapping[str, Skill]:
    """Return the skills by id."""
    return keyed(Skill, document("skills")["skills"])


@cache
def interests() -> Mapping[str, Interest]:
    """Return the interests by id."""
    return keyed(Interest, document("interests")["interests"])


@cache
def languages() -> Mapping[str, Language]:
    """Return the languages by code."""
    return keyed(Language, document("languages")["languages"], key="code")
