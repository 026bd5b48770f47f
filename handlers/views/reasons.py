"""Reasons in words: why two people fit, as each of them reads it, and why somebody waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.flows.reasons import Told
from bot.words import _, counted
from handlers.views import kit


class Eyes(Enum):
    """Who reads a pair's reasons."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PAIR = "pair"  # both, in their group DM
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and how the two are mentioned."""

    eyes: Eyes
    mentor: str
    mentee: str

    @property
    def is_meant(self) -> bool:
        """Whether the words speak to the pair, not of it."""
        return self.eyes is not Eyes.ADMIN


def why_you_two(reasons: Iterable[Told], reader: Reader) -> list[str]:
    """Return each reason as a sentence in mrkdwn, what one can teach the other first."""
    known = [reason for reason in reasons if reason.kind in _OF_A_PAIR]
    in_order = sorted(known, key=lambda reason: reason.kind != "skills")
    return [_OF_A_PAIR[reason.kind](reason.facts, reader) for reason in in_order]


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list in mrkdwn."""
    return "\n".join(f"• {sentence}" for sentence in sentences)


def listed(labels: Iterable[str]) -> str:
    """Return labels in bold, joined by "and"."""
    words = [f"*{kit.escape(label)}*" for label in labels]
    if len(words) < 2:
        return "".join(words)
    return _("{list} and {last}").format(list=", ".join(words[:-1]), last=words[-1])


def _skills(facts: Mapping[str, Any], reader: Reader) -> str:
    most = bool(facts.get("is_wanted_most"))
    if reader.eyes is Eyes.MENTOR:
        words = (
            _("You offer {skills}, which {mentee} wants to learn most")
            if most
            else _("You offer {skills}, which {mentee} wants to learn")
        )
    elif reader.eyes is Eyes.MENTEE:
        words = (
            _("{mentor} offers {skills}, which you want to learn most")
            if most
            else _("{mentor} offers {skills}, which you want to learn")
        )
    else:
        words = (
            _("{mentor} offers {skills}, which {mentee} wants to learn most")
            if most
            else _("{mentor} offers {skills}, which {mentee} wants to learn")
        )
    return words.format(skills=listed(facts["skills"]), mentor=reader.mentor, mentee=reader.mentee)


def _interests(facts: Mapping[str, Any], reader: Reader) -> str:
    words = _("You both like {things}") if reader.is_meant else _("They both like {things}")
    return words.format(things=listed(facts["interests"]))


def _languages(facts: Mapping[str, Any], reader: Reader) -> str:
    words = _("You both speak {things}") if reader.is_meant else _("They both speak {things}")
    return words.format(things=listed(facts["languages"]))


def _hours(facts: Mapping[str, Any], reader: Reader) -> str:
    hours = facts["minutes"] // 60
    words = (
        counted("{n} hour of shared working time", "{n} hours of shared working time", hours)
        if hours
        else _("{n} minutes of shared working time").format(n=facts["minutes"])
    )
    when = _when(facts.get("mentor_part"), facts.get("mentee_part"), reader)
    return f"{words}, {when}" if when else words


def _when(mentors: str | None, mentees: str | None, reader: Reader) -> str:
    """Return in which part of whose day the shared hours lie; empty where they spread over it."""
    parts = {
        "morning": _("mornings"),
        "afternoon": _("afternoons"),
        "evening": _("evenings"),
        "night": _("nights"),
    }
    mine = {Eyes.MENTOR: mentors, Eyes.MENTEE: mentees}
    if reader.eyes in mine:
        part = mine[reader.eyes]
        return _("{part} for you").format(part=parts[part]) if part in parts else ""
    if mentors == mentees:
        return _("{part} for both").format(part=parts[mentors]) if mentors in parts else ""
    known = [(mentors, reader.mentor), (mentees, reader.mentee)]
    return ", ".join(
        _("{part} for {person}").format(part=parts[part], person=person)
        for part, person in known
        if part in parts
    )


def _departments(facts: Mapping[str, Any], reader: Reader) -> str:
    words = (
        _("You come from two departments: {mentor} and {mentee}")
        if reader.is_meant
        else _("They come from two departments: {mentor} and {mentee}")
    )
    return words.format(mentor=kit.escape(str(facts["mentor"])), mentee=kit.escape(str(facts["mentee"])))


def _place(facts: Mapping[str, Any], reader: Reader) -> str:
    words = (
        _("You can meet in person in {place}") if reader.is_meant else _("They can meet in person in {place}")
    )
    return words.format(place=kit.escape(str(facts["place"])))


_OF_A_PAIR: Mapping[str, Callable[[Mapping[str, Any], Reader], str]] = {
    "skills": _skills,
    "interests": _interests,
    "languages": _languages,
    "hours": _hours,
    "departments": _departments,
    "place": _place,
}


def why_alone(why: Told, *, wants_mentor: bool, is_reader: bool) -> str:
    """Return why somebody has no partner, to themselves or to an admin: true, and nothing that is private."""
    if why.kind in ("no_mentor_for_skill", "no_mentee_for_skill") and why.facts.get("skills"):
        words = _("nobody offers {skills} yet") if wants_mentor else _("nobody asks for {skills} yet")
        return words.format(skills=listed(why.facts["skills"]))
    if why.kind == "nobody_joined_other_side":
        return _("no mentor has joined yet") if wants_mentor else _("no mentee has joined yet")
    if why.kind == "set_aside" and not is_reader:
        return _("taken out of a pair by hand. Run again to look for another partner")
    rule = why.kind.removeprefix("hard_rule:")
    return _to_reader(rule) if is_reader else _to_admin(rule)


def _to_reader(rule: str) -> str:
    close = _("the people who fit work too close to you: in your team, or at a stage near your own")
    return {
        "hours": _("your working hours overlap too little with those of the people who fit"),
        "language": _("you share no language with the people who fit"),
        "team": close,  # as for the level, so that nobody's level can be told from it
        "level": close,
        "chain": _("the people who fit are in your own line of managers"),
        "format": _("the people who fit would meet in another way or place"),
        "met": _("you have already been paired with the people who fit"),
        "floor": _("nobody fits you well enough yet, and this program would rather wait"),
    }.get(rule, _("nobody who fits you is free yet"))


def _to_admin(rule: str) -> str:
    return {
        "hours": _("working hours overlap too little with those who fit"),
        "language": _("no shared language with those who fit"),
        "team": _("those who fit work in the same team"),
        "chain": _("those who fit are in the same line of managers"),
        "level": _("those who fit are too close in job level"),
        "format": _("those who fit would meet in another way or place"),
        "met": _("already paired once with those who fit"),
        "floor": _("nobody fits well enough for the least score of this program"),
    }.get(rule, _("nobody who fits is free"))
