"""Brings in the people file from the command line: look first, then all rows or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import SystemClock
from bot.flows import peoplefile
from bot.flows.peoplefile import Preview
from bot.rules import employees
from bot.rules.peoplefile import LONGEST_ON_DISK, PeopleFile
from bot.settings import Settings
from bot.words import counted
from storage import faults, migrations
from storage.database import connect
from storage.store import Store

ACTOR = "command line"


def bring_in(settings: Settings, file: Path, screen: Console, *, dry_run: bool) -> int:
    """Import a people file and tell what that did; the exit status is 1 where nothing could be done."""
    try:
        with file.open("rb") as page:
            content = page.read(LONGEST_ON_DISK + 1)  # enough to be told that it is too long
    except OSError as problem:
        _say(screen, f"{file} cannot be read: {problem.strerror}.")
        return 1
    store = Store(connect(settings.database_url), SystemClock())
    try:
        migrations.upgrade(store.engine)
        return _import(store, employees.read(content, LONGEST_ON_DISK), screen, dry_run=dry_run)
    except migrations.BrokenDatabase as broken:
        _say(screen, str(broken))
        return 1
    except SQLAlchemyError as broken:
        _say(screen, faults.tell(broken))
        return 1
    finally:
        store.close()


def _import(store: Store, file: PeopleFile, screen: Console, *, dry_run: bool) -> int:
    seen = store.run_now(peoplefile.preview, file)
    if seen.problems:
        _complain(screen, seen)
        return 1
    if not dry_run:
        store.run_now(peoplefile.apply, file, ACTOR)
    _tell(screen, seen, dry_run=dry_run)
    return 0


def _complain(screen: Console, seen: Preview) -> None:
    for problem in seen.problems:
        _say(screen, str(problem))
    count = counted("{n} thing to mend.", "{n} things to mend.", len(seen.problems))
    _say(screen, f"\n{count} Nothing was imported.")


def _tell(screen: Console, seen: Preview, *, dry_run: bool) -> None:
    _say(screen, f"{len(seen.new)} new, {len(seen.changed)} changed, {seen.unchanged} as they were.")
    _say(screen, f"People known to Flipside: {seen.known} before, {seen.known + len(seen.new)} after.")
    for change in seen.changes:
        example = f"such as {change.email}: {_shown(change.before)} → {_shown(change.after)}"
        _say(screen, f"  {change.column}: {change.people} changed, {example}")
    for remark in _remarks(seen):
        _say(screen, remark)
    if dry_run:
        _say(screen, "Nothing was changed, as you asked.")


def _remarks(seen: Preview) -> Iterator[str]:
    if seen.untouched:
        yield f"{seen.untouched} known to Flipside and not in this file: they stay."
    if seen.tops > 1:
        yield f"{seen.tops} have no manager. Look whether that is meant: a gap in the chain protects nobody."
    if seen.not_in_slack:
        yield f"{seen.not_in_slack} not in Slack yet: they will be joined with their people later."
    if seen.suggested:
        yield f"{seen.suggested} joining forms will begin with answers of this file; it enrolls nobody."
    if seen.left_out:
        yield f"Left to Slack and the people themselves, and not kept: {', '.join(seen.left_out)}."
    if seen.ignored:
        yield f"Not read and not kept: {', '.join(seen.ignored)}."


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def _say(screen: Console, words: str) -> None:
    screen.print(words, markup=False, highlight=False, soft_wrap=True)
