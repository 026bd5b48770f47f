"""Which milestones somebody has reached. A badge is earned once and is nobody else's loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

FULL_CIRCLE = "full_circle"


@dataclass(frozen=True, slots=True)
class Milestones:
    """What one person did in a program, as numbers; ``track`` is how many lessons theirs has."""

    sessions: int = 0
    lessons: int = 0
    track: int = 6
    thanks_given: int = 0
    goals_reached: int = 0
    pairs_completed: int = 0
    questions_helped: int = 0


def came_full_circle(did: Milestones) -> bool:
    """Tell whether somebody saw a pair through to its end; two people who never met did not."""
    return did.pairs_completed >= 1 and did.sessions >= 1


RULES: Mapping[str, Callable[[Milestones], bool]] = {
    "first_session": lambda did: did.sessions >= 1,
    "three_sessions": lambda did: did.sessions >= 3,
    "six_sessions": lambda did: did.sessions >= 6,
    "first_lesson": lambda did: did.lessons >= 1,
    "all_lessons": lambda did: did.lessons >= did.track > 0,
    "first_thanks": lambda did: did.thanks_given >= 1,
    "goal_reached": lambda did: did.goals_reached >= 1,
    "first_question": lambda did: did.questions_helped >= 1,
    FULL_CIRCLE: came_full_circle,
}


def reached(did: Milestones) -> list[str]:
    """Return the names of the rules that hold."""
    return [name for name, holds in RULES.items() if holds(did)]
