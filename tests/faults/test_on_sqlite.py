"""A quick selection of the fault tests on SQLite; ``make faults`` plays the whole."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.lines import Line
from tests.faults.suite import QUICK, places, play_quickly

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def lines() -> dict[int, Line]:
    with places(["sqlite"]) as [place]:
        return {line.test: line for line in asyncio.run(play_quickly(place))}


@pytest.mark.parametrize("number", QUICK)
def test_nothing_is_lost_and_nothing_comes_twice(lines: dict[int, Line], number: int):
    assert lines[number].passes, str(lines[number])
