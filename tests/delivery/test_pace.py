"""How much a kill may leave in doubt follows from the pace."""

from __future__ import annotations

import pytest

from bot.delivery.pace import in_flight


@pytest.mark.parametrize(
    ("per_minute", "calls"), [(1, 8), (200, 8), (12_000, 8), (24_000, 16), (100_000, 20), (0, 20)]
)
def test_no_more_calls_are_in_flight_than_the_pace_needs(per_minute: float, calls: int) -> None:
    assert in_flight(per_minute) == calls
