"""Pairing at every size: ``python -m tests.bench pairing``, or ``python -m tests.bench.pairing 1000 10000``.

Each figure is taken in a process of its own (see `pairing_tasks`), so that its peak memory is its own, and
all in one run, so that ratios hold whatever else the machine does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

SIZES = (1_000, 10_000, 30_000, 100_000)
TENTH = 10_000  # the size that others are compared with
MEBI = 1 << 20

Figure = dict[str, Any]


def measure(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    """Yield a figure for each row of the table that these sizes are enough for."""
    yield _fresh()
    tight = {size: _task("engine", size, "tight") for size in sizes}
    loose = {size: _task("engine", size, "loose") for size in sizes}
    for size in sizes:
        yield from (tight[size], loose[size], _task("engine", size, "spread"), _task("limit", size))
    if 1_000 in sizes:
        yield from _against_munkres(tight[1_000])
    if TENTH in sizes:
        yield _against_scipy(tight[TENTH])
        yield from _task("changes", TENTH)["figures"]
    if TENTH in sizes and 100_000 in sizes:
        for name, by_size, reach in (("tight", tight, 75), ("loose", loose, 60)):
            times = round(by_size[100_000]["seconds"] / by_size[TENTH]["seconds"], 1)
            yield {"work": f"100,000 in times of 10,000, {name}", "times": times, "reach": reach}


def _fresh() -> Figure:
    return _task("fresh", 100) | {"reach_seconds": 1}


def _against_munkres(ours: Figure) -> Iterator[Figure]:
    for rival in ("munkres", "mentor_match"):
        theirs = _task(rival, 1_000)
        if "seconds" in theirs:
            theirs["times_slower"] = round(theirs["seconds"] / ours["seconds"], 1)
            theirs["same_total"] = theirs["total"] == ours["total"]
        yield theirs | {"reach_times": 150}


def _against_scipy(ours: Figure) -> Figure:
    theirs = _task("scipy", TENTH)
    return theirs | {
        "times_slower": round(theirs["seconds"] / ours["seconds"], 1),
        "times_memory": round(theirs["peak_mib"] / ours["peak_mib"], 1),
        "same_total": theirs["total"] == ours["total"],
        "reach_times": 16,
        "reach_memory": 7,
    }


def _task(*words: str | int) -> Figure:
    command = [sys.executable, "-m", "tests.bench.pairing_tasks", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own command
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {done.stderr}")
    return {"work": " ".join(map(str, words))} | json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    for line in measure(tuple(map(int, sys.argv[1:])) or SIZES):
        print(json.dumps(line), flush=True)
