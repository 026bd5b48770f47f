"""What people say in words of their own, and the skill on the list that it probably means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot import content
from bot.matching import skills as words
from bot.rules import people as rules
from bot.rules.people import Profile
from storage.models import Side, Skill


@dataclass(frozen=True, slots=True)
class Meant:
    """A phrase in somebody's own words, and the skill on the list that they probably mean."""

    side: Side
    words: str
    skill: str
    label: str


def meant(profile: Profile, before: Profile, skills: Sequence[Skill]) -> tuple[Meant, ...]:
    """Return what phrases that were not there before mean, as far as the lists of a profile have room."""
    labels, names = {skill.id: skill.label for skill in skills}, names_of(skills)
    found: list[Meant] = []
    for side in Side:
        known = {guess.words for guess in words.guesses(_said(before, side), names)}
        guesses = words.guesses(_said(profile, side), names)
        chosen = _chosen(profile, side)
        new = [one for one in guesses if one.words not in known and one.skill not in chosen]
        room = max(0, rules.MOST_SKILLS - len(chosen))
        found += [Meant(side, one.words, one.skill, labels[one.skill]) for one in new[:room]]
    return tuple(found)


def meant_by(profile: Profile, skill: Skill) -> list[Meant]:
    """Return where somebody's own words are just a skill's label, and their list has room for it."""
    return [
        Meant(side, phrase, skill.id, skill.label)
        for side in Side
        for phrase in words.phrases(_said(profile, side))
        if phrase.casefold() == skill.label.casefold() and len(_chosen(profile, side)) < rules.MOST_SKILLS
    ]


def said_by_the_list(profile: Profile, meant: Meant) -> Profile:
    """Return a profile with a skill of the list in the place of the words that meant it."""
    rest = words.without(_said(profile, meant.side), {meant.words})
    chosen = {**_chosen(profile, meant.side), meant.skill: rules.USUAL_SKILL}
    if meant.side == Side.OFFERS:
        return replace(profile, offers=chosen, also_offers=rest)
    return replace(profile, wants=chosen, also_wants=rest)


def names_of(skills: Iterable[Skill]) -> dict[str, tuple[str, ...]]:
    """Return what each skill is called: its label, and its aliases where it comes with Flipside."""
    known = content.skills()
    return {
        skill.id: (skill.label, *(known[skill.id].aliases if skill.id in known else ())) for skill in skills
    }


def _said(profile: Profile, side: Side) -> str:
    return profile.also_offers if side == Side.OFFERS else profile.also_wants


def _chosen(profile: Profile, side: Side) -> Mapping[str, int]:
    return profile.offers if side == Side.OFFERS else profile.wants
