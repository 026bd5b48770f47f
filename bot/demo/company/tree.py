"""Who reports to whom: one root, spans of four to nine, as deep as the company is large."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from bot.demo.company.cast import Department

SPAN = range(4, 10)
CHIEF_LEVEL = 8
# How common the levels 1 to 5 are among those who lead nobody.
LEVELS = (18, 24, 22, 21, 15)


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the tree, by number; the root is 0 and a manager's number is always the smaller one."""

    number: int
    manager: int | None
    level: int
    department: Department | None
    team: str
    leads: bool
    heads: bool  # of a department


@dataclass(frozen=True, slots=True)
class _Branch:
    """A department while it grows: the names left for its teams, and chance."""

    department: Department
    names: Iterator[str]
    chance: Random


def plant(people: int, departments: tuple[Department, ...], chance: Random) -> list[Seat]:
    """Return the seats of a company of that many people, managers before their reports.

    Spans are four to nine from 21 people on; a smaller company has narrower ones.
    """
    seats = [Seat(0, None, CHIEF_LEVEL, None, "Leadership", leads=True, heads=False)]
    for department, size in _sizes(people - 1, departments):
        _seat(seats, 0, size - 1, _Branch(department, _team_names(department), chance))
    return seats


def _sizes(people: int, departments: tuple[Department, ...]) -> list[tuple[Department, int]]:
    """Share people out by weight; a department has its head and at least four more if it can."""
    smallest = SPAN.start + 1
    if people < 2 * smallest:
        return [(department, 1) for department, _ in zip(departments, range(people), strict=False)]
    open_ones = departments[: people // smallest]
    total = sum(department.weight for department in open_ones)
    spare = people - smallest * len(open_ones)
    shares = [spare * department.weight // total for department in open_ones]
    shares[0] += spare - sum(shares)
    return [(department, smallest + share) for department, share in zip(open_ones, shares, strict=True)]


def _seat(seats: list[Seat], manager: int, below: int, branch: _Branch) -> None:
    """Seat somebody with that many people below them, and all of those."""
    number, boss = len(seats), seats[manager]
    heads, leads = manager == 0, below > 0
    team = branch.department.name if heads else next(branch.names) if leads else boss.team
    level = _leader_level if heads or leads else _level
    seats.append(
        Seat(number, manager, level(boss.level, below, branch.chance), branch.department, team, leads, heads)
    )
    for size in _splits(below, branch.chance):
        _seat(seats, number, size, branch)


def _splits(below: int, chance: Random) -> list[int]:
    """Split the people below a manager among direct reports: how many each of these leads."""
    if below < SPAN.stop:
        return [0] * below
    reports = min(chance.randint(6, 9), below - SPAN.start)
    rest = below - reports
    leads = max(1, min(reports, round(rest / 6.5)))
    shares = [rest // leads + (index < rest % leads) for index in range(leads)]
    return shares + [0] * (reports - leads)


def _leader_level(boss: int, below: int, chance: Random) -> int:
    """Return a leader's level: under the manager's, and with room for the layers below."""
    layers = 0
    while below:
        layers, below = layers + 1, below // SPAN.stop
    return max(min(4 + layers, boss - 1), boss - chance.choice((1, 1, 2)))


def _level(boss: int, _below: int, chance: Random) -> int:
    levels = range(1, min(len(LEVELS), boss - 1) + 1)
    return chance.choices(levels, LEVELS[: len(levels)])[0]


def _team_names(department: Department) -> Iterator[str]:
    """Name a department's teams, without end and never the same."""
    for times in count(1):
        yield from (team if times == 1 else f"{team} {times}" for team in department.teams)
