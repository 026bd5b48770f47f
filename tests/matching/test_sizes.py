"""Which engine is used when, and what is said where the one for large pools is missing."""

import subprocess
import sys

import numpy as np
import pytest

from bot.matching import assign

SMALL_POOL = """
import sys
from bot.matching import propose
from tests.matching.people import ON, a_mentee, a_mentor
people = [side(f"{side.__name__}{n}") for n in range(60) for side in (a_mentor, a_mentee)]
draft = propose(people, managers={}, not_with=frozenset(), met=frozenset(), on=ON, seed=1)
assert draft.certified and len(draft.pairs) == 60
assert "numba" not in sys.modules
"""

WITHOUT_THE_EXTRA = """
import sys
sys.modules["numba"] = None  # as if it were not installed
import numpy as np
from bot.matching import assign
assert assign(np.eye(600, dtype=int), [1] * 600).total == 600
assign(np.zeros((17_000_000, 1), dtype=np.int8), [1])
"""

NOWHERE_TO_KEEP_IT = """
from bot.matching.scale.compiled import compiled

@compiled
def double(number):
    return 2 * number

assert double(21) == 42
"""


def run(code: str) -> str:
    """Run code in a process that has imported nothing yet; return the last line of what went wrong."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own code
    return done.stderr.strip().rpartition("\n")[2]


def test_a_small_pool_needs_no_compiler():
    assert not run(SMALL_POOL)


def test_what_is_too_large_for_the_plain_engine_is_refused_with_the_remedy():
    assert run(WITHOUT_THE_EXTRA).startswith("bot.matching.errors.TooLarge: 17000000 mentees and 1 mentors")
    assert run(WITHOUT_THE_EXTRA).endswith('pip install "flipside[scale]"')


def test_what_is_compiled_runs_where_it_cannot_be_kept():
    """Code from the command line has no folder of its own, as an installation that cannot be written to."""
    assert not run(NOWHERE_TO_KEEP_IT)


def test_a_large_matrix_is_matched_and_proves_itself():
    scores = np.random.default_rng(3).integers(0, 1000, (700, 600)).astype(float)
    scores[:, :5] = -np.inf
    found = assign(scores, [1] * 600)
    assert found.certified
    assert len(found.pairs) == 595
    assert found.total == pytest.approx(found.bound)
