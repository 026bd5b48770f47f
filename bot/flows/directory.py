"""What Slack's directory says of people."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from bot.flows import onboarding
from bot.rules.refusals import NoProgram, NotAMember
from storage.models import Appointment, Duty, Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody as Slack lists them now."""

    id: str
    name: str
    email: str | None
    title: str
    timezone: str
    locale: str
    is_employee: bool


def learn(work: Work, entries: Iterable[Entry]) -> None:
    """Keep what the directory says; somebody who is back is reachable again, somebody who is gone leaves."""
    for entry in entries:
        person = work.people.get(entry.id)
        if person is None:
            work.people.add(_person(entry))
        elif _update(person, entry):
            _see_off(work, person.id)


def appoint(work: Work, admins: Iterable[str]) -> None:
    """Make the people named in the settings (ids or e-mail addresses) program admins."""
    for name in admins:
        person = work.people.get(name) or work.people.by_email(name)
        if person:
            work.session.merge(Appointment(person_id=person.id, duty=Duty.ADMIN))


def is_known(work: Work, person_id: str) -> bool:
    """Tell whether the directory has a person."""
    return work.people.get(person_id) is not None


def _person(entry: Entry) -> Person:
    return Person(
        id=entry.id,
        name=entry.name,
        email=entry.email,
        title=entry.title,
        timezone=entry.timezone,
        locale=entry.locale,
        is_employee=entry.is_employee,
    )


def _see_off(work: Work, person_id: str) -> None:
    """Let somebody leave whom the company no longer has; their partner hears the usual sentence."""
    with suppress(NoProgram, NotAMember):
        onboarding.leave(work, person_id)


def _update(person: Person, entry: Entry) -> bool:
    """Take over what has changed; tell whether they were an employee and are none any more."""
    is_gone = person.is_employee and not entry.is_employee
    person.name, person.email, person.title = entry.name, entry.email, entry.title
    person.timezone, person.locale = entry.timezone, entry.locale
    person.is_reachable = entry.is_employee and (person.is_reachable or not person.is_employee)
    person.is_employee = entry.is_employee
    return is_gone
