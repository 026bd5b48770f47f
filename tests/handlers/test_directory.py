"""Slack's directory, read over the wire."""

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError

from bot.demo.stage import Stage
from bot.demo.workspace import User
from bot.flows import directory as flow
from handlers import directory
from handlers.payloads.directory import entry
from storage.work import Work
from tests.stories import cast

MANY = tuple(User(f"U{number:04}", name=f"u{number}", real_name=f"U {number}") for number in range(450))


def employed(work: Work) -> int:
    return work.directory.number_employed()


async def sync(stage: Stage) -> None:
    await directory.sync(stage.flipside.client, stage.flipside.store, [cast.ADA])


def pages(stage: Stage) -> int:
    return stage.workspace.record.calls["users.list"]


async def test_a_company_of_many_pages_is_known() -> None:
    async with Stage([*cast.USERS, *MANY], admins=[cast.ADA]) as stage:
        assert await stage.flipside.store.run(employed) == 450 + 6


async def test_slack_asking_for_a_rest_gets_it() -> None:
    async with Stage([*cast.USERS, *MANY]) as stage:
        stage.workspace.faults.fail_before("users.list", 429, retry_after=0, times=3)
        before = pages(stage)
        await sync(stage)

        assert pages(stage) - before == 3 + 3


async def test_a_reading_that_broke_off_goes_on_with_the_page_it_was_at() -> None:
    async with Stage([*cast.USERS, *MANY]) as stage:
        store = stage.flipside.store
        first = await stage.flipside.client.users_list(limit=directory.PAGE)
        place = await store.run(flow.begin)
        entries = [entry(user) for user in first["members"]]
        await store.run(flow.keep_page, place, entries, first["response_metadata"]["next_cursor"])
        stage.workspace.faults.fail_before("users.list", "fatal_error")
        with pytest.raises(SlackApiError):
            await sync(stage)
        before = pages(stage)

        await sync(stage)

        assert pages(stage) - before == 2
        assert await store.run(employed) == 450 + 6


async def test_a_place_that_slack_has_forgotten_begins_anew() -> None:
    async with Stage([*cast.USERS, *MANY]) as stage:
        store = stage.flipside.store
        place = await store.run(flow.begin)
        await store.run(flow.keep_page, place, [], "forgotten")

        await sync(stage)

        assert await store.run(employed) == 450 + 6


async def test_people_deactivated_made_guests_and_re_added(stage: Stage) -> None:
    users = stage.workspace.users
    users[cast.SAM] = replace(users[cast.SAM], deleted=True)
    users[cast.SOFIA] = replace(users[cast.SOFIA], is_restricted=True)
    users[cast.DEE] = replace(users[cast.DEE], deleted=False)

    await sync(stage)

    def employees(work: Work) -> list[bool]:
        asked = (cast.SAM, cast.SOFIA, cast.DEE, cast.GUS, cast.BO)
        return [work.people.get(one).is_employee for one in asked]

    assert await stage.flipside.store.run(employees) == [False, False, True, False, False]
