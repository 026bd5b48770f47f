"""What comes from Slack is written down before it is acked, works once, and is never lost."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlmodel import select

from bot.app import Flipside
from bot.demo.stage import Stage
from bot.demo.workspace import payloads
from bot.demo.workspace.courier import Parcel
from bot.flows import inbox
from storage.models import Goal, Received, Session, Thanks
from storage.work import Work
from tests.builders import a_pair, a_program
from tests.stories import cast

Json = dict[str, Any]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A program on a database that outlives a restart."""
    async with Stage(cast.USERS, admins=[cast.ADA], database_url=f"sqlite:///{tmp_path}/f.db") as stage:
        await stage.flipside.store.run(cast.found)
        await stage.flipside.store.run(a_program)
        yield stage


def rows(work: Work) -> list[Received]:
    return list(work.session.exec(select(Received)))


def goals(work: Work) -> int:
    return len(work.session.exec(select(Goal)).all())


def sessions(work: Work) -> int:
    return len(work.session.exec(select(Session)).all())


def thanks(work: Work) -> int:
    return len(work.session.exec(select(Thanks)).all())


async def received(stage: Stage) -> list[Received]:
    return await stage.flipside.store.run(rows)


async def event_of(stage: Stage) -> Json:
    """Let Noa look at her Home; return the event as it was sent."""
    await stage.workspace.open_home(cast.NOA)
    [sent] = [one for one in stage.workspace.record.entries if one.name == "app_home_opened"][-1:]
    return json.loads(sent.body)


async def test_an_event_is_written_down_and_what_it_said_is_forgotten_once_it_is_done(stage: Stage):
    noa = stage.person(cast.NOA)

    await noa.says("my secret diary")

    assert noa.heard
    await stage.flipside.inbox.written()
    [event] = await received(stage)
    assert (event.type, event.body) == ("message", None)
    assert event.done_at


async def test_of_an_event_that_waits_only_what_its_listener_needs_is_kept(stage: Stage):
    stage.workspace.faults.fail_before("chat.postEphemeral", "internal_error")

    await stage.person(cast.NOA).says("my secret diary")

    [event] = await received(stage)
    assert event.done_at is None
    assert "diary" not in json.dumps(event.body)
    assert event.body["event"]["user"] == cast.NOA


async def test_an_event_that_failed_is_tried_again_after_a_rest(stage: Stage):
    noa = stage.person(cast.NOA)
    stage.workspace.faults.fail_before("chat.postEphemeral", "internal_error")
    await noa.says("hello?")
    assert not noa.heard

    assert await stage.flipside.inbox.sweep() == 0
    stage.clock.move(inbox.LEASE * 2)
    assert await stage.flipside.inbox.sweep() == 1
    await stage.settle()

    assert len(noa.heard) == 1
    assert all(event.done_at for event in await received(stage))


async def test_an_event_acked_and_not_finished_is_run_after_a_restart(stage: Stage):
    noa = stage.person(cast.NOA)
    stage.workspace.faults.fail_before("chat.postEphemeral", "internal_error")
    await noa.says("hello?")

    await stage.restart()
    await stage.flipside.running.idle()

    assert len(noa.heard) == 1


async def test_an_event_that_comes_twice_has_one_effect(stage: Stage):
    stage.workspace.faults.duplicate_events()
    noa = stage.person(cast.NOA)

    await noa.says("hello?")
    await stage.settle()

    assert len(noa.heard) == 1
    assert len(await received(stage)) == 1


async def test_an_event_is_not_acked_unless_it_is_written_down(stage: Stage):
    body = await event_of(stage)
    with stage.flipside.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE received RENAME TO gone")

    receipt = await deliver(stage, body | {"event_id": "EvNEW"}, seconds=1)

    assert receipt is None


async def test_a_form_submitted_three_times_at_once_has_one_effect(stage: Stage):
    await stage.flipside.store.run(a_pair, cast.MAYA, cast.SAM)
    sam = stage.person(cast.SAM)
    await sam.opens_home()
    await sam.clicks("Add a goal")
    await sam.fills({"What do you two want to reach?": "A demo video"})
    form = stage.workspace.modals_of(cast.SAM)[-1]

    await asyncio.gather(*(submit(stage, cast.SAM, form["id"]) for _ in range(3)))

    assert await stage.flipside.store.run(goals) == 1
    assert not stage.workspace.record.failures


async def test_a_double_click_has_one_effect(stage: Stage):
    await stage.flipside.store.run(a_pair, cast.MAYA, cast.SAM)
    await stage.person(cast.SAM).opens_home()
    home = stage.workspace.home_of(cast.SAM)
    assert home
    [(block, button)] = [
        (block, button)
        for block in home["blocks"]
        for button in block.get("elements", [])
        if button.get("action_id") == "sessions_met_unplanned"
    ]
    click = (cast.SAM, home["id"], block["block_id"], button["action_id"], button["value"])

    await asyncio.gather(stage.workspace.act(*click), stage.workspace.act(*click))

    assert await stage.flipside.store.run(sessions) == 1
    assert not stage.workspace.record.failures


async def test_the_same_button_works_again_after_a_moment(stage: Stage):
    ada = stage.person(cast.ADA)
    for _ in range(2):
        await ada.opens_home()
        await ada.clicks("Admins")
        assert ada.modal
        await ada.closes()


async def test_a_form_that_was_refused_may_be_sent_again_as_it_is(stage: Stage):
    maya = stage.person(cast.MAYA)
    await maya.says(f"/flipside thanks <@{cast.SAM}>")
    await maya.fills({"For what?": "For your time."})
    await break_thanks(stage, broken=True)
    await maya.submits()
    assert await stage.flipside.store.run(rows)

    await maya.closes()
    await break_thanks(stage, broken=False)
    await maya.submits()

    assert await stage.flipside.store.run(thanks) == 1


async def test_what_is_old_is_forgotten(stage: Stage):
    await stage.workspace.open_home(cast.NOA)
    stage.clock.move(inbox.KEPT_EVENT)

    await stage.flipside.inbox.sweep()

    assert await received(stage) == []


async def break_thanks(stage: Stage, *, broken: bool) -> None:
    names = ("thanks", "elsewhere") if broken else ("elsewhere", "thanks")
    with stage.flipside.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE {} RENAME TO {}".format(*names))


async def deliver(stage: Stage, body: Json, seconds: float) -> Json | None:
    """Send an event as the workspace does; return the ack, None where there is none."""
    parcel = Parcel("events_api", "app_home_opened", body, json.dumps(body))
    try:
        receipt = await asyncio.wait_for(stage.workspace._sockets.deliver(parcel), seconds)
    except TimeoutError:
        return None
    return {} if receipt.error is None else None


async def submit(stage: Stage, user: str, view_id: str) -> None:
    await stage.workspace.submit(user, view_id, {})


async def test_three_submissions_on_two_processes_have_one_effect(stage: Stage):
    second = Flipside(stage.flipside.settings, stage.clock)
    await second.greet()
    await second.connect()
    await stage.flipside.store.run(a_pair, cast.MAYA, cast.SAM)
    sam = stage.person(cast.SAM)
    await sam.opens_home()
    await sam.clicks("Add a goal")
    await sam.fills({"What do you two want to reach?": "A demo video"})
    form = stage.workspace.modals_of(cast.SAM)[-1]

    await asyncio.gather(*(submit(stage, cast.SAM, form["id"]) for _ in range(5)))

    assert await stage.flipside.store.run(goals) == 1
    assert not stage.workspace.record.failures
    await second.stop()


async def test_a_signed_request_that_comes_again_has_no_second_effect(stage: Stage):
    await stage.flipside.store.run(a_pair, cast.MAYA, cast.SAM)
    body = await press(stage, "sessions_met_unplanned")
    signed = {"payload": json.dumps(body)}

    first = await post(stage, signed)
    again = await post(stage, signed)

    assert (first, again) == (200, 200)
    assert await stage.flipside.store.run(sessions) == 1


async def test_a_signed_request_is_refused_when_it_is_old_or_not_signed_by_slack(stage: Stage):
    body = await press(stage, "sessions_met_unplanned")
    signed = {"payload": json.dumps(body)}

    assert await post(stage, signed, age=301) == 401
    assert await post(stage, signed, secret="wrong") == 401
    assert await stage.flipside.store.run(sessions) == 0


async def press(stage: Stage, action_id: str) -> Json:
    """Return the payload of a button on Sam's Home, as Slack would send it."""
    workspace = stage.workspace
    await workspace.open_home(cast.SAM)
    action = {"type": "button", "action_id": action_id, "block_id": "b", "action_ts": "1.1"}
    view = workspace._core.views.home(cast.SAM)
    assert view
    return payloads.actions_in_view(workspace._core, view, action | {"value": f"{cast.MAYA}-{cast.SAM}"})


async def post(stage: Stage, form: Json, *, age: int = 0, secret: str | None = None) -> int:
    """Hand a request to Bolt as the HTTP transport does; return its status."""
    body, stamp = urlencode(form), str(int(time.time()) - age)
    key = (secret or stage.workspace.signing_secret).encode()
    digest = hmac.new(key, f"v0:{stamp}:{body}".encode(), "sha256").hexdigest()
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }
    response = await stage.flipside.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    await stage.flipside.running.idle()
    return response.status
