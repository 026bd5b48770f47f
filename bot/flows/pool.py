"""Who takes part in a round, as the engine wants to know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.flows import pairing
from bot.matching import Candidate, Rules, Weights
from bot.matching.chains import chain_above
from bot.rules import pairs as rules
from bot.rules.pairs import Ids, Places
from storage.models import Employee, Member, Person, Program, Role, Side
from storage.work import Work

Skills = Mapping[str, Mapping[Side, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody who has room for a partner, what stands between people, and the program's settings.

    Never shown to anybody.
    """

    candidates: Mapping[str, Candidate]
    managers: Mapping[str, str]
    not_with: frozenset[Ids]
    met: frozenset[Ids]
    on: date
    weights: Weights = field(default_factory=Weights)
    rules: Rules = field(default_factory=Rules)

    @property
    def places(self) -> dict[str, Places]:
        """Return how much room everybody has."""
        return {
            person_id: Places(candidate.mentor_capacity, candidate.mentee_capacity)
            for person_id, candidate in self.candidates.items()
        }

    def is_ruled_out(self, mentor_id: str, mentee_id: str) -> bool:
        """Tell whether these two must never be paired, whatever an admin says."""
        both_ways = {(mentor_id, mentee_id), (mentee_id, mentor_id)}
        return (
            mentor_id == mentee_id
            or not both_ways.isdisjoint(self.not_with)
            or not both_ways.isdisjoint(self.met)
            or mentee_id in self._above(mentor_id)
            or mentor_id in self._above(mentee_id)
        )

    def _above(self, person_id: str) -> list[str]:
        return chain_above(person_id, self.managers)[: self.rules.chain_distance]


def gather(work: Work, program: Program) -> Pool:
    """Read everybody who is active, reachable and has room."""
    skills = _skills(work, program.id)
    weights, rules_ = pairing.program_rules(program)
    places = free_places(work, program.id)
    return Pool(
        candidates={
            member.person_id: _candidate(member, person, employee, places[member.person_id], skills)
            for member, person, employee in work.people.profiles(program.id)
            if places[member.person_id] != Places()
        },
        managers=_managers(work),
        not_with=work.people.all_not_with(),
        met=work.pairs.met(),
        on=max(program.starts_on, work.now.date()),
        weights=weights,
        rules=rules_,
    )


def free_places(work: Work, program_id: str) -> dict[str, Places]:
    """Return how much room every active member has."""
    taught, learned = work.pairs.places_taken(program_id)
    return {
        member.person_id: rules.free_places(
            member.partners,
            teaches=member.role != Role.MENTEE,
            learns=member.role != Role.MENTOR,
            as_mentor=taught[member.person_id],
            as_mentee=learned[member.person_id],
        )
        for member in work.people.members(program_id)
    }


def _managers(work: Work) -> dict[str, str]:
    """Return everybody's manager by id; those who are not in Slack go by their e-mail."""
    ids = work.people.ids_by_email()
    return {ids.get(email, email): ids.get(boss, boss) for email, boss in work.people.managers().items()}


def _skills(work: Work, program_id: str) -> Skills:
    skills: dict[str, dict[Side, dict[str, int]]] = defaultdict(lambda: {side: {} for side in Side})
    for row in work.people.all_skills(program_id):
        skills[row.person_id][row.side][row.skill_id] = row.level
    return skills


def _candidate(
    member: Member, person: Person, employee: Employee | None, places: Places, skills: Skills
) -> Candidate:
    """Put a member together; where the people file and the profile differ, the people file is right."""
    file = employee or Employee(email="")
    mine = skills[member.person_id]
    return Candidate(
        id=member.person_id,
        mentor_capacity=places.mentor,
        mentee_capacity=places.mentee,
        level=member.level if file.level is None else file.level,
        department=file.department,
        team=file.team or member.team,
        place=file.place,
        timezone=person.timezone,
        work_start=member.work_start,
        work_end=member.work_end,
        languages=frozenset(member.languages),
        offers=mine[Side.OFFERS],
        wants=mine[Side.WANTS],
        interests=frozenset(member.interests),
        format=member.format.value,
    )
