"""Importing the people file: look first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.flows import admins, firewall
from bot.rules import employees as rules
from bot.rules import peoplefile, suggestions
from bot.rules.csvfile import Problem
from bot.rules.employees import Employees, Row
from bot.rules.objectives import BrokenFile
from bot.rules.peoplefile import PeopleFile
from storage.work import Work

Facts = dict[str, Any]


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
    ``suggested`` counts those whose joining form will begin with answers of the file that it does not begin
    with now. ``left_out`` are columns for Slack or nobody but the people to say, ``ignored`` unknown ones;
    neither is kept.
    """

    known: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    changes: tuple[Change, ...]
    unchanged: int
    untouched: int
    tops: int
    not_in_slack: int
    suggested: int = 0
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def preview(work: Work, file: PeopleFile) -> Preview:
    """Return what importing a file would do; changes nothing."""
    return _preview(work, _Import.of(work, file))


def apply(work: Work, file: PeopleFile, actor: str) -> Preview:
    """Import a file and return what that did; BrokenFile, and nothing done, while it has a problem."""
    bringing = _Import.of(work, file)
    if bringing.found.problems:
        raise BrokenFile
    seen = _preview(work, bringing)
    changed = set(seen.changed)
    work.people.keep_employees(
        [bringing.facts(row) for row in bringing.found.rows if row.email not in bringing.kept],
        [bringing.facts(row) for row in bringing.found.rows if row.email in changed],
    )
    if seen.new or seen.changed:
        admins.note(work, actor, "people.imported", f"{len(seen.new)} new, {len(seen.changed)} changed")
    work.session.flush()
    firewall.watch(work)
    return seen


def look(work: Work, admin_id: str, content: bytes) -> Preview:
    """Read a file that an admin handed in, and return what importing it would do."""
    work.people.require_admin(admin_id)
    return preview(work, rules.read(content))


def take(work: Work, admin_id: str, content: bytes) -> Preview:
    """Import a file that an admin handed in and has seen the preview of."""
    work.people.require_admin(admin_id)
    return apply(work, rules.read(content), admin_id)


@dataclass(frozen=True, slots=True)
class _Import:
    """A file, what was kept before it, and who has joined: their profile is theirs, no file touches it."""

    file: PeopleFile
    found: Employees
    kept: Mapping[str, Facts]
    joined: frozenset[str]

    @classmethod
    def of(cls, work: Work, file: PeopleFile) -> _Import:
        kept = work.people.employees()
        addresses = {person_id: email for email, person_id in work.people.ids_by_email().items()}
        managers = {email: one["manager_email"] for email, one in kept.items()}
        return cls(file, rules.employees(file, addresses, managers), kept, _joined(work))

    def facts(self, row: Row) -> Facts:
        """Return all that is kept of a row; a file without any answers leaves earlier suggestions alone."""
        facts: Facts = {name: getattr(row, name) for name in ("email", *rules.FACTS)}
        if row.email in self.joined:
            return facts | {"suggests": {}}
        says = self.file.columns & set(suggestions.COLUMNS)
        return facts | {"suggests": row.suggests if says else self._suggested(row)}

    def differs(self, row: Row) -> bool:
        """Tell whether a row says something else than what is kept."""
        return row.email in self.kept and self.kept[row.email] != self.facts(row)

    def is_suggested(self, row: Row) -> bool:
        """Tell whether somebody's joining form will begin with other answers than now."""
        return self.facts(row)["suggests"] not in ({}, self._suggested(row))

    def _suggested(self, row: Row) -> Facts:
        return self.kept[row.email]["suggests"] if row.email in self.kept else {}


def _joined(work: Work) -> frozenset[str]:
    program = work.program.current()
    return work.people.joined_addresses(program.id) if program else frozenset()


def _preview(work: Work, bringing: _Import) -> Preview:
    found, kept = bringing.found, bringing.kept
    in_slack = work.people.ids_by_email()
    listed = {row.email for row in found.rows}
    changed = [row for row in found.rows if bringing.differs(row)]
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
        suggested=sum(map(bringing.is_suggested, found.rows)),
        problems=found.problems,
        left_out=tuple(peoplefile.personal(bringing.file)),
        ignored=bringing.file.ignored,
    )


def _changes(rows: Iterable[Row], kept: Mapping[str, Facts]) -> Iterator[Change]:
    for column in rules.FACTS:
        theirs = [row for row in rows if getattr(row, column) != kept[row.email][column]]
        if theirs:
            first = theirs[0]
            before = kept[first.email][column]
            yield Change(column, len(theirs), first.email, before, getattr(first, column))
