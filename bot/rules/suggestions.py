"""What the people file suggests for the joining form. Whoever joins may change all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from bot.rules.people import (
    LONGEST_WORDS,
    MOST_INTERESTS,
    MOST_LANGUAGES,
    MOST_PARTNERS,
    MOST_SKILLS,
    Profile,
)
from bot.rules.peoplefile import Entry

COLUMNS = (
    *("role", "capacity", "work_start", "work_end", "languages"),
    *("offers", "wants", "interests", "format"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The ids that a profile can choose from, by whatever people call them: ids and labels, folded."""

    skills: Mapping[str, str]
    interests: Mapping[str, str]
    languages: Mapping[str, str]


def folded(words: str) -> str:
    """Return words so that case and spaces do not count."""
    return " ".join(words.split()).casefold()


def by_name(labels: Mapping[str, str]) -> dict[str, str]:
    """Return ids by name, for labels by id."""
    return {folded(label): key for key, label in labels.items()} | {folded(key): key for key in labels}


def suggestion(entry: Entry) -> dict[str, Any]:
    """Return what a row of the file says that a profile says, too, as plain values for JSON."""
    found = {column: getattr(entry, column) for column in COLUMNS}
    return {column: _plain(value) for column, value in found.items() if value}


def begun(usual: Profile, facts: Mapping[str, Any], names: Names) -> Profile:
    """Return a profile that begins with a suggestion, as far as its lists and limits hold it.

    Skills that are on no list become somebody's own words; other words that are on none are left out.
    """
    offers, also_offers = _skills(facts.get("offers", {}), names.skills)
    wants, also_wants = _skills(facts.get("wants", {}), names.skills)
    return replace(
        usual,
        role=facts.get("role", usual.role),
        offers=offers,
        wants=wants,
        also_offers=also_offers,
        also_wants=also_wants,
        interests=_known(facts.get("interests", ()), names.interests)[:MOST_INTERESTS],
        languages=_known(facts.get("languages", ()), names.languages)[:MOST_LANGUAGES] or usual.languages,
        work_start=_clock(facts.get("work_start"), usual.work_start),
        work_end=_clock(facts.get("work_end"), usual.work_end),
        format=facts.get("format", usual.format),
        partners=min(facts.get("capacity", usual.partners), MOST_PARTNERS),
    )


def _skills(levels: Mapping[str, int], names: Mapping[str, str]) -> tuple[dict[str, int], str]:
    listed = {names[folded(word)]: level for word, level in levels.items() if folded(word) in names}
    strongest = sorted(listed, key=lambda skill: -listed[skill])[:MOST_SKILLS]
    others = [word for word in levels if folded(word) not in names]
    return {skill: listed[skill] for skill in strongest}, _fitting(others)


def _fitting(words: Iterable[str]) -> str:
    """Return as many words as free text has room for."""
    text = ""
    for word in words:
        longer = f"{text}, {word}" if text else word
        text = longer if len(longer) <= LONGEST_WORDS else text
    return text


def _known(words: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[folded(word)] for word in words if folded(word) in names))


def _clock(text: str | None, usual: time) -> time:
    return time.fromisoformat(text) if text else usual


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
