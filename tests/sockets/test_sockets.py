"""Socket Mode connections: two at once, replaced before they end, never the cause of a lost click."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.demo.stage import MANIFEST
from bot.demo.workspace import Workspace
from bot.sockets.keeper import AT_ONCE, NoConnection, Sockets
from tests.stories import cast

PATIENCE = 30  # seconds; two cores may be busy


class Listener:
    """Acks everything after a while, and remembers what came."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.heard: list[str] = []
        self.acks: list[float] = []

    async def serve(self, envelope: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(self.seconds)
        self.heard.append(envelope["payload"]["text"])
        return {"text": "heard"}


def sockets_of(workspace: Workspace, listener: Listener, **more: Any) -> Sockets:
    client = AsyncWebClient(base_url=workspace.url)
    token = more.pop("token", workspace.app_token)
    return Sockets(client, token, listener.serve, listener.acks.append, **({"apart": 0.05} | more))


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with Workspace(cast.USERS, manifest=MANIFEST, clock=SystemClock()) as workspace:
        yield workspace


async def until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        await asyncio.sleep(0.02)


async def say(workspace: Workspace, words: str) -> bool:
    general = workspace.channel("general").id
    return (await workspace.command(cast.NOA, general, f"/flipside {words}")).ok


async def test_a_second_connection_follows_the_first(workspace: Workspace):
    sockets = sockets_of(workspace, listener := Listener())

    await sockets.start()
    assert workspace.connections == 1
    await until(lambda: workspace.connections == 2, "the second connection")

    assert await say(workspace, "hello")
    assert listener.heard == ["hello"]
    assert len(listener.acks) == 1
    await sockets.stop()
    assert workspace.connections == 0


async def test_nothing_is_lost_while_slack_renews_its_connections(workspace: Workspace):
    sockets = sockets_of(workspace, listener := Listener(0.05))
    await sockets.start()

    said = [asyncio.create_task(say(workspace, f"word {number}")) for number in range(20)]
    await workspace.faults.refresh_sockets()
    said += [asyncio.create_task(say(workspace, f"more {number}")) for number in range(20)]

    assert all(await asyncio.gather(*said))
    assert len(listener.heard) == 40
    await until(lambda: workspace.connections == 2, "two new connections")
    await sockets.stop()


async def test_whoever_leaves_acks_what_has_come(workspace: Workspace):
    sockets = sockets_of(workspace, listener := Listener(0.3))
    await sockets.start()

    said = [asyncio.create_task(say(workspace, f"word {number}")) for number in range(10)]
    await until(lambda: sum(workspace.record.envelopes.values()) == 10, "the words to be on their way")
    await asyncio.sleep(0.1)
    await sockets.stop()

    assert all(await asyncio.gather(*said))
    assert len(listener.heard) == 10


async def test_what_crosses_the_goodbye_of_whoever_leaves_is_acked_too(workspace: Workspace):
    leaving, staying = (sockets_of(workspace, Listener(), apart=1000) for _ in range(2))
    await leaving.start()
    await staying.start()

    said: list[asyncio.Task[bool]] = []
    for number in range(400):
        said.append(asyncio.create_task(say(workspace, f"word {number}")))
        await asyncio.sleep(0.001)
        if number == 200:
            going = asyncio.create_task(leaving.stop())

    assert all(await asyncio.gather(*said))
    await going
    await staying.stop()


async def test_what_is_at_work_when_the_connections_break_is_acked_by_the_next(workspace: Workspace):
    sockets = sockets_of(workspace, listener := Listener(0.5))
    await sockets.start()

    saying = asyncio.create_task(say(workspace, "hello"))
    await until(lambda: sum(workspace.record.envelopes.values()) == 1, "the word to be on its way")
    await asyncio.sleep(0.1)
    await workspace._sockets.close()

    assert await saying
    assert listener.heard == ["hello"]
    await sockets.stop()


async def test_what_waited_too_long_in_line_is_left_so_that_the_next_one_is_in_time(workspace: Workspace):
    sockets = sockets_of(workspace, listener := Listener(1.1))
    await sockets.start()

    said = await asyncio.gather(*(say(workspace, f"word {number}") for number in range(3 * AT_ONCE)))

    assert sum(said) == len(listener.heard) == 2 * AT_ONCE
    assert await say(workspace, "one more")
    await sockets.stop()


async def test_a_connection_that_answers_no_ping_is_replaced_once_the_network_is_back(workspace: Workspace):
    sockets = sockets_of(workspace, listener := Listener(), heartbeat=1.0)
    await sockets.start()
    workspace.faults.black_hole()

    await until(lambda: sockets.count == 0, "the end of silent connections")
    workspace.faults.black_hole(on=False)
    await until(lambda: sockets.count == 2, "new connections")

    assert await say(workspace, "back")
    assert listener.heard == ["back"]
    await sockets.stop()


async def test_without_any_connection_for_too_long_the_service_is_told(workspace: Workspace):
    sockets = sockets_of(workspace, Listener(), hopeless=0.5)
    await sockets.start()
    watching = asyncio.create_task(sockets.watch())
    workspace.faults.fail_before("apps.connections.open", "invalid_auth", times=1000)

    await workspace.faults.refresh_sockets()
    await workspace._sockets.close()

    with pytest.raises(NoConnection, match="invalid_auth"):
        await asyncio.wait_for(watching, PATIENCE)
    await sockets.stop()


async def test_beyond_ten_connections_the_rest_goes_on_asking(workspace: Workspace):
    others = [sockets_of(workspace, Listener(), apart=1000) for _ in range(9)]
    for one in others:
        await one.start()
    sockets = sockets_of(workspace, Listener())
    await sockets.start()
    await until(lambda: sockets.trouble == "too_many_websockets", "the refusal of an eleventh connection")
    assert sockets.count == 1

    await others[0].stop()

    await until(lambda: sockets.count == 2, "the second connection")
    assert sockets.trouble is None
    for one in (sockets, *others[1:]):
        await one.stop()


async def test_a_refused_token_is_told_at_the_start(workspace: Workspace):
    sockets = sockets_of(workspace, Listener(), token="xapp-old")

    with pytest.raises(SlackApiError, match="invalid_auth"):
        await sockets.start()
    await sockets.stop()


async def test_where_all_ten_are_taken_a_renewed_connection_makes_room_for_the_next(
    workspace: Workspace,
):
    others = [sockets_of(workspace, Listener(), apart=1000) for _ in range(8)]
    for one in others:
        await one.start()
    sockets = sockets_of(workspace, Listener())
    await sockets.start()
    await until(lambda: workspace.connections == 10, "ten connections")

    await workspace.faults.refresh_sockets()

    await until(lambda: workspace.connections == 10, "ten new ones")
    assert all([await say(workspace, f"word {number}") for number in range(10)])
    for one in (sockets, *others):
        await one.stop()
    assert not workspace.record.failures
