"""One management chain never pairs, not even after a re-organization: what becomes of a pair that it finds.

Both halves read the same neutral words, once, and have time for a last session. No third person is told, and
nothing says why: a pair that closes so looks like any other that has come to its end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

GOOD_CLOSE = timedelta(days=14)  # for a last session
LATEST_CLOSE = timedelta(days=14)  # for so much longer, if the last session is planned then
TO_SAY_THAT_THEY_MET = timedelta(days=2)


def closes_at(now: datetime) -> datetime:
    """Return when a pair that was found now comes to its close."""
    return now + GOOD_CLOSE


def is_closing(closes_at: datetime, last_session: datetime | None, now: datetime) -> bool:
    """Tell whether a pair closes now; a last session that is planned in time is waited for."""
    if now < closes_at:
        return False
    if last_session is None or now >= closes_at + LATEST_CLOSE:
        return True
    return now >= last_session + TO_SAY_THAT_THEY_MET
