from datetime import UTC, datetime, timedelta

import pytest

from bot.rules import firewall

FOUND = datetime(2026, 1, 5, 9, tzinfo=UTC)
CLOSES = firewall.closes_at(FOUND)


@pytest.mark.parametrize(
    ("session", "after", "closing"),
    [
        (None, 13, False),
        (None, 14, True),
        (20, 14, False),
        (20, 21, False),
        (20, 22, True),
        (40, 27, False),
        (40, 28, True),
    ],
)
def test_a_pair_closes_after_two_weeks_or_once_a_last_session_is_over(
    session: int | None, after: int, closing: bool
) -> None:
    planned = None if session is None else FOUND + timedelta(days=session)

    assert firewall.is_closing(CLOSES, planned, FOUND + timedelta(days=after)) is closing
