"""Who takes part in a round, as the engine wants to know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.flows import pairing
from bot.matching import Candidate, Rules, Weights
from bot.matching.chains import chain_above
from bot.rules import pairs as rules
from bot.rules.pairs import Ids, Places
from storage.candidates import Candidacy
from storage.models import Program, Role, Side
from storage.work import Work

Skills = Mapping[str, Mapping[Side, Mapping[str, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """What stands between people whatever an admin says. Never shown to anybody."""

    managers: Mapping[str, str]
    not_with: frozenset[Ids]
    met: frozenset[Ids]
    rules: Rules = field(default_factory=Rules)

    def is_ruled_out(self, mentor_id: str, mentee_id: str) -> bool:
        """Tell whether these two must never be paired, whatever an admin says."""
        both_ways = {(mentor_id, mentee_id), (mentee_id, mentor_id)}
        return (
            mentor_id == mentee_id
            or not both_ways.isdisjoint(self.not_with)
            or not both_ways.isdisjoint(self.met)
            or self.is_one_chain(mentor_id, mentee_id)
        )

    def is_one_chain(self, one: str, other: str) -> bool:
        """Tell whether one of two is above the other in the management chain."""
        return other in self._above(one) or one in self._above(other)

    def _above(self, person_id: str) -> list[str]:
        return chain_above(person_id, self.managers)[: self.rules.chain_distance]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool(Fence):
    """Everybody who has room for a partner, what stands between people, and the program's settings.

    Never shown to anybody.
    """

    candidates: Mapping[str, Candidate]
    on: date
    weights: Weights = field(default_factory=Weights)

    @property
    def places(self) -> dict[str, Places]:
        """Return how much room everybody has."""
        return {
            person_id: Places(candidate.mentor_capacity, candidate.mentee_capacity)
            for person_id, candidate in self.candidates.items()
        }


def gather(work: Work, program: Program, among: Collection[str] | None = None) -> Pool:
    """Read everybody who is active, reachable and has room; of all people, or of these."""
    skills = _skills(work, program.id, among)
    weights, rules_ = pairing.program_rules(program)
    places = free_places(work, program.id, among)
    between = fence(work, program)
    return Pool(
        candidates={
            one.person_id: _candidate(one, places[one.person_id], skills)
            for one in work.candidates.profiles(program.id, among)
            if places[one.person_id] != Places()
        },
        managers=between.managers,
        not_with=between.not_with,
        met=between.met,
        on=max(program.starts_on, work.now.date()),
        weights=weights,
        rules=rules_,
    )


def fence(work: Work, program: Program) -> Fence:
    """Read what stands between people."""
    _, rules_ = pairing.program_rules(program)
    wishes = work.candidates.all_not_with() | work.looks.all_vetoes(work.now)
    return Fence(managers=_managers(work), not_with=wishes, met=work.pairs.met(), rules=rules_)


def still_possible(work: Work, program: Program, wanted: Iterable[Ids]) -> list[Ids]:
    """Return of these pairs, the most important first, those that can be made as things stand now."""
    between, present = fence(work, program), work.candidates.present(program.id)
    places = {who: each for who, each in free_places(work, program.id).items() if who in present}
    possible = [ids for ids in wanted if not between.is_ruled_out(*ids)]
    return rules.fitting(possible, places)[0]


def free_places(work: Work, program_id: str, among: Collection[str] | None = None) -> dict[str, Places]:
    """Return how much room every active member has; of all people, or of these."""
    taught, learned = work.pairs.places_taken(program_id)
    return {
        seat.person_id: rules.free_places(
            seat.partners,
            teaches=seat.role != Role.MENTEE,
            learns=seat.role != Role.MENTOR,
            as_mentor=taught[seat.person_id],
            as_mentee=learned[seat.person_id],
        )
        for seat in work.candidates.seats(program_id, among)
    }


def _managers(work: Work) -> dict[str, str]:
    """Return everybody's manager by id; those who are not in Slack go by their e-mail."""
    ids = work.people.ids_by_email()
    return {ids.get(email, email): ids.get(boss, boss) for email, boss in work.candidates.managers().items()}


def _skills(work: Work, program_id: str, among: Collection[str] | None) -> Skills:
    skills: dict[str, dict[Side, dict[str, int]]] = defaultdict(lambda: {side: {} for side in Side})
    for person_id, side, skill_id, level in work.candidates.all_skills(program_id, among):
        skills[person_id][Side(side)][skill_id] = level
    return skills


def _candidate(one: Candidacy, places: Places, skills: Skills) -> Candidate:
    mine = skills[one.person_id]
    return Candidate(
        id=one.person_id,
        mentor_capacity=places.mentor,
        mentee_capacity=places.mentee,
        level=one.level,
        department=one.department,
        team=one.team,
        place=one.place,
        timezone=one.timezone,
        work_start=one.work_start,
        work_end=one.work_end,
        languages=frozenset(one.languages),
        offers=mine[Side.OFFERS],
        wants=mine[Side.WANTS],
        interests=frozenset(one.interests),
        format=one.format.value,
    )
