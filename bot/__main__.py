"""``python -m bot``: everything that Flipside does from the command line."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
import uvloop
import yaml
from dotenv import dotenv_values
from rich.console import Console
from rich.markup import escape

from bot import logs
from bot.memory import collect_seldom
from bot.settings import BrokenSettings, Settings, read

cli = typer.Typer(
    help="Flipside runs a company's reverse-mentoring program in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
people = typer.Typer(help="The people file: what Slack does not know.", no_args_is_help=True)
cli.add_typer(people, name="people")
database = typer.Typer(help="The database: looked over, backed up, restored, moved.", no_args_is_help=True)
cli.add_typer(database, name="database")
screen = Console()
complaints = Console(stderr=True)

MANIFEST = Path(__file__).parents[1] / "manifest.yml"


@cli.command()
def run() -> None:
    """Run the bot against Slack, by Socket Mode or HTTP, until it is stopped."""
    settings = _settings()
    from bot.service import CannotStart, serve

    collect_seldom()
    try:
        uvloop.run(serve(settings))
    except CannotStart as problem:
        complaints.print(f"{problem} `python -m bot check` tells more.", markup=False, highlight=False)
        raise typer.Exit(1) from None


@cli.command()
def check() -> None:
    """Say in words what is missing in settings, tokens, scopes and the database."""
    settings = _settings()
    from bot.checkup import examine

    problems = asyncio.run(examine(settings))
    for problem in problems:
        screen.print(f"[red]✗[/red] {escape(problem)}", highlight=False, soft_wrap=True)
    if problems:
        raise typer.Exit(1)
    screen.print("[green]✓[/green] Everything is in place. Start with `python -m bot run`.")


@cli.command()
def manifest() -> None:
    """Print the app's manifest as JSON, for Slack's app set-up and the Slack CLI."""
    typer.echo(json.dumps(yaml.safe_load(MANIFEST.read_text()), indent=2))


@people.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV: id,manager,level,department,team,location")],
    dry_run: Annotated[bool, typer.Option(help="Show what would change, and change nothing.")] = False,
) -> None:
    """Bring in who manages whom, levels, departments, teams and places. All rows or none."""
    settings = _settings()
    from bot.peopleimport import bring_in

    raise typer.Exit(bring_in(settings, file, screen, dry_run=dry_run))


@cli.command()
def match(
    file: Annotated[Path, typer.Argument(help="CSV: see docs/people.csv")],
    rules: Annotated[Path | None, typer.Option(help="Weights and rules in TOML: see docs/rules.toml")] = None,
    *,
    seed: Annotated[int, typer.Option(help="Breaks ties; the same seed gives the same pairs.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Write the pairs into this CSV.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The round's date, for daylight saving.")
    ] = None,
    gap: Annotated[
        float, typer.Option(min=0, max=100, help="Be content, in a large pool, this close to the best: in %.")
    ] = 0.0,
) -> None:
    """Match the people of a CSV without Slack, with reasons and the proof that it is the best."""
    from bot.clock import SystemClock
    from bot.matchtold import run as tell

    day = (on or SystemClock().now()).date()
    complain = partial(typer.echo, err=True)
    status = tell(
        file,
        rules,
        seed=seed,
        on=day,
        out=out,
        as_json=as_json,
        say=typer.echo,
        complain=complain,
        gap=gap / 100,
        watch=complaints if complaints.is_terminal or not as_json else None,
    )
    raise typer.Exit(status)


Yes = Annotated[bool, typer.Option("--yes", help="Go on where something would be lost.")]


@database.command("check")
def check_database() -> None:
    """Tell what is in the database and whether it is whole, up to date and writable; the bot may run."""
    settings = _settings()
    from bot import databases

    raise typer.Exit(databases.check(settings, screen))


@database.command()
def backup(file: Path, yes: Yes = False) -> None:
    """Write all that is in the database into one file; the bot may run."""
    settings = _settings()
    from bot import databases

    raise typer.Exit(databases.back_up(settings, file, screen, is_sure=yes))


@database.command()
def restore(
    file: Path,
    yes: Yes = False,
    drop_waiting: Annotated[bool, typer.Option(help="Do not send what waited at the time.")] = False,
) -> None:
    """Put a backup, of SQLite or PostgreSQL, in the place of what is in the database. All or nothing."""
    settings = _settings()
    from bot import databases

    raise typer.Exit(databases.restore(settings, file, screen, is_sure=yes, drop_waiting=drop_waiting))


@database.command()
def move(to: Annotated[str, typer.Option(help="The address of an empty database.")]) -> None:
    """Carry the program to another database, such as from SQLite to PostgreSQL. All or nothing."""
    settings = _settings()
    from bot import databases

    raise typer.Exit(databases.move(settings, to, screen))


@cli.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8750,
    people: Annotated[int, typer.Option(min=12, max=500, help="How large the company is.")] = 60,
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = 1,
) -> None:
    """Open the embedded workspace in a browser, with the bot and a company in it."""
    from bot.demo.show import show

    collect_seldom()
    uvloop.run(show(port=port, people=people, seed=seed))


@cli.command()
def rehearse(
    people: Annotated[int, typer.Option(min=12, max=5000)] = 60,
    weeks: Annotated[int, typer.Option(min=10, max=104)] = 26,
    seed: Annotated[int, typer.Option()] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Play a whole program on a moving clock and tell what happened; fails when anything failed."""
    from bot.demo.rehearsal import rehearse as play

    collect_seldom()
    raise typer.Exit(play(people=people, weeks=weeks, seed=seed, as_json=as_json))


def _settings() -> Settings:
    """Read settings from the environment and ``.env``, and complain of all gaps at once."""
    known = {name: value for name, value in dotenv_values(".env").items() if value is not None}
    try:
        settings = read(known | dict(os.environ))
    except BrokenSettings as broken:
        complaints.print("[red]Some settings need a look[/red] (in the environment or in .env):")
        for problem in broken.problems:
            complaints.print(f"  - {problem}", highlight=False)
        raise typer.Exit(2) from None
    logs.configure(settings.log_level)
    _require_driver(settings.database_url)
    return settings


def _require_driver(url: str) -> None:
    """Complain where the database wants what is not installed."""
    from storage.database import NoDriver, connect

    try:
        connect(url)
    except NoDriver as missing:
        complaints.print(str(missing), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    cli()
