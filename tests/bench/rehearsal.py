"""A whole program with 60 and with 2,000 people, each in a process of its own; how cost grows with people."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

SIZES = (60, 2000)
KEPT = ("wall_seconds", "peak_memory_mb", "ack_ms", "invalid_payloads", "slack_calls", "joined", "pairs")


def measure() -> Iterator[dict[str, Any]]:
    seconds = {}
    for people in SIZES:
        numbers = _rehearse(people)
        seconds[people] = numbers["wall_seconds"]
        yield {"people": people, "weeks": 26} | {name: numbers[name] for name in KEPT}
    small, large = SIZES
    yield {
        "growth_exponent": round(math.log(seconds[large] / seconds[small], large / small), 2),
        "reach": 1.2,
    }


def _rehearse(people: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bot", "rehearse", "--people", str(people), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own command
    numbers = json.loads(done.stdout)
    if done.returncode:
        raise SystemExit(f"The rehearsal of {people} failed: {numbers['failures']}")
    return numbers
