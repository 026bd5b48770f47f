from datetime import UTC, datetime

import pytest

from bot.rules import looks

MONDAY, THURSDAY, FRIDAY = (datetime(2026, 1, day, 15, tzinfo=UTC) for day in (5, 8, 9))
SATURDAY = datetime(2026, 1, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "hours", "ends"),
    [
        (MONDAY, 24, datetime(2026, 1, 6, 15, tzinfo=UTC)),
        (MONDAY, 72, THURSDAY),
        (FRIDAY, 24, datetime(2026, 1, 12, 15, tzinfo=UTC)),
        (THURSDAY, 72, datetime(2026, 1, 13, 15, tzinfo=UTC)),
        (SATURDAY, 24, datetime(2026, 1, 13, 0, tzinfo=UTC)),
        (MONDAY, 168, datetime(2026, 1, 14, 15, tzinfo=UTC)),
    ],
)
def test_a_look_lasts_so_many_hours_of_working_days(begins: datetime, hours: int, ends: datetime) -> None:
    assert looks.ends_at(begins, hours) == ends
