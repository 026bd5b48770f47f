"""The profile that a member owns: begun with sensible answers, checked, kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot import content
from bot.flows import own_words
from bot.flows.own_words import Meant
from bot.rules import people as rules
from bot.rules import suggestions
from bot.rules.people import Profile
from bot.rules.refusals import Mistakes
from storage.models import Format, Member, MemberState, Person, Program, ProgramState, Role, Side, Skill
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Form:
    """What the form shows: answers so far, what there is to choose, what the people file leaves open."""

    profile: Profile
    skills: tuple[Skill, ...]
    zone: str
    is_member: bool
    asks_level: bool
    asks_team: bool
    meant: tuple[Meant, ...] = ()
    is_suggested: bool = False  # whether answers come from the people file


def begin(work: Work, person_id: str) -> Form:
    """Return the form with what is known: the profile of a member, sensible answers for anybody else."""
    person, program = entrance(work, person_id)
    member = current(work, person_id, program)
    if member:
        return _form(work, person, profile_of(work, member), member)
    return _begun(work, person)


def edit(work: Work, person_id: str) -> Form:
    """Return the form of a member; refuses anybody else."""
    work.people.member_or_refuse(person_id, open_program(work).id)
    return begin(work, person_id)


def bring(work: Work, person_id: str, profile: Profile) -> Form:
    """Check the first step; the form asks of what is new in somebody's own words whether the list has it."""
    person, program = entrance(work, person_id)
    rules.check_what_you_bring(profile, _lists(work))
    member = current(work, person_id, program)
    return replace(_form(work, person, profile, member), meant=_meant(work, profile, member))


def settle(work: Work, person_id: str, profile: Profile, agreed: Collection[tuple[str, str]]) -> Form:
    """Let the list say what somebody agreed to, as (side, skill), in place of their own words."""
    person, program = entrance(work, person_id)
    member = current(work, person_id, program)
    for one in _meant(work, profile, member):
        if (one.side, one.skill) in agreed:
            profile = own_words.said_by_the_list(profile, one)
    return _form(work, person, profile, member)


def back(work: Work, person_id: str, profile: Profile) -> Form:
    """Return the form for the first step again, with what was answered so far."""
    person, program = entrance(work, person_id)
    return _form(work, person, profile, current(work, person_id, program))


def check(work: Work, person_id: str, profile: Profile) -> None:
    """Check both steps; what is wrong with the first cannot be shown under a field of the second."""
    lists = _lists(work)
    rules.check_how_you_meet(profile, person_id, lists)
    try:
        rules.check_what_you_bring(profile, lists)
    except Mistakes as stale:
        raise rules.ChoicesChanged from stale


def keep(work: Work, member: Member, profile: Profile) -> None:
    """Make this the profile of a member."""
    member.role, member.format = Role(profile.role), Format(profile.format)
    member.partners = profile.partners if profile.teaches else 1
    member.work_start, member.work_end = profile.work_start, profile.work_end
    member.languages, member.interests = list(profile.languages), list(profile.interests)
    member.also_offers, member.also_wants = profile.also_offers, profile.also_wants
    member.level, member.team = profile.level, profile.team or None
    member.may_be_named, member.questions_a_week = profile.may_be_named, profile.questions
    work.people.keep_skills(member, Side.OFFERS, profile.offers)
    work.people.keep_skills(member, Side.WANTS, profile.wants)
    work.people.keep_not_with(member.person_id, profile.not_with)
    work.people.drop_suggestions(member.person_id)


def profile_of(work: Work, member: Member) -> Profile:
    """Return the profile that a member owns."""
    skills = work.people.profile_skills(member.person_id, member.program_id)
    return Profile(
        role=member.role.value,
        offers={row.skill_id: row.level for row in skills if row.side == Side.OFFERS},
        wants={row.skill_id: row.level for row in skills if row.side == Side.WANTS},
        also_offers=member.also_offers,
        also_wants=member.also_wants,
        interests=tuple(member.interests),
        languages=tuple(member.languages),
        work_start=member.work_start,
        work_end=member.work_end,
        format=member.format.value,
        partners=member.partners,
        level=member.level,
        team=member.team or "",
        not_with=tuple(work.people.not_with(member.person_id)),
        may_be_named=member.may_be_named,
        questions=member.questions_a_week,
    )


def open_program(work: Work) -> Program:
    """Return the program that people can act in; a closed one says that it is over."""
    program = work.program.current()
    if program and program.state == ProgramState.CLOSED:
        raise rules.ProgramOver
    return work.program.current_or_refuse()


def entrance(work: Work, person_id: str) -> tuple[Person, Program]:
    """Return the person and the program they may join; members stay, wherever they have moved to."""
    program = open_program(work)
    person = work.people.get(person_id)
    if person is None or not person.is_employee:
        raise rules.EmployeesOnly
    if current(work, person_id, program) is None:
        employee = work.people.employee(person)
        rules.check_open_to(program.open_to, employee.department if employee else None)
    return person, program


def current(work: Work, person_id: str, program: Program) -> Member | None:
    """Return somebody's membership unless they have left."""
    member = work.people.member(person_id, program.id)
    return None if member is None or member.state == MemberState.LEFT else member


def _begun(work: Work, person: Person) -> Form:
    """Begin with sensible answers, and with those that the people file suggests."""
    tongue = person.locale.split("-", maxsplit=1)[0]
    usual = Profile(languages=(tongue,) if tongue in content.languages() else ("en",))
    employee = work.people.employee(person)
    if not employee or not employee.suggests:
        return _form(work, person, usual, None)
    profile = suggestions.begun(usual, employee.suggests, _named(work))
    return replace(_form(work, person, profile, None), is_suggested=True)


def _named(work: Work) -> suggestions.Names:
    return suggestions.Names(
        suggestions.by_name({skill.id: skill.label for skill in work.program.skills()}),
        suggestions.by_name({one.id: one.label for one in content.interests().values()}),
        suggestions.by_name({one.code: one.label for one in content.languages().values()}),
    )


def _form(work: Work, person: Person, profile: Profile, member: Member | None) -> Form:
    employee = work.people.employee(person)
    return Form(
        profile=profile,
        skills=tuple(work.program.skills()),
        zone=person.timezone,
        is_member=member is not None,
        asks_level=employee is None or employee.level is None,
        asks_team=employee is None or employee.team is None,
    )


def _lists(work: Work) -> rules.Lists:
    skills = {skill.id for skill in work.program.skills()}
    return rules.Lists(skills, content.interests().keys(), content.languages().keys())


def _meant(work: Work, profile: Profile, member: Member | None) -> tuple[Meant, ...]:
    """Return what new phrases probably mean; who has kept a phrase is not asked about it again."""
    before = profile_of(work, member) if member else Profile()
    return own_words.meant(profile, before, work.program.skills())
