"""Short ways to make people for the engine, and a round for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.matching import Candidate, Proposal, propose

ON = date(2026, 3, 10)


def a_mentor(name: str, **facts: Any) -> Candidate:
    """Make a junior who offers AI and takes one mentee."""
    return Candidate(
        **{
            "id": name,
            "mentor_capacity": 1,
            "level": 1,
            "languages": frozenset({"en"}),
            "offers": {"ai": 2},
            **facts,
        }
    )


def a_mentee(name: str, **facts: Any) -> Candidate:
    """Make a senior who wants AI and takes one mentor."""
    return Candidate(
        **{
            "id": name,
            "mentee_capacity": 1,
            "level": 5,
            "languages": frozenset({"en"}),
            "wants": {"ai": 2},
            **facts,
        }
    )


def both(name: str, **facts: Any) -> Candidate:
    """Make somebody of unknown level who would teach and learn."""
    return Candidate(
        **{
            "id": name,
            "mentor_capacity": 1,
            "mentee_capacity": 1,
            "languages": frozenset({"en"}),
            "offers": {"ai": 2},
            "wants": {"ai": 2},
            **facts,
        }
    )


def a_round(people: Iterable[Candidate], **facts: Any) -> Proposal:
    """Propose pairs on a day in March, with seed 1 and nothing between people unless told."""
    told = {"managers": {}, "not_with": frozenset(), "met": frozenset(), "on": ON, "seed": 1, **facts}
    return propose(people, **told)


def names(proposal: Proposal) -> set[tuple[str, str]]:
    """Return who was proposed: (mentor, mentee)."""
    return {(pair.mentor, pair.mentee) for pair in proposal.pairs}


def why(proposal: Proposal, name: str) -> str:
    """Return the kind of reason why somebody is left."""
    return next(one.reason.kind for one in proposal.unmatched if one.id == name)
