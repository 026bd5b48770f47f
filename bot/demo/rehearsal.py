"""A whole program on a moving clock, with simulated people and the real bot in the embedded workspace."""

from __future__ import annotations

import json
import resource
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

import uvloop
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot import logs
from bot.demo.company import found
from bot.demo.lives import users_of
from bot.demo.lives.story import SHORTEST, Story, numbered
from bot.demo.stage import Stage
from bot.demo.tally import tally

STEP = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, in numbers, and what went wrong, in sentences."""

    numbers: dict[str, Any]
    failures: list[str]


def rehearse(*, people: int, weeks: int, seed: int, as_json: bool) -> int:
    """Play a program and print what happened; return the exit status: 1 when anything failed."""
    errors: list[str] = []
    logs.configure("ERROR", on_error=errors.append)
    screen = Console()
    weeks = max(weeks, SHORTEST)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"{people} people, {weeks} weeks", total=weeks * 7)
        show = partial(progress.update, task)
        outcome = uvloop.run(play(people, weeks, seed, lambda day: show(completed=day), errors))
    if as_json:
        print(json.dumps(outcome.numbers, indent=2, ensure_ascii=False, default=str))
    else:
        _show(screen, outcome)
    return 1 if outcome.failures else 0


async def play(
    people: int,
    weeks: int,
    seed: int,
    on_day: Callable[[int], object] = lambda _day: None,
    errors: Sequence[str] = (),
) -> Outcome:
    """Live through a program day by day; ``on_day`` is told each day's number.

    ``errors`` is where the names of logged errors arrive, if anywhere.
    """
    began = monotonic()
    company = found(people, seed)
    async with Stage(users_of(company), admins=[company.admin.email], seed=seed) as stage:
        stage.workspace.create_channel("flipside", [one.id for one in company.people()])
        story = Story(stage, company, weeks=weeks, seed=seed)
        chapters = numbered(story.chapters())
        for day in range(weeks * 7):
            await _live_a_day(stage, story, [chapter.act for chapter in chapters.get(day, [])])
            on_day(day + 1)
        story.crowd.leave_the_stage()
        numbers = await stage.flipside.store.run(tally)
        numbers |= _traffic(stage) | {
            "errors": dict(Counter(errors)),
            "failures": story.crowd.failures[:20],
            "simulated_days": weeks * 7,
            "wall_seconds": round(monotonic() - began, 1),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        return Outcome(numbers, _wrong(story, numbers))


async def _live_a_day(stage: Stage, story: Story, acts: list[Any]) -> None:
    """Let a day pass; the admin's work is done in the morning."""
    for step in range(timedelta(days=1) // STEP):
        if step == 0:
            for act in acts:
                await act()
                await stage.settle()
        await story.live(STEP)


def _wrong(story: Story, numbers: dict[str, Any]) -> list[str]:
    """Return in sentences all that should not have happened."""
    dead = numbers["messages_unsent"].get("dead", 0)
    unanswered = numbers["unanswered_interactions"]
    return [
        *story.crowd.failures,
        *story.stage.workspace.record.problems,
        *(f"{name}, {number} times" for name, number in numbers["errors"].items()),
        *([f"{dead} messages could not be sent."] if dead else []),
        *([f"{unanswered} interactions were not answered."] if unanswered else []),
    ]


def _traffic(stage: Stage) -> dict[str, Any]:
    record = stage.workspace.record
    return {
        "slack_calls": sum(record.calls.values()),
        "refused_calls": {f"{method}: {error}": n for (method, error), n in record.refused.items()},
        "invalid_payloads": record.problem_count,
        "unanswered_interactions": sum(record.failures.values()),
        "ack_ms": {
            "p50": round(record.latencies.p50 * 1000, 1),
            "p99": round(record.latencies.p99 * 1000, 1),
            "max": round(record.latencies.max * 1000, 1),
        },
    }


def _show(screen: Console, outcome: Outcome) -> None:
    table = Table(title="A program, rehearsed", show_header=False)
    for name, value in outcome.numbers.items():
        table.add_row(name.replace("_", " "), _in_words(value))
    screen.print(table)
    for failure in outcome.failures[:20]:
        screen.print(f"[red]✗[/red] {failure}", highlight=False)


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name}: {number}" for name, number in value.items()) or "none"
    if isinstance(value, list):
        return "\n".join(_in_words(one) if isinstance(one, dict) else str(one) for one in value) or "none"
    return str(value)
