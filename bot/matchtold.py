"""Tells what a match without Slack came to: on the screen, as JSON, as CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.flows.reasons import stored
from bot.matchfile import FIRST, CannotMatch, Matched, match
from bot.matching import MatchingError, ProposedPair, Unmatched
from bot.rules import export
from bot.words import counted
from handlers.views import kit
from handlers.views.advice import what_helps
from handlers.views.reasons import Eyes, Reader, why_alone, why_you_two

HEADER = ("mentor", "mentor_name", "mentee", "mentee_name", "score", "reasons")
SHOWN = FIRST  # pairs, and people who wait, on the screen
Say = Callable[[str], object]


def run(
    file: Path,
    rules: Path | None,
    *,
    seed: int,
    on: date,
    out: Path | None,
    as_json: bool,
    say: Say,
    complain: Say,
    gap: float = 0.0,
    watch: Console | None = None,
) -> int:
    """Match a file and tell what came of it; the exit status is 1 where nothing could be done.

    How far it is stands on ``watch`` meanwhile, if anybody looks at it.
    """
    try:
        with _watched(watch) as on_step:
            matched = match(file, rules, seed=seed, on=on, gap=gap, on_step=on_step)
        if out:
            _write(out, table(matched))
    except CannotMatch as broken:
        count = counted("{n} thing to mend.", "{n} things to mend.", len(broken.problems))
        complain("\n".join([*broken.problems, f"{count} Nothing was matched."]))
        return 1
    except MatchingError as problem:
        complain(f"{problem} Nothing was matched.")
        return 1
    if matched.ignored:
        complain(f"Not read: {', '.join(matched.ignored)}.")
    say(as_object(matched) if as_json else "\n".join(on_screen(matched, out)))
    return 0


@contextmanager
def _watched(watch: Console | None) -> Iterator[Say]:
    """Show the newest step and the time until all is done; off a terminal, a line a step."""
    if watch is None:
        yield lambda words: None  # noqa: ARG005  nobody looks
        return
    if not watch.is_terminal:
        yield partial(watch.print, markup=False, highlight=False)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=watch, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda words: progress.update(task, description=words)


def as_object(matched: Matched) -> str:
    """Return all of it as one JSON object; scores are in thousandths of a point."""
    found = matched.proposal
    return json.dumps(
        {
            "pairs": [
                {
                    "mentor": pair.mentor,
                    "mentee": pair.mentee,
                    "score": pair.score,
                    "reasons": _reasons(matched, pair),
                }
                for pair in found.pairs
            ],
            "unmatched": [
                {
                    "id": one.id,
                    "role": one.role,
                    "reason": _why_alone(matched, one),
                    "advice": _what_helps(matched, one),
                }
                for one in found.unmatched
            ],
            "total": found.total,
            "bound": found.bound,
            "certified": found.certified,
            "seed": found.seed,
            "on": matched.on.isoformat(),
            "seconds": round(matched.seconds, 3),
            "peak_memory_mb": matched.peak_memory,
        },
        ensure_ascii=False,
        indent=1,
    )


def table(matched: Matched) -> bytes:
    """Return the pairs as a CSV that is harmless to a spreadsheet."""
    rows = (
        (
            pair.mentor,
            matched.name(pair.mentor),
            pair.mentee,
            matched.name(pair.mentee),
            pair.score,
            " · ".join(_reasons(matched, pair)),
        )
        for pair in matched.proposal.pairs
    )
    return export.table(HEADER, rows)


def on_screen(matched: Matched, out: Path | None) -> Iterator[str]:
    """Yield the lines for a person at a terminal."""
    found = matched.proposal
    yield counted("{n} pair.", "{n} pairs.", len(found.pairs)) + f" {_proof(matched)}"
    for pair in found.pairs[:SHOWN]:
        names = f"{matched.name(pair.mentor)} → {matched.name(pair.mentee)}"
        yield f"\n{names}, {_points(pair.score)}"
        yield from (f"  {reason}" for reason in _reasons(matched, pair))
    if more := len(found.pairs) - SHOWN if len(found.pairs) > SHOWN else 0:
        yield f"\n… and {more} more: --out pairs.csv or --json has them all."
    if found.unmatched:
        yield "\nStill waiting:"
    for one in found.unmatched[:SHOWN]:
        advice = _what_helps(matched, one)
        yield f"  {matched.name(one.id)}, as {one.role}: {_why_alone(matched, one)}. {advice}".rstrip()
    if more := len(found.unmatched) - SHOWN if len(found.unmatched) > SHOWN else 0:
        yield f"  … and {more} more: --json has them all."
    yield f"\nSeed {found.seed}, for {matched.on}; {matched.seconds:.2f} seconds, {matched.peak_memory} MB."
    if out:
        yield f"Written to {out}."


def _proof(matched: Matched) -> str:
    found = matched.proposal
    total = f"Together {_points(found.total)}"
    if found.certified:
        return f"{total}: proven to be the best there is."
    return f"{total}; no choice reaches more than {_points(found.bound)}."


def _points(thousandths: int) -> str:
    return f"{thousandths / 1000:,.1f} points"


def _reasons(matched: Matched, pair: ProposedPair) -> list[str]:
    told = [matched.labels.told(stored(reason)) for reason in pair.reasons]
    mentor, mentee = kit.escape(matched.name(pair.mentor)), kit.escape(matched.name(pair.mentee))
    return [kit.unmarked(words) for words in why_you_two(told, Reader(Eyes.ADMIN, mentor, mentee))]


def _why_alone(matched: Matched, one: Unmatched) -> str:
    told = matched.labels.told(stored(one.reason))
    return kit.unmarked(why_alone(told, wants_mentor=one.role == "mentee", is_reader=False))


def _what_helps(matched: Matched, one: Unmatched) -> str:
    told = matched.labels.told(stored(one.advice)) if one.advice else None
    return kit.unmarked(what_helps(told, wants_mentor=one.role == "mentee", is_reader=False))


def _write(out: Path, content: bytes) -> None:
    """Write all of a file or nothing."""
    part = out.with_name(f"{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise CannotMatch([f"{out} cannot be written: {problem.strerror}."]) from problem
