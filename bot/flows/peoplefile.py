"""Importing the people file: look first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.flows import admins
from bot.rules import employees as rules
from bot.rules import peoplefile
from bot.rules.csvfile import Problem
from bot.rules.employees import Employees, Row
from bot.rules.objectives import BrokenFile
from bot.rules.peoplefile import PeopleFile
from storage.models import Employee
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Change:
    """A column that changes: for how many people, and one of them with what was and what will be."""

    column: str
    people: int
    email: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, or has done: e-mail addresses by effect, and what is wrong.

    ``known`` counts people known before, ``untouched`` those of them who are not in the file; ``tops`` those
    of the file who have no manager; ``not_in_slack`` those whose address Slack's directory does not have.
    ``left_out`` are columns that belong to the people themselves, ``ignored`` unknown ones; neither is kept.
    """

    known: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    changes: tuple[Change, ...]
    unchanged: int
    untouched: int
    tops: int
    not_in_slack: int
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def preview(work: Work, file: PeopleFile) -> Preview:
    """Return what importing a file would do; changes nothing."""
    kept = work.people.employees()
    return _preview(work, file, _employees(work, file, kept), kept)


def apply(work: Work, file: PeopleFile, actor: str) -> Preview:
    """Import a file and return what that did; BrokenFile, and nothing done, while it has a problem."""
    kept = work.people.employees()
    found = _employees(work, file, kept)
    if found.problems:
        raise BrokenFile
    seen = _preview(work, file, found, kept)
    for row in found.rows:
        if row.email in kept:
            kept[row.email].sqlmodel_update(_facts(row))
        else:
            work.people.add(Employee(email=row.email, **_facts(row)))
    if seen.new or seen.changed:
        admins.note(work, actor, "people.imported", f"{len(seen.new)} new, {len(seen.changed)} changed")
    work.session.flush()
    return seen


def look(work: Work, admin_id: str, content: bytes) -> Preview:
    """Read a file that an admin handed in, and return what importing it would do."""
    work.people.require_admin(admin_id)
    return preview(work, rules.read(content))


def take(work: Work, admin_id: str, content: bytes) -> Preview:
    """Import a file that an admin handed in and has seen the preview of."""
    work.people.require_admin(admin_id)
    return apply(work, rules.read(content), admin_id)


def _employees(work: Work, file: PeopleFile, kept: Mapping[str, Employee]) -> Employees:
    named = work.people.among(rules.slack_ids(file))
    addresses = {person_id: person.email for person_id, person in named.items()}
    return rules.employees(file, addresses, {email: one.manager_email for email, one in kept.items()})


def _preview(work: Work, file: PeopleFile, found: Employees, kept: Mapping[str, Employee]) -> Preview:
    in_slack = work.people.ids_by_email()
    listed = {row.email for row in found.rows}
    changed = [row for row in found.rows if row.email in kept and _now(kept[row.email]) != _facts(row)]
    new = [row.email for row in found.rows if row.email not in kept]
    return Preview(
        known=len(kept),
        new=tuple(new),
        changed=tuple(row.email for row in changed),
        changes=tuple(_changes(changed, kept)),
        unchanged=len(found.rows) - len(new) - len(changed),
        untouched=len(kept.keys() - listed),
        tops=sum(row.manager_email is None for row in found.rows),
        not_in_slack=len(listed - in_slack.keys()),
        problems=found.problems,
        left_out=tuple(peoplefile.personal(file)),
        ignored=file.ignored,
    )


def _changes(rows: Iterable[Row], kept: Mapping[str, Employee]) -> Iterator[Change]:
    for column in rules.FACTS:
        theirs = [row for row in rows if getattr(row, column) != getattr(kept[row.email], column)]
        if theirs:
            first = theirs[0]
            before = getattr(kept[first.email], column)
            yield Change(column, len(theirs), first.email, before, getattr(first, column))


def _facts(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in rules.FACTS}


def _now(employee: Employee) -> dict[str, Any]:
    return {name: getattr(employee, name) for name in rules.FACTS}
