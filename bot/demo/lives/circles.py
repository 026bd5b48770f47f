"""Who may act at the same time: circles of partners that have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.demo.lives.life import Life


def circles(ready: Iterable[Life], everybody: Mapping[str, Life]) -> list[list[Life]]:
    """Split those who are ready into circles: partners, and partners of partners, belong together.

    In a circle those who teach come first, otherwise everybody keeps their place.
    """
    found: list[list[Life]] = []
    where: dict[str, list[Life]] = {}
    for life in ready:
        if life.person.id not in where:
            found.append([])
            where |= dict.fromkeys(_around(life, everybody), found[-1])
        where[life.person.id].append(life)
    return [sorted(circle, key=lambda one: one.colleague.role != "mentor") for circle in found]


def _around(life: Life, everybody: Mapping[str, Life]) -> Sequence[str]:
    """Return the ids of those whom somebody has to do with, of theirs and so on, and their own."""
    met = {life.person.id: None}
    left = [life]
    while left:
        near = left.pop()
        known = (*near.partners, *near.acquaintances)
        fresh = [one for one in dict.fromkeys(known) if one in everybody and one not in met]
        met |= dict.fromkeys(fresh)
        left += [everybody[one] for one in fresh]
    return list(met)
