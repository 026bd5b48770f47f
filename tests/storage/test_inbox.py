"""Whatever Slack sends is somebody's once, on either database."""

from __future__ import annotations

from datetime import timedelta

from bot.flows import inbox
from bot.flows.inbox import Arrival, Ending, Taken
from storage.work import Work

EVENT = Arrival("Ev1", "message", body={"event": {}})
FORM = Arrival("f0", "view_submission")


def click(second: float) -> Arrival:
    return Arrival("c0", "block_actions", 100.0 + second)


def test_an_event_is_taken_once_and_then_done(work: Work):
    assert inbox.take(work, [EVENT, EVENT]) == [Taken.NOW, Taken.ELSEWHERE]
    inbox.end(work, [Ending(EVENT.id)])

    assert inbox.take(work, [EVENT]) == [Taken.DONE]
    assert inbox.take_open(work, frozenset(), 10, everybodys=True) == []


def test_what_somebody_has_had_too_long_is_taken_over(work: Work):
    inbox.take(work, [EVENT])
    assert inbox.take_open(work, frozenset(), 10) == []
    work.now += inbox.LEASE

    [again] = inbox.take_open(work, frozenset(), 10)
    assert (again.id, again.body, again.attempts) == (EVENT.id, EVENT.body, 2)
    assert inbox.take_open(work, frozenset(), 10) == []


def test_what_this_process_is_at_is_not_taken_again(work: Work):
    inbox.take(work, [EVENT])

    assert inbox.take_open(work, frozenset({EVENT.id}), 10, everybodys=True) == []


def test_a_form_that_came_to_nothing_may_come_again_and_one_that_is_done_may_not(work: Work):
    inbox.take(work, [FORM])
    inbox.end(work, [Ending(FORM.id, is_done=False)])
    assert inbox.take(work, [FORM]) == [Taken.NOW]

    inbox.end(work, [Ending(FORM.id)])
    assert inbox.take(work, [FORM]) == [Taken.DONE]


def test_a_double_click_counts_once_and_a_later_one_again(work: Work):
    assert inbox.take(work, [click(0.0)]) == [Taken.NOW]
    inbox.end(work, [Ending("c0")])

    assert inbox.take(work, [click(0.05), click(0.9)]) == [Taken.DONE, Taken.DONE]
    assert inbox.take(work, [click(1.5)]) == [Taken.NOW]


def test_an_event_that_fails_rests_longer_each_time_and_is_told_when_given_up(work: Work):
    inbox.take(work, [EVENT])
    inbox.put_off(work, EVENT)
    work.now += inbox.LEASE
    assert inbox.take_open(work, frozenset(), 10) == []

    work.now += inbox.LEASE
    assert [one.attempts for one in inbox.take_open(work, frozenset(), 10)] == [2]
    work.now += inbox.USEFUL + timedelta(seconds=1)
    assert inbox.take_open(work, frozenset(), 10) == []
    work.now += inbox.KEPT_EVENT
    assert inbox.forget(work) == 1
