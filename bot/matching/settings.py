"""What a company may decide about its rounds."""

from __future__ import annotations

from dataclasses import dataclass, fields

from bot.matching.errors import BadRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each thing counts, in thousandths of a point."""

    skills: int = 1000  # for each step of "how much it is wanted" (1-3) times "how well it is offered" (1-3)
    interests: int = 1500  # for each shared one
    hours: int = 250  # for each full hour of shared working time, up to six
    languages: int = 300  # for each shared one
    departments: int = 1500  # for two different ones
    place: int = 1000  # for people who could and would meet in person
    level: int = 200  # for each level between them, up to five
    stability: int = 2000  # for a pair of the earlier draft that stays; at 0 that only breaks ties

    def __post_init__(self) -> None:
        for weight in fields(self):
            if getattr(self, weight.name) < 0:
                raise BadRules(f"The weight of {weight.name} is negative. Use 0 for what should not count.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The settings of the hard rules. `off` names rules that do not apply (see `rules.RULES`)."""

    chain_distance: int | None = None  # up to how many steps in a management chain; None is any
    level_gap: int = 2  # how many levels the mentee is above the mentor at least
    overlap_minutes: int = 120
    floor: int | None = None  # rather wait than be paired below this score, in thousandths
    off: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.chain_distance is not None and self.chain_distance < 1:
            raise BadRules("The distance in a management chain is below 1. Use None for any distance.")
        if self.level_gap < 0:
            raise BadRules(
                "The level gap is negative. Use 0 for equals; reverse mentoring needs no more junior mentee."
            )
        if not 0 <= self.overlap_minutes <= 24 * 60:
            raise BadRules("The overlap of working hours is not between 0 and 1440 minutes.")
