"""Which engine a market needs: the plain one up to some size, above it the compiled one (extra `scale`)."""

from __future__ import annotations

from importlib.util import find_spec

from bot.matching.errors import TooLarge

#: From so many possible pairs on the compiled engine is worth its start of about a second.
WORTHWHILE = 300_000

#: Up to so many the plain engine manages: some minutes and two gigabytes.
MANAGEABLE = 16_000_000

REMEDY = 'pip install "flipside[scale]"'


def wants_scale(mentees: int, mentors: int) -> bool:
    """Tell whether the compiled engine is to be used. Raises TooLarge if it is needed and not installed."""
    if mentees * mentors < WORTHWHILE:
        return False
    if find_spec("numba"):
        return True
    if mentees * mentors > MANAGEABLE:
        raise TooLarge(
            f"{mentees} mentees and {mentors} mentors are too many for the plain engine. "
            f"Install the engine for large pools: {REMEDY}"
        )
    return False
