"""What the forms of onboarding say. The profile so far travels with the modal from step to step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date, time

from bot.rules.people import USUAL_SKILL, Profile
from handlers.payloads.fields import Fields, Json, metadata, reading, whole

MEANT = "meant:"  # how the names of the questions begin, whether the list says what was meant


def packed(profile: Profile) -> str:
    """Return a profile as text that a modal can carry along."""
    facts = asdict(profile) | {
        "work_start": profile.work_start.isoformat(),
        "work_end": profile.work_end.isoformat(),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


@reading()
def unpacked(view: Json) -> Profile:
    """Return the profile that a modal carried along."""
    facts = json.loads(metadata(view))
    lists = {name: tuple(facts[name]) for name in ("interests", "languages", "not_with")}
    hours = {name: time.fromisoformat(facts[name]) for name in ("work_start", "work_end")}
    return Profile(**facts | lists | hours)


def what_you_bring(view: Json) -> Profile:
    """Read the first step over the profile so far."""
    profile, filled = unpacked(view), Fields.of(view)
    return replace(
        profile,
        role=filled.choice("role") or "",
        offers=_levels(filled.choices("offers"), profile.offers),
        wants=_levels(filled.choices("wants"), profile.wants),
        also_offers=filled.text("also_offers"),
        also_wants=filled.text("also_wants"),
        interests=tuple(filled.choices("interests")),
    )


def agreed(view: Json) -> tuple[Profile, frozenset[tuple[str, str]]]:
    """Read the profile so far, and of which skills, as (side, id), somebody says that they meant them."""
    filled = Fields.of(view)
    asked = (name.removeprefix(MEANT).partition(":") for name in filled.values if name.startswith(MEANT))
    yes = {(side, skill) for side, _, skill in asked if filled.choice(f"{MEANT}{side}:{skill}") == "yes"}
    return unpacked(view), frozenset(yes)


def how_you_meet(view: Json) -> Profile:
    """Read the second step over the profile so far; what it did not ask stays as it was."""
    profile, filled = unpacked(view), Fields.of(view)
    if "languages" not in filled.values:
        return profile
    return replace(
        profile,
        offers=_chosen_levels("offers", profile.offers, filled),
        wants=_chosen_levels("wants", profile.wants, filled),
        languages=tuple(filled.choices("languages")),
        work_start=filled.time("work_start") or profile.work_start,
        work_end=filled.time("work_end") or profile.work_end,
        format=filled.choice("format") or profile.format,
        partners=whole(filled.choice("partners") or profile.partners),
        level=whole(filled.choice("level") or 0) or profile.level,
        team=filled.text("team") if "team" in filled.values else profile.team,
        not_with=tuple(filled.people("not_with")),
        may_be_named=bool(filled.choices("may_be_named")),
        questions=_questions(filled) if "questions" in filled.values else profile.questions,
    )


def until(view: Json) -> date | None:
    """Read the day on which a pause ends."""
    return Fields.of(view).date("until")


def _questions(filled: Fields) -> int | None:
    chosen = filled.choice("questions")
    return None if chosen is None else whole(chosen)


def _levels(skills: Iterable[str], before: Mapping[str, int]) -> dict[str, int]:
    return {skill: before.get(skill, USUAL_SKILL) for skill in skills}


def _chosen_levels(side: str, before: Mapping[str, int], filled: Fields) -> dict[str, int]:
    return {skill: whole(filled.choice(f"{side}:{skill}") or level) for skill, level in before.items()}
