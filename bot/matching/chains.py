"""The management tree: who is above whom, at what distance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import compress, count

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


#: A chain this long is looked at for a loop.
LONG = 64


def levels_above(people: Iterable[str], managers: Mapping[str, str]) -> Iterator[tuple[list[int], list[str]]]:
    """Yield the first manager above each of many people, then the second, and so on: of whom, and who it is.

    Raises ManagerLoop.
    """
    bosses = [managers.get(person) for person in people]
    numbers = list(range(len(bosses)))
    for level in count():
        if level == LONG:
            check_managers(managers)
        has_one = [boss is not None for boss in bosses]
        numbers = list(compress(numbers, has_one))
        found = [boss for boss in bosses if boss is not None]
        if not found:
            return
        yield numbers, found
        bosses = list(map(managers.get, found))


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
