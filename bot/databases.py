"""The database from the command line: look it over, back it up, restore it, move it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.settings import Settings
from bot.words import counted
from storage import backups, faults, inspection
from storage.database import BrokenDatabase, connect

Bar = Callable[[str, int], None]


def check(settings: Settings, screen: Console) -> int:
    """Tell what is in the database and what is wrong with it; the exit status is 1 where anything is."""

    def look() -> None:
        with _engine(settings.database_url) as engine:
            found = inspection.inspect(engine)
        _tell_counts(screen, found.counts)
        if found.problems:
            raise BrokenDatabase("\n".join(found.problems))
        _say(screen, "The database is whole, up to date and can be written.")

    return _told(screen, look)


def back_up(settings: Settings, file: Path, screen: Console, *, is_sure: bool) -> int:
    """Write a backup; the bot may run meanwhile."""

    def write() -> None:
        if file.exists() and not is_sure:
            raise BrokenDatabase(f"{file} is there already. Name another file, or say --yes.")
        with _engine(settings.database_url) as engine, _bar(screen, "Backing up") as bar:
            counts = backups.back_up(engine, file, bar)
        _say(screen, f"{_rows(counts)} in {file}. It holds what people said in confidence: keep it safe.")

    return _told(screen, write)


def restore(settings: Settings, file: Path, screen: Console, *, is_sure: bool, drop_waiting: bool) -> int:
    """Put a backup in the place of what the database holds, all of it or nothing."""

    def read() -> None:
        with _engine(settings.database_url, is_new=True) as engine, _bar(screen, "Restoring") as bar:
            done = backups.restore(engine, file, bar, is_sure=is_sure, drop_waiting=drop_waiting)
        _say(screen, f"{_rows(done.counts)} restored from {file}.")
        if done.waiting:
            messages = counted("{n} message waits", "{n} messages wait", done.waiting)
            _say(
                screen,
                f"{messages} to be sent, as when the backup was made. If they may have been sent since,",
            )
            _say(screen, "restore again with --drop-waiting before the bot starts.")

    return _told(screen, read)


def move(settings: Settings, to: str, screen: Console) -> int:
    """Carry the program to another database, all of it or nothing."""

    def carry() -> None:
        if make_url(to) == make_url(settings.database_url):
            raise BrokenDatabase("The program is there already.")
        with (
            _engine(settings.database_url) as source,
            _engine(to, is_new=True) as target,
            _bar(screen, "Moving") as bar,
        ):
            counts = backups.move(source, target, bar)
        _tell_counts(screen, counts)
        _say(screen, f"{_rows(counts)} arrived, counted on both sides. The old database is as it was.")
        _say(screen, "Now set FLIPSIDE_DATABASE_URL to the new address and start the bot.")

    return _told(screen, carry)


def _told(screen: Console, work: Callable[[], None]) -> int:
    """Do something; what stands in the way is told in words, and makes the exit status 1."""
    try:
        work()
    except (BrokenDatabase, ArgumentError) as broken:
        _say(screen, str(broken))
    except DBAPIError as broken:
        _say(screen, faults.tell(broken))
    except OSError as broken:
        _say(screen, f"{broken.filename or 'A file'} cannot be used: {broken.strerror}.")
    else:
        return 0
    return 1


@contextmanager
def _engine(url: str, *, is_new: bool = False) -> Iterator[Engine]:
    """Yield an engine; only a database that is to be filled may be made on the way."""
    engine = connect(url)
    path = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not is_new and not Path(path).exists():
        raise BrokenDatabase(f"There is no database at {path}. Look at FLIPSIDE_DATABASE_URL.")
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _bar(screen: Console, what: str) -> Iterator[Bar]:
    """Show how many rows of the table at hand have arrived."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task(what, total=None)

        def advance(table: str, rows: int) -> None:
            progress.update(task, description=f"{what} {table}", advance=rows)

        yield advance


def _rows(counts: dict[str, int]) -> str:
    return counted("{n} row", "{n} rows", sum(counts.values()))


def _tell_counts(screen: Console, counts: dict[str, int]) -> None:
    for name, count in counts.items():
        _say(screen, f"{count:>9}  {name}")


def _say(screen: Console, words: str) -> None:
    screen.print(words, markup=False, highlight=False, soft_wrap=True)
