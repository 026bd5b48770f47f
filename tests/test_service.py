"""The bot as a service: what breaks down is not hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Flipside
from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace
from bot.settings import Settings
from tests.stories import cast


async def test_a_database_that_goes_away_ends_the_service_for_its_supervisor(tmp_path: Path) -> None:
    async with Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock()) as workspace:
        settings = Settings(
            bot_token=workspace.bot_token,
            app_token=workspace.app_token,
            api_url=workspace.url,
            database_url=f"sqlite:///{tmp_path}/flipside.db",
        )
        flipside = Flipside(settings)
        await flipside.prepare()
        await flipside.connect()
        with flipside.store.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE outboxmessage")
        flipside.go()

        with pytest.raises(Exception, match="no such table: outboxmessage"):
            await flipside.sending()

        await flipside.stop()
