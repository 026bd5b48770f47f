"""A round as a question that can be asked again with one thing changed: a rule, a lock, a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.matching.candidates import Candidate
from bot.matching.draft import Effort
from bot.matching.pool import Pair, Pool
from bot.matching.proposal import Proposal, propose
from bot.matching.settings import Rules, Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that `propose` is asked with."""

    people: tuple[Candidate, ...]
    on: date
    seed: int
    managers: Mapping[str, str] = field(default_factory=dict)
    not_with: frozenset[Pair] = frozenset()
    met: frozenset[Pair] = frozenset()
    locked: tuple[Pair, ...] = ()
    removed: frozenset[Pair] = frozenset()
    keep: frozenset[Pair] = frozenset()
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)

    @property
    def size(self) -> int:
        """How many people the larger side has."""
        mentors = sum(person.mentor_capacity > 0 for person in self.people)
        return max(mentors, sum(person.mentee_capacity > 0 for person in self.people))

    def solve(self, effort: Effort | None = None) -> Proposal:
        """Return the best draft, by default until that is proven. Raises MatchingError."""
        return propose(
            self.people,
            managers=self.managers,
            not_with=self.not_with,
            met=self.met,
            locked=self.locked,
            removed=self.removed,
            keep=self.keep,
            on=self.on,
            seed=self.seed,
            weights=self.weights,
            rules=self.rules,
            effort=effort,
        )

    def pool(self) -> Pool:
        """Return the two sides, in the order of the people."""
        return Pool(
            mentors=tuple(person for person in self.people if person.mentor_capacity),
            mentees=tuple(person for person in self.people if person.mentee_capacity),
            on=self.on,
            managers=self.managers,
            not_with=self.not_with,
            met=self.met,
            removed=self.removed,
            weights=self.weights,
            rules=self.rules,
        )

    def without_lock(self, pair: Pair) -> Case:
        """Return the round in which one locked pair is free to move."""
        return replace(self, locked=tuple(each for each in self.locked if each != pair))

    def without_rule(self, name: str) -> Case:
        """Return the round in which a hard rule does not apply; of the chain, direct managers still count."""
        if name == "chain":
            return replace(self, rules=replace(self.rules, chain_distance=1))
        return replace(self, rules=replace(self.rules, off=self.rules.off | {name}))

    def with_people(self, *more: Candidate) -> Case:
        """Return the round that these people have joined, or changed their profile for."""
        new = {person.id for person in more}
        return replace(self, people=(*(person for person in self.people if person.id not in new), *more))
