"""The log: one line an event, its cause on each, and never what people wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from bot import causes, logs
from bot.demo.stage import Stage
from bot.rules.messages import Kind
from storage.models import OutboxMessage
from storage.outbox import Owed
from storage.work import Work
from tests.builders import a_pair, a_program
from tests.stories import cast

CANARY = "canary-7f3a"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, down to the least."""
    lines = io.StringIO()
    logs.configure("DEBUG", stream=lines)
    yield lines
    logs.configure("INFO")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage(cast.USERS, admins=[cast.ADA], database_url=f"sqlite:///{tmp_path}/f.db") as stage:
        await stage.flipside.store.run(cast.found)
        await stage.flipside.store.run(a_program)
        await stage.flipside.store.run(a_pair, cast.MAYA, cast.SAM)
        yield stage


def told(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def causes_of_owed(work: Work) -> set[str | None]:
    return set(work.session.exec(select(OutboxMessage.cause)))


def test_what_a_library_logs_is_one_line_too_without_what_follows(log: io.StringIO):
    logging.getLogger("some.library").warning("It broke.\n%s", CANARY)

    [line] = told(log)
    assert (line["library"], line["words"], line["level"]) == ("some.library", "It broke.", "warning")
    assert CANARY not in log.getvalue()


def test_a_failure_is_told_by_its_type_and_place_and_not_by_its_words(log: io.StringIO):
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger("some.library").exception("It broke.")

    [line] = told(log)
    assert line["failure"].startswith("ValueError [tests/test_logs.py:")
    assert CANARY not in log.getvalue()


def test_failures_that_point_at_each_other_are_told_once(log: io.StringIO):
    one, other = ValueError(), KeyError()
    one.__context__, other.__context__ = other, one

    logging.getLogger("some.library").error("It broke.", exc_info=one)

    assert told(log)[0]["failure"] == "ValueError [] < KeyError []"


async def test_a_click_is_the_cause_of_its_messages_and_of_its_lines(stage: Stage, log: io.StringIO):
    maya = stage.person(cast.MAYA)
    await maya.says(f"/flipside thanks <@{cast.SAM}>")
    await maya.fills({"For what?": "For your time."})
    await maya.submits()

    [line] = [one for one in told(log) if one.get("name") == "recognition_thanks"]
    assert line["event"] == "interaction.handled"
    assert line["cause"] in await stage.flipside.store.run(causes_of_owed)
    sent = {one["kind"]: one["cause"] for one in told(log) if one["event"] == "delivery.sent"}
    assert sent["thanks"] == line["cause"]


def owe_two(work: Work) -> None:
    work.outbox.owe_all(Kind.LESSON, [Owed(key, cast.MAYA, {}) for key in ("one", "two")])


async def test_what_is_owed_in_bulk_has_its_cause_too(stage: Stage):
    with causes.because_of("the click"):
        await stage.flipside.store.run(owe_two)

    assert await stage.flipside.store.run(causes_of_owed) == {"the click"}


async def test_what_the_clock_owes_has_no_cause(stage: Stage):
    assert causes.current() is None
    await stage.flipside.engine.tick()

    assert await stage.flipside.store.run(causes_of_owed) <= {None}


async def say_canaries(stage: Stage) -> int:
    """Write something private wherever one can write; return in how many fields."""
    noa = stage.person(cast.NOA)
    await noa.says(f"{CANARY} in a message to the bot")
    await noa.says(f"/flipside {CANARY} typed")
    await stage.person(cast.MAYA).says(f"/flipside thanks <@{cast.SAM}> {CANARY} thanks")
    return sum([await fill_all(stage, user) for user in (cast.SAM, cast.MAYA, cast.ADA, cast.NOA)])


async def fill_all(stage: Stage, user: str) -> int:
    """Press every button of somebody's Home and write into every text field behind it."""
    person, count = stage.person(user), 0
    await person.opens_home()
    assert person.home
    for label in list(dict.fromkeys(person.home.labels)):
        await person.opens_home()
        with suppress(LookupError):  # an earlier button took it away
            await person.clicks(label)
        while person.modal and (fields := text_fields(stage.workspace.modals_of(user)[-1])):
            count += len(fields)
            await person.fills(dict.fromkeys(fields, CANARY))
            if await person.submits():
                break
        while person.modal:
            await person.closes()
    return count


def text_fields(view: dict[str, Any]) -> list[str]:
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return [one["label"]["text"] for one in inputs if one["element"]["type"] == "plain_text_input"]


async def test_nothing_that_people_write_is_in_the_log_the_inbox_the_outbox_or_metadata(
    stage: Stage, log: io.StringIO
):
    assert await say_canaries(stage) > 10
    stage.workspace.faults.fail_before("*", "internal_error", times=3)
    stage.workspace.faults.fail_before("*", 503, times=3)
    await stage.person(cast.NOA).says(f"{CANARY} while Slack stumbles")
    await stage.settle()

    assert len(told(log)) > 5
    assert CANARY not in log.getvalue()
    assert stage.workspace.bot_token not in log.getvalue()
    assert stage.workspace.app_token not in log.getvalue()
    assert CANARY not in everything_in(stage, "received")
    assert CANARY not in everything_in(stage, "outboxmessage")
    posted = [entry.body.decode() for entry in stage.workspace.record.entries if b"metadata" in entry.body]
    assert all(CANARY not in str(json.loads(body).get("metadata")) for body in posted)


def test_the_tables_looked_into_are_there():
    assert {"received", "outboxmessage"} <= SQLModel.metadata.tables.keys()


def everything_in(stage: Stage, table: str) -> str:
    with stage.flipside.store.engine.connect() as connection:
        return str(connection.execute(text(f"SELECT * FROM {table}")).all())  # noqa: S608  one of ours
