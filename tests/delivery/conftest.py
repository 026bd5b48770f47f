from collections.abc import AsyncIterator

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace import User
from tests.builders import a_program


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A running program with Ana in Berlin and Ben in London, on a Monday morning."""
    users = [
        User(
            id="UANA",
            name="ana",
            real_name="Ana Anders",
            email="ana@example.com",
            title="",
            tz="Europe/Berlin",
        ),
        User(
            id="UBEN",
            name="ben",
            real_name="Ben Brown",
            email="ben@example.com",
            title="",
            tz="Europe/London",
        ),
    ]
    async with Stage(users) as stage:
        await stage.flipside.store.run(a_program)
        yield stage
