"""The skills that members can choose from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot import content
from bot.flows import admins, own_words, profiles
from bot.matching import skills as words
from bot.rules.refusals import Mistakes
from storage.models import Member, Skill
from storage.work import Work

MOST = 100  # as many as a menu in Slack holds
LONGEST = 60  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """A skill as an admin sees it."""

    id: str
    label: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as an admin sees it, and what members said in their own words that it lacks; by no name."""

    choices: tuple[Choice, ...]
    ideas: tuple[str, ...]


def seed(work: Work) -> None:
    """Offer the skills that come with Flipside; what an admin switched off stays off."""
    known = {skill.id for skill in work.program.all_skills()}
    for skill in content.skills().values():
        if skill.id not in known:
            work.program.add(Skill(id=skill.id, label=skill.label, area=skill.area))
    work.session.flush()


def listed(work: Work, admin_id: str) -> Listing:
    """Return every skill, and the newest ideas for more, to an admin."""
    work.people.require_admin(admin_id)
    seed(work)
    choices = [Choice(skill.id, skill.label, skill.is_active) for skill in work.program.all_skills()]
    return Listing(tuple(choices), tuple(_ideas(work)))


def choose(
    work: Work, admin_id: str, active: Collection[str], new: str, ideas: Collection[str] = ()
) -> Listing:
    """Offer exactly these skills, a new one if it is named, and ideas of members, who then have them listed.

    Profiles keep what they have.
    """
    work.people.require_admin(admin_id)
    skills = work.program.all_skills()
    _check(new, skills)
    taken_up = [idea for idea in _ideas(work) if idea in ideas and idea.casefold() != new.casefold()]
    if len(skills) + len(taken_up) + bool(new) > MOST:
        raise Mistakes({"ideas": f"A list holds {MOST} skills at most, switched off ones included."})
    if not active and not new and not taken_up:
        raise Mistakes({"active": "Leave at least one skill to choose."})
    for skill in skills:
        if skill.is_active != (skill.id in active):
            skill.is_active = skill.id in active
            admins.note(work, admin_id, "skill.on" if skill.is_active else "skill.off", skill.label)
    for label in (*([new] if new else []), *taken_up):
        skill = work.program.add(Skill(id=_id(work, label), label=label))
        work.session.flush()
        _give(work, skill)
        admins.note(work, admin_id, "skill.added", label)
    return listed(work, admin_id)


def _ideas(work: Work) -> list[str]:
    """Return the phrases of members that the list lacks and that would fit on it, by alphabet, each once."""
    known = {skill.label.casefold() for skill in work.program.all_skills()}
    said = {
        phrase.casefold(): phrase
        for member in reversed(_members(work))
        for phrase in words.phrases(f"{member.also_offers}\n{member.also_wants}")
        if len(phrase) <= LONGEST and phrase.casefold() not in known
    }
    return [said[phrase] for phrase in sorted(said)][:MOST]


def _give(work: Work, skill: Skill) -> None:
    """Let those who asked for a skill in just these words have it on their list, as far as that has room."""
    for member in _members(work):
        profile = profiles.profile_of(work, member)
        for one in own_words.meant_by(profile, skill):
            profile = own_words.said_by_the_list(profile, one)
        profiles.keep(work, member, profile)


def _members(work: Work) -> list[Member]:
    program = work.program.current()
    if program is None:
        return []
    return work.people.with_own_words(program.id)


def _check(new: str, skills: Collection[Skill]) -> None:
    double = next((skill.label for skill in skills if skill.label.casefold() == new.casefold()), None)
    if double:
        raise Mistakes({"new": f"“{double}” is in the list above already. Choose it there to offer it."})
    if len(new) > LONGEST:
        raise Mistakes({"new": f"Keep it under {LONGEST} characters; you wrote {len(new)}."})
    if new and len(skills) >= MOST:
        raise Mistakes({"new": f"A list holds {MOST} skills at most, switched off ones included."})


def _id(work: Work, label: str) -> str:
    """Return a short readable id that is not taken."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "skill"
    taken = {skill.id for skill in work.program.all_skills()}
    return name if name not in taken else f"{name}-{work.new_id()}"
