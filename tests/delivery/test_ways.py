"""Every way a message can go, and what keeps it from going."""

from __future__ import annotations

from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.pace import rates
from bot.delivery.sender import Delivery
from bot.demo.stage import Stage
from bot.letters import File, Letter, Message
from bot.rules.messages import Kind
from storage.models import Appointment, Duty, OutboxMessage, OutboxState
from storage.work import Work

PAPER = File("paper.txt", "Paper", lambda: b"On paper.")
LETTERS = {
    Kind.WELCOME: Letter(lambda _work, message: message.key, Message),
    Kind.EXPORT: Letter(lambda _work, message: message.key, lambda key: Message(key, files=(PAPER,))),
    Kind.SESSION_FOLLOW_UP: Letter(lambda _work, message: message.key, Message),
    Kind.CHANNEL_LOST: Letter(lambda _work, _message: "lost", lambda _: Message("The channel is lost.")),
}


@pytest.fixture
def delivery(stage: Stage) -> Delivery:
    workspace, store = stage.workspace, stage.flipside.store
    client = AsyncWebClient(workspace.bot_token, workspace.url, timeout=10, retry_handlers=[])
    stage.flipside.delivery = Delivery(store, client, LETTERS, rates(0))
    return stage.flipside.delivery


async def owe(stage: Stage, key: str, kind: Kind = Kind.WELCOME, **where: str) -> None:
    await stage.flipside.store.run(lambda work: work.outbox.owe(kind, key, **where))


async def row(stage: Stage, key: str) -> OutboxMessage:
    def find(work: Work) -> OutboxMessage | None:
        return work.outbox.get(key)

    found = await stage.flipside.store.run(find)
    assert found
    return found


def a_channel(stage: Stage) -> str:
    """Return a channel with everybody and the bot in it."""
    bot = stage.workspace.bot_user_id
    return stage.workspace.create_channel("flipside", ["UANA", "UBEN", bot]).id


def heard(stage: Stage, text: str) -> int:
    return sum(text in words for words in stage.person("UBEN").heard)


async def test_a_message_is_changed_where_it_stands(stage: Stage, delivery: Delivery) -> None:
    await owe(stage, "before", person="UBEN")
    await delivery.pay()
    await owe(stage, "after", person="UBEN", edits="before")
    await delivery.pay()

    assert (heard(stage, "before"), heard(stage, "after")) == (0, 1)
    assert stage.workspace.record.calls["chat.update"] == 1


async def test_a_change_of_what_was_never_said_is_not_said(stage: Stage, delivery: Delivery) -> None:
    await owe(stage, "after", person="UBEN", edits="before")
    await delivery.pay()

    assert (await row(stage, "after")).state == OutboxState.OUTDATED


async def test_files_follow_once_though_the_connection_breaks(stage: Stage, delivery: Delivery) -> None:
    stage.workspace.faults.drop_after("chat.postMessage")
    stage.workspace.faults.drop_after("files.completeUploadExternal")
    await owe(stage, "with a file", Kind.EXPORT, person="UBEN")
    await delivery.pay()
    await stage.live(timedelta(minutes=30), step=timedelta(minutes=2))

    assert (await row(stage, "with a file")).state == OutboxState.SENT
    assert heard(stage, "with a file") == 1
    assert stage.workspace.record.calls["files.completeUploadExternal"] == 1


async def test_a_first_dm_whose_connection_breaks_is_said_once(stage: Stage, delivery: Delivery) -> None:
    stage.workspace.faults.drop_after("chat.postMessage")
    await owe(stage, "hello", person="UBEN")
    await delivery.pay()
    await stage.live(timedelta(minutes=10), step=timedelta(minutes=2))

    assert heard(stage, "hello") == 1
    assert stage.workspace.record.calls["conversations.history"] == 1


async def test_a_dead_token_stops_everything_until_it_is_mended(stage: Stage, delivery: Delivery) -> None:
    stage.workspace.faults.fail_before("chat.postMessage", "token_revoked")
    await owe(stage, "one", person="UBEN")
    await delivery.pay()
    assert delivery.trouble == "Slack refuses us (token_revoked). Run `python -m bot check`."

    await owe(stage, "two", person="UANA")
    await delivery.pay()
    assert stage.workspace.record.calls["chat.postMessage"] == 1

    delivery.probe_every = 0.0
    await delivery.pay()
    assert delivery.trouble is None
    assert heard(stage, "one") == 1


async def test_a_lost_channel_is_told_to_the_admins_once(stage: Stage, delivery: Delivery) -> None:
    await stage.flipside.store.run(_make_admin)
    for key in ("one", "two"):
        await owe(stage, key, channel="C404")
    await owe(stage, "three", person="UBEN")
    await delivery.pay()

    assert heard(stage, "The channel is lost.") == 1
    assert heard(stage, "three") == 1


async def test_after_a_refusal_for_haste_its_method_rests_and_others_go_on(
    stage: Stage, delivery: Delivery
) -> None:
    await owe(stage, "before", person="UBEN")
    await delivery.pay()
    stage.workspace.faults.fail_before("chat.postMessage", 429, retry_after=30)
    for key in ("one", "two", "three"):
        await owe(stage, key, person="UBEN")
    await owe(stage, "after", person="UBEN", edits="before")
    await delivery.pay()
    await delivery.pay()

    assert stage.workspace.record.calls["chat.postMessage"] == 2
    assert heard(stage, "after") == 1

    stage.clock.move(timedelta(seconds=31))
    await delivery.pay()
    assert [heard(stage, key) for key in ("one", "two", "three")] == [1, 1, 1]


def _make_admin(work: Work) -> None:
    work.session.add(Appointment(person_id="UBEN", duty=Duty.ADMIN))


async def test_a_whisper_is_for_one_person_in_a_channel(stage: Stage, delivery: Delivery) -> None:
    channel = a_channel(stage)
    await owe(stage, "for ben", person="UBEN", channel=channel)
    await delivery.pay()

    assert (await row(stage, "for ben")).state == OutboxState.SENT
    assert heard(stage, "for ben") == 1
    assert not any("for ben" in words for words in stage.person("UANA").heard)


@pytest.mark.parametrize(
    ("kind", "state", "times"),
    [(Kind.WELCOME, OutboxState.SENT, 2), (Kind.SESSION_FOLLOW_UP, OutboxState.DEAD, 1)],
)
async def test_a_whisper_in_doubt_cannot_be_looked_for_so_its_kind_decides(
    stage: Stage, delivery: Delivery, kind: Kind, state: OutboxState, times: int
) -> None:
    channel = a_channel(stage)
    stage.workspace.faults.drop_after("chat.postEphemeral")
    await owe(stage, "for ben", kind, person="UBEN", channel=channel)
    await delivery.pay()
    await stage.live(timedelta(minutes=10), step=timedelta(minutes=2))

    assert (await row(stage, "for ben")).state == state
    assert stage.workspace.record.calls["chat.postEphemeral"] == times
    assert stage.workspace.record.calls["conversations.history"] == 0
