"""Public praise: what it must say, how often, and whether it goes round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.rules.refusals import Mistakes, Refusal
from bot.rules.wording import age_words

LONGEST_SHOUT_OUT = 500  # characters
MOST_HONORED = 5  # people in one shout-out
REST = timedelta(weeks=4)  # between two questions to the same person
PATIENCE = timedelta(days=14)  # with those who do not answer; then the words stay private
TIME_TO_POST = timedelta(minutes=1)  # before its author hears where it stands
ENOUGH_TO_LEAN = 5  # shout-outs in a row


class ChangedSince(Refusal):
    """Something has changed since this preview; perhaps it was sent already. Go back and look again."""


class AlreadyAnswered(Refusal):
    """You have answered this already, and your first answer stands."""


class NotPostedAnyMore(Refusal):
    """Nothing is posted about people who have left the program. Thank you for what you gave to it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A shout-out as an admin composes it; the text may hold {people} and {value}."""

    people: tuple[str, ...] = ()
    text: str = ""
    value: str | None = None
    channel: str | None = None


class Answer(StrEnum):
    """What somebody wants to become of words about them."""

    POST = "post"
    PRIVATE = "private"
    DECLINE = "decline"


class Leaning(StrEnum):
    """In which way shout-outs lean to one side."""

    DEPARTMENT = "department"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Honored:
    """Somebody who was honored: their department and their role in the program, where known."""

    department: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class Lean:
    """What the newest shout-outs have in common."""

    way: Leaning
    to: str


def check_draft(draft: Draft, admin_id: str, values: Collection[str]) -> Draft:
    """Return a draft that can be shown; raises Mistakes that name the field and the remedy."""
    mistakes = {}
    if words := _about_people(draft.people, admin_id):
        mistakes["people"] = words
    if words := _about_text(draft.text):
        mistakes["text"] = words
    if draft.value not in values:
        mistakes["value"] = "Choose the value that it shows."
    if not draft.channel:
        mistakes["channel"] = "Choose the channel to post it in."
    if mistakes:
        raise Mistakes(mistakes)
    return draft


def fill(text: str, people: str, value: str) -> str:
    """Return the text with its {people} and {value} filled in; all else stays as it was typed."""
    return text.replace("{people}", people).replace("{value}", value.lower())


def again_from(last: datetime) -> date:
    """Return the day from which somebody may be asked again."""
    return (last + REST).date() + timedelta(days=1)


def lean(newest: Sequence[Honored]) -> Lean | None:
    """Return what the five newest shout-outs (the newest first) have in common, if anything."""
    last = newest[:ENOUGH_TO_LEAN]
    if len(last) < ENOUGH_TO_LEAN:
        return None
    departments = {honored.department for honored in last}
    roles = {honored.role for honored in last}
    if len(departments) == 1 and (department := departments.pop()):
        return Lean(Leaning.DEPARTMENT, department)
    if len(roles) == 1 and (role := roles.pop()) in ("mentor", "mentee"):
        return Lean(Leaning.ROLE, role)
    return None


def _about_people(people: Sequence[str], admin_id: str) -> str | None:
    if not people:
        return "Choose whom to honor."
    if admin_id in people:
        return "Choose colleagues: praise for yourself needs somebody else's voice."
    if len(people) > MOST_HONORED:
        return f"Choose at most {MOST_HONORED} people, so that each is seen."
    return None


def _about_text(text: str) -> str | None:
    if not text:
        return "Write what they did. Two sentences are plenty."
    if len(text) > LONGEST_SHOUT_OUT:
        return f"Keep it under {LONGEST_SHOUT_OUT} characters; you wrote {len(text)}."
    if words := age_words(text):
        named = ", ".join(f"“{word}”" for word in words)
        return f"Leave out {named}: praise what they did, without a word about age."
    return None
