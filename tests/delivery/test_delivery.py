"""The outbox against a Slack that stumbles: nothing lost, nothing twice, nobody at night."""

from __future__ import annotations

from datetime import timedelta

import handlers
from bot.delivery.pace import rates
from bot.delivery.sender import Delivery
from bot.demo.stage import Stage
from bot.flows import outbox, recognition
from bot.letters import ALSO, Letter, Message
from bot.rules.messages import Kind
from storage.models import OutboxMessage, OutboxState
from storage.work import Work
from tests.builders import TERMS

WORDS = "You showed me pivot tables."


async def thank(stage: Stage, text: str = WORDS) -> str:
    [thanks] = await stage.flipside.store.run(recognition.thank, "UANA", ["UBEN"], text)
    return f"thanks:{thanks.id}"


async def row(stage: Stage, key: str) -> OutboxMessage:
    def find(work: Work) -> OutboxMessage | None:
        return work.outbox.get(key)

    found = await stage.flipside.store.run(find)
    assert found
    return found


def heard(stage: Stage, text: str = WORDS) -> int:
    return sum(text in words for words in stage.person("UBEN").heard)


async def test_a_message_owed_twice_is_sent_once(stage: Stage) -> None:
    def owe(work: Work) -> bool:
        return work.outbox.owe(Kind.DIGEST, "digest:1", person="UBEN")

    assert await stage.flipside.store.run(owe) is True
    assert await stage.flipside.store.run(owe) is False


async def test_a_broken_connection_after_acceptance_does_not_post_twice(stage: Stage) -> None:
    await thank(stage, "The first, so that the DM is known.")
    await stage.settle()
    stage.workspace.faults.drop_after("chat.postMessage")

    key = await thank(stage)
    await stage.settle()
    await stage.live(timedelta(hours=1), step=timedelta(minutes=10))

    assert heard(stage) == 1
    assert (await row(stage, key)).state == OutboxState.SENT


async def test_a_refusal_to_serve_is_tried_again(stage: Stage) -> None:
    stage.workspace.faults.fail_before("chat.postMessage", 503)

    await thank(stage)
    await stage.settle()
    assert heard(stage) == 0

    await stage.live(timedelta(minutes=30), step=timedelta(minutes=10))
    assert heard(stage) == 1


async def test_an_acceptance_that_looked_like_an_error_does_not_post_twice(stage: Stage) -> None:
    await thank(stage, "The first, so that the DM is known.")
    await stage.settle()
    stage.workspace.faults.fail_after("chat.postMessage", "internal_error")

    await thank(stage)
    await stage.settle()
    await stage.live(timedelta(hours=1), step=timedelta(minutes=10))

    assert heard(stage) == 1


async def test_too_many_requests_puts_a_message_off_by_what_slack_asks(stage: Stage) -> None:
    stage.workspace.faults.fail_before("chat.postMessage", 429, retry_after=1)

    key = await thank(stage)
    await stage.settle()
    waiting = await row(stage, key)
    assert waiting.state == OutboxState.DUE
    assert waiting.not_before == stage.clock.now() + timedelta(seconds=1)

    await stage.live(timedelta(minutes=10), step=timedelta(minutes=10))
    assert heard(stage) == 1


async def test_a_deactivated_person_is_tried_once_and_then_left_alone(stage: Stage) -> None:
    stage.workspace.faults.fail_before("chat.postMessage", "user_disabled")

    def owe(work: Work) -> None:
        work.outbox.owe(Kind.DIGEST, "digest:1", person="UBEN")

    first = await thank(stage)
    await stage.settle()
    await stage.flipside.store.run(owe)
    await stage.settle()

    assert (await row(stage, first)).state == OutboxState.DEAD
    assert (await row(stage, "digest:1")).state == OutboxState.DEAD
    assert stage.workspace.record.calls["chat.postMessage"] == 1


async def test_thanks_at_night_arrive_in_the_morning(stage: Stage) -> None:
    await stage.live(timedelta(hours=14))

    await thank(stage)
    await stage.settle()
    assert heard(stage) == 0

    await stage.live(timedelta(hours=11))
    assert heard(stage) == 1
    assert stage.clock.now().hour >= 9


async def test_a_message_interrupted_by_a_stop_is_found_again_or_sent(stage: Stage) -> None:
    key = await thank(stage)
    [parcel] = (await stage.flipside.store.run(outbox.claim, TERMS)).parcels
    assert parcel.message.key == key

    await stage.live(timedelta(minutes=30), step=timedelta(minutes=10))

    assert heard(stage) == 1
    assert (await row(stage, key)).state == OutboxState.SENT


async def test_what_came_too_late_is_not_sent(stage: Stage) -> None:
    def owe(work: Work) -> None:
        work.outbox.owe(Kind.DIGEST, "digest:late", person="UBEN", lifetime=timedelta(hours=1))

    await stage.flipside.store.run(owe)
    stage.clock.move(timedelta(hours=2))
    await stage.settle()

    assert (await row(stage, "digest:late")).state == OutboxState.EXPIRED


async def test_nobody_is_nudged_more_than_twice_a_week(stage: Stage) -> None:
    def owe(work: Work) -> None:
        for number in range(5):
            work.outbox.owe(Kind.DIGEST, f"digest:{number}", person="UBEN", lifetime=timedelta(days=30))

    flipside = stage.flipside
    letters = {
        Kind.DIGEST: Letter(lambda _work, message: message.key, lambda key: Message(f"News {key}")),
        ALSO: handlers.LETTERS[ALSO],
    }
    flipside.delivery = Delivery(flipside.store, flipside.client, letters, rates(0))
    await flipside.store.run(owe)
    await stage.live(timedelta(days=6))
    assert heard(stage, "News") == 2

    await stage.live(timedelta(days=7))
    assert heard(stage, "News") == 3  # the second message has named two of them
