"""Clocks: the only place that asks what time it is."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import MovingClock, SystemClock

ROOT = Path(__file__).parents[1]


def test_the_machines_clock_tells_an_aware_time_in_utc():
    before = datetime.now(UTC)

    assert before <= SystemClock().now() <= datetime.now(UTC)
    assert SystemClock().now().tzinfo is UTC


def test_a_moving_clock_stands_still_until_it_is_moved():
    clock = MovingClock(datetime(2026, 1, 5, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    assert clock.now() == clock.now() == datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    assert clock.now().tzinfo is UTC

    clock.move(timedelta(days=1))
    assert clock.now() == datetime(2026, 1, 6, 9, 0, tzinfo=UTC)

    clock.move_to(datetime(2026, 7, 1, 0, 0, tzinfo=ZoneInfo("America/New_York")))
    assert clock.now() == datetime(2026, 7, 1, 4, 0, tzinfo=UTC)


def test_nobody_else_asks_what_time_it_is():
    asks = {"now", "utcnow", "today"}
    places = chain.from_iterable((ROOT / room).rglob("*.py") for room in ("bot", "handlers", "storage"))
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in places
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date"}
    }

    assert {place.split(":")[0] for place in found} <= {"bot/clock.py"}, found
