"""The people of the stories, who act by what they see, on the stage of tests/conftest.py.

`async def test_…(stage, program, maya, sam)`: `program` runs since today (Monday 5 January 2026, 09:00 UTC);
a story of another moment makes its own: `await stage.flipside.store.run(a_program, ProgramState.OPEN)`.
Anything of tests.builders can be put on stage in the same way, such as `run(a_pair, MAYA, SAM)` or
`run(a_member, MAYA, Role.MENTOR, offers=["notes"])`; people's ids are in tests.stories.cast.
Let time pass by `await stage.live(days(3))`.
"""

from __future__ import annotations

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from tests.stories import cast


@pytest.fixture
def ada(stage: Stage) -> Person:
    """The program admin."""
    return stage.person(cast.ADA)


@pytest.fixture
def maya(stage: Stage) -> Person:
    """A junior who may mentor."""
    return stage.person(cast.MAYA)


@pytest.fixture
def milo(stage: Stage) -> Person:
    """Another junior, in Berlin."""
    return stage.person(cast.MILO)


@pytest.fixture
def sam(stage: Stage) -> Person:
    """A senior who may learn."""
    return stage.person(cast.SAM)


@pytest.fixture
def sofia(stage: Stage) -> Person:
    """Another senior, in Berlin."""
    return stage.person(cast.SOFIA)


@pytest.fixture
def noa(stage: Stage) -> Person:
    """Somebody in New York who has not heard of the program."""
    return stage.person(cast.NOA)


@pytest.fixture
def gus(stage: Stage) -> Person:
    """A guest of the company."""
    return stage.person(cast.GUS)
