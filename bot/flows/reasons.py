"""Reasons with the labels of what they speak of, ready to become words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import content
from bot.matching import Reason
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Told:
    """Why two people fit, or why somebody waits: a kind, and facts in which ids have become labels."""

    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Labels:
    """What people read for the ids of skills, interests and languages."""

    skills: Mapping[str, str]
    interests: Mapping[str, str]
    languages: Mapping[str, str]

    @classmethod
    def of(cls, work: Work) -> Labels:
        """Read the labels: the content's, and those that admins added."""
        skills = {skill.id: skill.label for skill in content.skills().values()}
        return cls(
            skills | work.program.skill_labels(),
            {interest.id: interest.label for interest in content.interests().values()},
            {language.code: language.label for language in content.languages().values()},
        )

    def advised(self, stored: Mapping[str, Any]) -> Told | None:
        """Give stored advice its labels; None where there is none."""
        return self.told(stored) if stored else None

    def told(self, stored: Mapping[str, Any]) -> Told:
        """Give a stored reason its labels."""
        facts = dict(stored.get("facts", {}))
        for name in ("skills", "interests", "languages"):
            if name in facts:
                facts[name] = _labeled(facts[name], getattr(self, name))
        return Told(str(stored["kind"]), facts)


def stored(reason: Reason) -> dict[str, Any]:
    """Return a reason as a row keeps it."""
    return {"kind": reason.kind, "facts": dict(reason.facts)}


def _labeled(ids: Sequence[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(labels.get(each, each) for each in ids)
