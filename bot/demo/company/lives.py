"""Who sits in a seat: place, hours, skills, interests, and how they live through the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from random import Random

from bot import content
from bot.demo.company.cast import Cast, Culture, Department, Office
from bot.demo.company.model import Format, Role, Temper
from bot.demo.company.tree import CHIEF_LEVEL

# From this level on a colleague learns from the ones below; the bot's own rule is the gap between two levels.
SENIOR = 4


@dataclass(frozen=True, slots=True)
class Skills:
    """What somebody offers and wants, skill to level."""

    offers: Mapping[str, int]
    wants: Mapping[str, int]


def places(cast: Cast, people: int, chance: Random) -> list[Office]:
    """Return an office for each of so many people, shuffled; fixed shares, so that no seed crowds one."""
    total = sum(office.weight for office in cast.offices)
    rest = [office for office in cast.offices for _ in range(people * office.weight // total)]
    seated = cast.offices[:1] * (people - len(rest)) + tuple(rest)
    return chance.sample(seated, people)


def origin(cast: Cast, office: Office, chance: Random) -> Culture:
    """Return where the name of somebody in this office comes from."""
    return cast.cultures[chance.choices(tuple(office.names), tuple(office.names.values()))[0]]


def tongues(office: Office, culture: Culture, chance: Random) -> tuple[str, ...]:
    """Return languages, best first: nearly everybody has English, most the office's and their own."""
    spoken = [culture.language, office.language] if chance.random() < 0.8 else [office.language]
    if chance.random() < 0.98:
        spoken.append("en")
    return tuple(dict.fromkeys(spoken))


def hours(office: Office, chance: Random) -> tuple[time, time]:
    """Return when somebody starts and ends work: mostly eight or nine hours, now and then five."""
    start = chance.choice(office.starts)
    length = chance.choices((9, 8, 5), (60, 32, 8))[0]
    half = chance.choice((0, 0, 30))
    return time(start, half), time(start + length, half)


def part(level: int, chance: Random) -> Role:
    """Return what somebody of this level would join as; in the middle some do both."""
    if level in (SENIOR - 1, SENIOR) and chance.random() < 0.25:
        return "both"
    return "mentor" if level < SENIOR else "mentee"


def skills(cast: Cast, department: Department | None, role: Role, chance: Random) -> Skills:
    """Return what somebody in this role teaches and what they would like to learn, never the same."""
    if role == "mentee":
        offers = _weighted(cast.experience, chance.randint(2, 4), chance)
        wants = _weighted(cast.sought, chance.randint(3, 5), chance)
    else:
        own = department.skills if department else ()
        offers = chance.sample(own, min(len(own), chance.randint(2, 4)))
        offers += [skill for skill in _weighted(cast.sought, 2, chance) if skill not in offers]
        wants = _weighted(cast.experience, chance.randint(2, 3), chance)
    if role == "both":
        wants = [skill for skill in _weighted(cast.sought, 5, chance) if skill not in offers][:3] + wants[:1]
    return Skills(
        offers={skill: chance.choices((1, 2, 3), (1, 5, 6))[0] for skill in offers},
        wants={skill: chance.choices((1, 2), (7, 3))[0] for skill in wants},
    )


def interests(chance: Random) -> tuple[str, ...]:
    """Return two to five things that somebody enjoys."""
    return tuple(chance.sample(tuple(content.interests()), chance.randint(2, 5)))


def meeting_format(chance: Random) -> Format:
    """Return how somebody wants to meet."""
    formats: tuple[Format, ...] = ("video", "either", "in_person")
    return chance.choices(formats, (48, 48, 4))[0]


def capacity(role: Role, chance: Random) -> int:
    """Return how many partners somebody has room for."""
    return chance.choices((1, 2, 3), (70, 25, 5) if role == "mentor" else (75, 25, 0))[0]


def temper(level: int, chance: Random) -> Temper:
    """Return a temper; senior calendars are fuller, so more of their sessions are called off."""
    reliable = chance.betavariate(5, 1.8)
    busy = 0.5 + level / CHIEF_LEVEL
    return Temper(
        eager=round(chance.betavariate(2.5, 2), 3),
        reliable=round(reliable, 3),
        chatty=round(chance.betavariate(2, 3), 3),
        joins=False,
        public=chance.random() < 0.8,
        starts_at=round(chance.triangular(1.8, 4.4, 3.1), 2),
        grows=round(chance.triangular(-0.2, 1.6, 0.6), 2),
        forgets=round((1 - reliable) * 0.8, 3),
        cancels=round((1 - reliable) * 0.35 * busy, 3),
        thanks=round(chance.betavariate(2, 4), 3),
        pauses=chance.random() < 0.07,
        leaves=chance.random() < 0.05,
    )


def _weighted(ranked: Sequence[str], count: int, chance: Random) -> list[str]:
    """Draw that many different ones, the first in the list most often."""
    keys = {each: chance.random() ** (rank + 3) for rank, each in enumerate(ranked)}
    return sorted(ranked, key=lambda each: -keys[each])[:count]
