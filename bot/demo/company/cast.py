"""What a company is made of: offices, departments, names. Read from cast.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Office:
    """A place: its zone, its usual first hours of work, and where its people come from, by weight."""

    city: str
    tz: str
    weight: int
    locales: tuple[str, ...]
    language: str
    starts: tuple[int, ...]
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its size by weight, what its people are called, know, and name their teams."""

    name: str
    weight: int
    craft: str
    skills: tuple[str, ...]
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Culture:
    """Where a name comes from; "Native=latin" gives the plain form beside the native one."""

    language: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False


@dataclass(frozen=True, slots=True)
class Outsider:
    """An account that is no employee."""

    kind: Literal["bot", "guest", "deleted"]
    handle: str
    real_name: str
    title: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The whole file."""

    company: str
    domain: str
    sought: tuple[str, ...]
    experience: tuple[str, ...]
    outsiders: tuple[Outsider, ...]
    offices: tuple[Office, ...]
    departments: tuple[Department, ...]
    cultures: Mapping[str, Culture]


@cache
def cast() -> Cast:
    """Read the file."""
    table = tomllib.loads(files("bot.demo.company").joinpath("cast.toml").read_text(encoding="utf-8"))
    return Cast(
        company=table["company"],
        domain=table["domain"],
        sought=tuple(table["sought"]),
        experience=tuple(table["experience"]),
        outsiders=tuple(Outsider(**row) for row in table["outsiders"]),
        offices=tuple(Office(**_frozen(row)) for row in table["offices"]),
        departments=tuple(Department(**_frozen(row)) for row in table["departments"]),
        cultures={name: Culture(**_frozen(row)) for name, row in table["cultures"].items()},
    )


def _frozen(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
