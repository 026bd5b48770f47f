"""What people learn from: the lessons of both tracks, and tips for when something is in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.content.reading import Role, document, keyed


@dataclass(frozen=True, slots=True)
class Lesson:
    """One short lesson: Slack mrkdwn, one thing to try, and a reflection answered in one tap.

    After ``help_answer``, one of the answers, a word with an admin is offered.
    """

    id: str
    role: Role
    number: int
    title: str
    minutes: int
    body: str
    try_this: str
    question: str
    answers: tuple[str, str, str]
    help_answer: str | None = None


@dataclass(frozen=True, slots=True)
class Tip:
    """What to say when a check-in names an obstacle: what to try now, and what the program can do."""

    obstacle: str
    label: str
    tip: str
    help: str


@cache
def lessons() -> Mapping[str, Lesson]:
    """Return the lessons of both tracks by id."""
    return keyed(Lesson, document("lessons")["lessons"])


@cache
def track(role: Role) -> tuple[Lesson, ...]:
    """Return a role's lessons, first to last; who is both has the mentors' track, then the mentees'."""
    roles = ("mentor", "mentee") if role == "both" else (role,)
    return tuple(
        lesson
        for part in roles
        for lesson in sorted(lessons().values(), key=lambda each: each.number)
        if lesson.role == part
    )


@cache
def tips() -> Mapping[str, Tip]:
    """Return the tips by obstacle."""
    return keyed(Tip, document("tips")["tips"], key="obstacle")
