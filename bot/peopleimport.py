"""Brings in the people file from the command line: look first, then all rows or none."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from bot.clock import SystemClock
from bot.flows import peoplefile
from bot.flows.peoplefile import Preview
from bot.rules import peoplefile as rules
from bot.settings import Settings
from bot.words import counted
from storage import migrations
from storage.database import connect
from storage.store import Store

ACTOR = "command line"


def bring_in(settings: Settings, file: Path, screen: Console, *, dry_run: bool) -> int:
    """Import a people file and tell what that did; the exit status is 1 where nothing could be done."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        _say(screen, f"{file} cannot be read: {problem.strerror}.")
        return 1
    store = Store(connect(settings.database_url), SystemClock())
    try:
        migrations.upgrade(store.engine)
        return _import(store, rules.read(content), screen, dry_run=dry_run)
    except migrations.BrokenDatabase as broken:
        _say(screen, str(broken))
        return 1
    finally:
        store.close()


def _import(store: Store, file: rules.PeopleFile, screen: Console, *, dry_run: bool) -> int:
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
    if seen.untouched:
        _say(screen, f"{seen.untouched} known to Flipside and not in this file: they stay.")
    if seen.not_in_slack:
        _say(screen, f"{seen.not_in_slack} not in Slack yet: they will be joined with their people later.")
    if seen.ignored:
        _say(screen, f"Not read and not kept: {', '.join(seen.ignored)}.")
    if dry_run:
        _say(screen, "Nothing was changed, as you asked.")


def _say(screen: Console, words: str) -> None:
    screen.print(words, markup=False, highlight=False, soft_wrap=True)
