"""What would help somebody without a partner, in words for them and for admins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.flows.reasons import Told
from bot.words import _, counted
from handlers.views import kit, onboarding, reasons
from handlers.views.kit import Json


def what_helps(advice: Told | None, *, wants_mentor: bool, is_reader: bool) -> str:
    """Return the smallest change that would help somebody without a partner, as a sentence; may be empty."""
    if advice is None:
        return ""
    if advice.kind == "recruit":
        return _recruiting(advice.facts, wants_mentor=wants_mentor, is_reader=is_reader)
    if advice.kind not in _CHANGES:
        return ""
    change = _CHANGES[advice.kind](advice.facts, wants_mentor)
    return _("What would help: {change}. {people}.").format(
        change=change,
        people=counted("Then {n} person fits", "Then {n} people fit", advice.facts["candidates"]),
    )


def button(advice: Told | None) -> Json:
    """Return the way to one's own profile, named for what would help there."""
    is_about_hours = advice is not None and advice.kind == "change:hours"
    label = _("Change my hours") if is_about_hours else _("Change my profile")
    return kit.button(label, onboarding.Action.PROFILE)


def _recruiting(facts: Mapping[str, Any], *, wants_mentor: bool, is_reader: bool) -> str:
    n, skills = int(facts["more"]), reasons.listed(facts["skills"])
    who = counted("{n} more mentor", "{n} more mentors", n)
    if not wants_mentor:
        who = counted("{n} more mentee", "{n} more mentees", n)
    words = _("What would help: {who} for {skills}.")
    if is_reader:
        words = _("{who} for {skills} is being looked for.")
        words = words if n == 1 else _("{who} for {skills} are being looked for.")
    return words.format(who=who, skills=skills)


def _change_format(_facts: Mapping[str, Any], _wants_mentor: bool) -> str:
    return _("being fine with either, video or in person")


def _change_hours(facts: Mapping[str, Any], _wants_mentor: bool) -> str:
    if "start" in facts:
        return _("starting work {n} minutes earlier, at {time}").format(
            n=facts["minutes"], time=facts["start"]
        )
    return _("ending work {n} minutes later, at {time}").format(n=facts["minutes"], time=facts["end"])


def _change_languages(facts: Mapping[str, Any], _wants_mentor: bool) -> str:
    return _("being comfortable in {things} as well").format(things=reasons.listed(facts["languages"]))


def _change_skills(facts: Mapping[str, Any], wants_mentor: bool) -> str:
    words = _("wanting to learn {things} as well") if wants_mentor else _("sharing {things} as well")
    return words.format(things=reasons.listed(facts["skills"]))


_CHANGES: Mapping[str, Callable[[Mapping[str, Any], bool], str]] = {
    "change:format": _change_format,
    "change:hours": _change_hours,
    "change:languages": _change_languages,
    "change:skills": _change_skills,
}
