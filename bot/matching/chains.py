"""The management tree: who is above whom, at what distance."""

from __future__ import annotations

from collections.abc import Mapping

from bot.matching.errors import ManagerLoop


def chain_above(person: str, managers: Mapping[str, str]) -> list[str]:
    """Return the managers above a person, nearest first; `managers` has each person's. Raises ManagerLoop."""
    above: dict[str, None] = {}  # a set that keeps its order
    at = managers.get(person)
    while at is not None:
        if at == person or at in above:
            raise ManagerLoop(
                f"{at!r} is, by way of others, their own manager. Correct one manager in that chain."
            )
        above[at] = None
        at = managers.get(at)
    return list(above)


def check_managers(managers: Mapping[str, str]) -> None:
    """Raise ManagerLoop if anybody is above themselves. A manager whom nobody knows ends a chain."""
    sound: set[str] = set()
    for person in managers:
        trail: list[str] = []
        at: str | None = person
        while at is not None and at not in sound:
            if at in trail:
                chain_above(at, managers)  # raises, and names a person in the loop
            trail.append(at)
            at = managers.get(at)
        sound.update(trail)
