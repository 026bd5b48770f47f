"""The skills that members can choose from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot import content
from bot.flows import admins
from bot.rules.refusals import Mistakes
from storage.models import Skill
from storage.work import Work

MOST = 100  # as many as a menu in Slack holds
LONGEST = 60  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """A skill as an admin sees it."""

    id: str
    label: str
    is_active: bool


def seed(work: Work) -> None:
    """Offer the skills that come with Flipside; what an admin switched off stays off."""
    known = {skill.id for skill in work.program.all_skills()}
    for skill in content.skills().values():
        if skill.id not in known:
            work.program.add(Skill(id=skill.id, label=skill.label, area=skill.area))
    work.session.flush()


def listed(work: Work, admin_id: str) -> list[Choice]:
    """Return every skill, to an admin."""
    work.people.require_admin(admin_id)
    seed(work)
    return [Choice(skill.id, skill.label, skill.is_active) for skill in work.program.all_skills()]


def choose(work: Work, admin_id: str, active: Collection[str], new: str) -> list[Choice]:
    """Offer exactly these skills, and a new one if it is named; profiles keep what they have."""
    work.people.require_admin(admin_id)
    skills = work.program.all_skills()
    _check(new, skills)
    if not active and not new:
        raise Mistakes({"active": "Leave at least one skill to choose."})
    for skill in skills:
        if skill.is_active != (skill.id in active):
            skill.is_active = skill.id in active
            admins.note(work, admin_id, "skill.on" if skill.is_active else "skill.off", skill.label)
    if new:
        work.program.add(Skill(id=_id(work, new), label=new))
        admins.note(work, admin_id, "skill.added", new)
    work.session.flush()
    return listed(work, admin_id)


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
