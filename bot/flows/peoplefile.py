"""Importing the people file: look first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.flows import admins
from bot.rules import peoplefile as rules
from bot.rules.objectives import BrokenFile
from bot.rules.peoplefile import PeopleFile, Problem, Row
from storage.models import Employee
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, or has done: e-mail addresses by effect, and what is wrong.

    ``untouched`` counts people who are known and not in the file; ``not_in_slack`` those of the file whose
    address Slack's directory does not have.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    untouched: int
    not_in_slack: int
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


def preview(work: Work, file: PeopleFile) -> Preview:
    """Return what importing a file would do; changes nothing."""
    kept = work.people.employees()
    known = {email: employee.manager_email for email, employee in kept.items()}
    in_slack = work.people.ids_by_email()
    listed = {row.email for row in file.rows}
    return Preview(
        new=tuple(row.email for row in file.rows if row.email not in kept),
        changed=tuple(row.email for row in file.rows if _differs(row, kept)),
        unchanged=sum(_is_same(row, kept) for row in file.rows),
        untouched=len(kept.keys() - listed),
        not_in_slack=len(listed - in_slack.keys()),
        problems=(*file.problems, *_circles(file, known)),
        ignored=file.ignored,
    )


def apply(work: Work, file: PeopleFile, actor: str) -> Preview:
    """Import a file and return what that did; BrokenFile, and nothing done, while it has a problem."""
    seen = preview(work, file)
    if seen.problems:
        raise BrokenFile
    kept = work.people.employees()
    for row in file.rows:
        if row.email in kept:
            kept[row.email].sqlmodel_update(_facts(row))
        else:
            work.people.add(Employee(**_facts(row)))
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


def _circles(file: PeopleFile, known: Mapping[str, str | None]) -> list[Problem]:
    """Check who reports to whom once each row can be read: before, every gap would be told twice."""
    return [] if file.problems else rules.check_managers(file.rows, known)


def _facts(row: Row) -> dict[str, Any]:
    return {column: getattr(row, column) for column in rules.COLUMNS}


def _is_same(row: Row, kept: Mapping[str, Employee]) -> bool:
    return row.email in kept and kept[row.email].model_dump() == _facts(row)


def _differs(row: Row, kept: Mapping[str, Employee]) -> bool:
    return row.email in kept and not _is_same(row, kept)
