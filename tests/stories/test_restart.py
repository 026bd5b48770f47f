"""A stop in the middle of anything loses nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.demo.stage import Stage
from bot.flows import outbox
from storage.models import Role
from tests.builders import TERMS, a_member, a_pair, a_program
from tests.stories import cast


async def test_a_message_claimed_before_a_stop_arrives_once_after_it(tmp_path: Path) -> None:
    async with Stage(cast.USERS, database_url=f"sqlite:///{tmp_path}/flipside.db") as stage:
        await stage.flipside.store.run(a_program)
        maya, sam = stage.person(cast.MAYA), stage.person(cast.SAM)
        stage.workspace.faults.fail_before("chat.postMessage", 503)
        await maya.says(f"/flipside thanks <@{cast.SAM}> You asked the right question.")
        await stage.flipside.store.run(outbox.claim, TERMS)

        await stage.restart()
        await stage.live(timedelta(hours=1), timedelta(minutes=10))

        assert sum("You asked the right question." in words for words in sam.heard) == 1


async def test_a_form_opened_before_a_stop_can_be_sent_after_it(tmp_path: Path) -> None:
    async with Stage(cast.USERS, database_url=f"sqlite:///{tmp_path}/flipside.db") as stage:
        await stage.flipside.store.run(a_program)
        maya, sam = stage.person(cast.MAYA), stage.person(cast.SAM)
        await maya.says(f"/flipside thanks <@{cast.SAM}>")
        await maya.fills({"For what?": "For your time."})

        await stage.restart()

        assert await maya.submits() == {}
        assert "For your time." in sam.last_heard


async def test_the_clockwork_goes_on_where_it_stopped(tmp_path: Path) -> None:
    async with Stage(cast.USERS, database_url=f"sqlite:///{tmp_path}/flipside.db") as stage:
        await stage.flipside.store.run(a_program)
        await stage.flipside.store.run(a_member, cast.MAYA, Role.MENTOR)
        await stage.flipside.store.run(a_pair, cast.MAYA, cast.SAM)
        maya = stage.person(cast.MAYA)

        await stage.live(timedelta(days=13))
        await stage.restart()
        await stage.live(timedelta(days=3))
        await stage.restart()
        await stage.live(timedelta(days=1))

        assert sum("did you and" in words for words in maya.heard) == 1
