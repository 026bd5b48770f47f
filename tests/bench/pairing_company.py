"""A company for the pairing benchmark: as many seniors who learn as juniors who teach, the same for a seed.

120 skills by Zipf, 3 to 8 each; 12 offices; a management tree of span 6, whose lowest managers lead teams of
juniors.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, time
from itertools import accumulate

from bot.matching import Candidate
from bot.matching.pool import Pool, in_seeded_order

DAY = date(2026, 3, 10)
SKILLS = [f"skill{number}" for number in range(120)]
ZIPF = list(accumulate(1 / (number + 1) for number in range(120)))
INTERESTS = [f"interest{number}" for number in range(40)]
SPAN = 6
OFFICES = [  # place, time zone, its language, how large
    ("Lisbon", "Europe/Lisbon", "pt", 14),
    ("Berlin", "Europe/Berlin", "de", 16),
    ("Paris", "Europe/Paris", "fr", 10),
    ("London", "Europe/London", "en", 14),
    ("New York", "America/New_York", "en", 16),
    ("Chicago", "America/Chicago", "en", 8),
    ("San Francisco", "America/Los_Angeles", "en", 8),
    ("Sao Paulo", "America/Sao_Paulo", "pt", 6),
    ("Bangalore", "Asia/Kolkata", "hi", 14),
    ("Singapore", "Asia/Singapore", "zh", 6),
    ("Tokyo", "Asia/Tokyo", "ja", 5),
    ("Sydney", "Australia/Sydney", "en", 4),
]


def company(size: int, most: int = 1, seed: int = 1) -> tuple[list[Candidate], dict[str, str]]:
    """Return `size` seniors, then `size` juniors who take 1 to `most` mentees, and everybody's manager."""
    chance = random.Random(seed)
    managers = {
        f"p{number}": f"p{boss}" for number in range(1, 2 * size) for boss in [_boss(chance, number, size)]
    }
    return [_person(chance, number, size, most, managers) for number in range(2 * size)], managers


def pool_of(people: list[Candidate], managers: dict[str, str], seed: int = 1) -> Pool:
    """Return the pool of a round, in seeded order."""
    everybody = in_seeded_order(people, seed)
    return Pool(
        mentors=tuple(person for person in everybody if person.mentor_capacity),
        mentees=tuple(person for person in everybody if person.mentee_capacity),
        on=DAY,
        managers=managers,
    )


def churned(people: list[Candidate], size: int, share: float) -> list[Candidate]:
    """Return the company after a share of each side has left and as many have joined."""
    chance = random.Random(2)
    gone = {
        number
        for first in (0, size)
        for number in chance.sample(range(first + (not first), first + size), int(size * share))
    }
    others, _ = company(size, max(person.mentor_capacity for person in people), seed=3)
    return [_renamed(others[number]) if number in gone else person for number, person in enumerate(people)]


def latecomers(size: int, count: int) -> Iterator[Candidate]:
    """Yield seniors of another company of that size."""
    others, _ = company(size, seed=4)
    return map(_renamed, others[1 : count + 1])


def _renamed(person: Candidate) -> Candidate:
    from dataclasses import replace

    return replace(person, id=f"new-{person.id}", team=None)


def _boss(chance: random.Random, number: int, size: int) -> int:
    if number >= size:
        return chance.randrange(size // SPAN, size)
    return min(number - 1, max(0, number // SPAN + chance.randint(-3, 3)))


def _person(chance: random.Random, number: int, size: int, most: int, managers: dict[str, str]) -> Candidate:
    is_senior = number < size
    place, zone, language, _ = chance.choices(OFFICES, weights=[office[3] for office in OFFICES])[0]
    begin = chance.choice([8, 8, 9, 9, 9, 10])
    above = int(math.log(size, SPAN)) + 1 - int(math.log(number + 1, SPAN))
    languages = {"en"} if chance.random() < 0.92 else {language}
    return Candidate(
        id=f"p{number}",
        mentor_capacity=0 if is_senior else chance.randint(1, most),
        mentee_capacity=int(is_senior),
        level=5 + above + chance.randint(0, 1) if is_senior else chance.randint(1, 4),
        department=f"department{chance.randrange(10)}",
        team=managers.get(f"p{number}"),
        place=place,
        timezone=zone,
        work_start=time(begin, chance.choice([0, 30])),
        work_end=time(begin + 8),
        languages=frozenset(languages | ({language} if chance.random() < 0.8 else set())),
        offers={} if is_senior else _skills(chance),
        wants=_skills(chance) if is_senior else {},
        interests=frozenset(chance.sample(INTERESTS, chance.randint(2, 5))),
        format=chance.choices(["video", "either", "in_person"], weights=[20, 75, 5])[0],
    )


def _skills(chance: random.Random) -> dict[str, int]:
    count, found = chance.randint(3, 8), {}
    while len(found) < count:
        found[chance.choices(SKILLS, cum_weights=ZIPF)[0]] = chance.randint(1, 3)
    return found
