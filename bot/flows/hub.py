"""Where somebody stands with the program: what the hub and the first card of Home go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot import content
from bot.flows import directory, profiles, questions
from bot.rules import people as rules
from bot.rules.people import Profile
from storage.models import Member, Person, Program, ProgramState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Card:
    """A member's profile in words: labels instead of ids."""

    profile: Profile
    offers: tuple[str, ...]
    wants: tuple[str, ...]
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    zone: str
    paused_until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether there is a program, whether somebody may join it, is in it (with a card), or has left it.

    ``may_ask``: the pool for quick questions is open to them. ``is_known``: the directory has them.
    """

    is_known: bool = False
    program: str | None = None
    purpose: str = ""
    is_over: bool = False
    may_join: bool = False
    has_left: bool = False
    is_admin: bool = False
    card: Card | None = None
    may_ask: bool = False


def look(work: Work, person_id: str) -> Standing:
    """Return where somebody stands; a draft of a program is nobody's business yet."""
    person, program = work.people.get(person_id), work.program.current()
    is_admin, is_known = work.people.is_admin(person_id), directory.is_known(work, person_id)
    if person is None or program is None or program.state == ProgramState.DRAFT:
        return Standing(is_known, is_admin=is_admin)
    member = profiles.current(work, person_id, program)
    return Standing(
        is_known=is_known,
        program=program.name,
        purpose=program.purpose,
        is_over=program.state == ProgramState.CLOSED,
        may_join=member is None and _may_join(work, person, program),
        has_left=member is None and work.people.member(person_id, program.id) is not None,
        is_admin=is_admin,
        card=_card(work, member, person) if member else None,
        may_ask=member is not None and questions.may_ask(work, member),
    )


def _may_join(work: Work, person: Person, program: Program) -> bool:
    if program.state == ProgramState.CLOSED or not person.is_employee:
        return False
    employee = work.people.employee(person)
    return rules.is_open_to(program.open_to, employee.department if employee else None)


def _card(work: Work, member: Member, person: Person) -> Card:
    profile = profiles.profile_of(work, member)
    skills = work.program.skill_labels()
    languages = {code: language.label for code, language in content.languages().items()}
    interests = {one: interest.label for one, interest in content.interests().items()}
    return Card(
        profile=profile,
        offers=(*_labels(profile.offers, skills), *_own(profile.also_offers)),
        wants=(*_labels(profile.wants, skills), *_own(profile.also_wants)),
        languages=_labels(profile.languages, languages),
        interests=_labels(profile.interests, interests),
        zone=person.timezone,
        paused_until=member.paused_until,
    )


def _labels(ids: Iterable[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(labels[one] for one in ids if one in labels)


def _own(words: str) -> tuple[str, ...]:
    return (words,) if words else ()
