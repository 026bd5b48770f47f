"""Two senders, kills, faults and a clock that jumps, in any order: nothing lost, nothing twice.

The store and the flows are the real ones; Slack is what it accepted, and calls that are still under way.
FLIPSIDE_OUTBOX_RUNS asks for more runs than the few of an ordinary test.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import SQLModel

from bot.clock import MovingClock
from bot.flows import outbox, outcomes
from bot.flows.parcels import Parcel, Sent
from bot.letters import Letter, Message
from bot.rules.messages import Kind
from storage.models import OutboxState, Step
from storage.store import Store
from storage.work import Work
from tests.builders import NOW, TERMS, a_person

FEW = 100
RUNS = int(os.environ.get("FLIPSIDE_OUTBOX_RUNS", FEW))
TIMEOUT = TERMS.grace
PEOPLE = ("ADA", "BEN")
LETTERS = {Kind.WELCOME: Letter(lambda _work, message: message.key, Message)}
SENDERS = st.sampled_from((0, 1))


@dataclass
class Call:
    """A request that has left a sender: Slack may still accept it until it times out."""

    sender: int
    parcel: Parcel
    ends_at: timedelta  # of real time
    is_accepted: bool = False
    is_dropped: bool = False
    is_late: bool = False  # Slack takes it in at the last moment


@dataclass
class Slack:
    accepted: list[str] = field(default_factory=list)  # attempts' ids, as conversations.history shows them
    looks: int = 0
    attempts: int = 0  # each can be doubted once, and looked for once


class Outbox(RuleBasedStateMachine):
    def __init__(self, store: Store, clock: MovingClock) -> None:
        super().__init__()
        self.store, self.clock, self.slack = store, clock, Slack()
        self.real = timedelta(0)
        self.hands: tuple[list[Parcel], list[Parcel]] = ([], [])
        self.calls: list[Call] = []
        self.owed = 0
        self.jumped_at = -TIMEOUT

    @initialize()
    def begin(self) -> None:
        self.clock.move_to(NOW)
        self.store.run_now(_begin)

    @rule(person=st.sampled_from(PEOPLE))
    def owe(self, person: str) -> None:
        self.owed += 1
        self.store.run_now(_owe, f"welcome:{self.owed}", person)

    @rule(sender=SENDERS, room=st.integers(1, 4))
    def claim(self, sender: int, room: int) -> None:
        claimed = self.store.run_now(outbox.claim, replace(TERMS, room=room))
        self.hands[sender].extend(self.store.run_now(outbox.load, LETTERS, claimed.parcels))

    @rule(sender=SENDERS, late=st.booleans())
    def step(self, sender: int, late: bool = False) -> None:
        """Take the first parcel one step further: mark and call, or look."""
        if not self.hands[sender]:
            return
        parcel = self.hands[sender].pop(0)
        if parcel.step is Step.LOOK:
            self._look(parcel)
        elif self._may_call(parcel):
            self.calls.append(Call(sender, parcel, self.real + TIMEOUT, is_late=late))
        else:
            self.store.run_now(outcomes.lost, parcel)

    @rule(which=st.integers(0, 9))
    def accept(self, which: int) -> None:
        """Slack takes a call in; its answer is still to come."""
        if waiting := [call for call in self.calls if not call.is_accepted]:
            call = waiting[which % len(waiting)]
            call.is_accepted = True
            self.slack.accepted.append(call.parcel.message.attempt_id or "")

    @rule(which=st.integers(0, 9), end=st.sampled_from(("answer", "answer", "drop", "503", "429", "refuse")))
    def end(self, which: int, end: str) -> None:
        """A call ends: what its sender hears has or has not to do with what Slack did."""
        if not self.calls:
            return
        call = self.calls.pop(which % len(self.calls))
        if call.sender < 0:
            return  # nobody is there to hear it
        if end == "drop":
            self.calls.append(replace(call, sender=-1, is_dropped=True))  # Slack may take it in yet
            self._doubt(call)
        elif end == "503":
            self._doubt(call)
        elif call.is_accepted or end == "answer":
            self._answer(call)
        else:
            until = self.clock.now() + timedelta(seconds=5)
            self.store.run_now(outcomes.put_off, call.parcel, until, end)

    @rule(sender=SENDERS)
    def kill(self, sender: int) -> None:
        """A sender vanishes with all it has in hand; what it has sent is under way all the same."""
        self.hands[sender].clear()
        for call in self.calls:
            call.sender = -1 if call.sender == sender else call.sender

    @rule(seconds=st.sampled_from((1, 5, 15, 40)))
    def wait(self, seconds: int) -> None:
        self._pass(timedelta(seconds=seconds))

    @rule(jump=st.sampled_from((timedelta(hours=1), timedelta(days=1), timedelta(minutes=-5))))
    def jump(self, jump: timedelta) -> None:
        """The clock jumps: not twice within the time of a call, nor just after a connection broke."""
        if self.real - self.jumped_at > TIMEOUT and not any(call.is_dropped for call in self.calls):
            self.jumped_at = self.real
            self.clock.move(jump)

    @invariant()
    def nothing_is_said_twice(self) -> None:
        assert len(self.slack.accepted) == len(set(self.slack.accepted))

    def teardown(self) -> None:
        """Calm comes back: all that is owed arrives, once."""
        for _ in range(200):
            if not (self.store.run_now(_unfinished) or self.calls):
                break
            self.claim(0, 64)
            self.claim(1, 64)
            while any(self.hands):
                self.step(0)
                self.step(1)
            for call in [call for call in self.calls if call.sender >= 0]:
                self.calls.remove(call)
                self._answer(call)
            self._pass(timedelta(minutes=1))
        assert self.store.run_now(_states) == {OutboxState.SENT: self.owed} if self.owed else True
        assert len(self.slack.accepted) == len(set(self.slack.accepted)) == self.owed
        assert self.slack.looks <= self.slack.attempts

    def _pass(self, span: timedelta) -> None:
        """Let time go by; calls that take too long are given up by their senders, and by Slack."""
        while span > timedelta(0):
            part = min(span, timedelta(seconds=5))
            span, self.real = span - part, self.real + part
            self.clock.move(part)
            for call in [call for call in self.calls if call.ends_at <= self.real]:
                self.calls.remove(call)
                if call.is_late and not call.is_accepted:
                    self.slack.accepted.append(call.parcel.message.attempt_id or "")
                if call.sender >= 0:
                    self._doubt(call)

    def _answer(self, call: Call) -> None:
        if not call.is_accepted:
            self.slack.accepted.append(call.parcel.message.attempt_id or "")
        self.store.run_now(outcomes.sent, [Sent(call.parcel, "D1", "1.0")])

    def _doubt(self, call: Call) -> None:
        self.store.run_now(outcomes.doubted, call.parcel, TIMEOUT, "drop")

    def _look(self, parcel: Parcel) -> None:
        self.slack.looks += 1
        if parcel.message.attempt_id in self.slack.accepted:
            self.store.run_now(outcomes.found, parcel, "D1", "1.0")
        else:
            self.store.run_now(outcomes.missing, parcel)

    def _may_call(self, parcel: Parcel) -> bool:
        [is_ours] = self.store.run_now(outcomes.attempt, [parcel], TIMEOUT, has_files=False)
        self.slack.attempts += is_ours
        return is_ours and self.clock.now() + TIMEOUT < parcel.lease_until


def test_nothing_is_lost_and_nothing_said_twice(store: Store, clock: MovingClock) -> None:
    run_state_machine_as_test(
        lambda: Outbox(store, clock),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=40,
            deadline=None,
            derandomize=RUNS == FEW,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_clock_that_jumps_while_a_call_is_under_way_does_not_make_it_twice(
    store: Store, clock: MovingClock
) -> None:
    history = Outbox(store, clock)
    history.begin()
    history.wait(15)
    history.owe("ADA")
    history.claim(0, 1)
    history.step(0, late=True)
    history.jump(timedelta(hours=1))
    history.claim(1, 1)
    history.step(1)
    history.wait(40)

    history.teardown()


def test_a_sender_that_wakes_after_its_lease_says_nothing(store: Store, clock: MovingClock) -> None:
    history = Outbox(store, clock)
    history.begin()
    history.owe("ADA")
    history.claim(0, 1)
    history.wait(40)
    history.step(0, late=True)
    assert history.calls == []

    history.teardown()


def _begin(work: Work) -> None:
    for table in reversed(SQLModel.metadata.sorted_tables):
        work.session.execute(table.delete())
    for person in PEOPLE:
        a_person(work, person)


def _owe(work: Work, key: str, person: str) -> None:
    work.outbox.owe(Kind.WELCOME, key, person=person, lifetime=timedelta(days=10_000))


def _states(work: Work) -> dict[OutboxState, int]:
    return work.delivery.counts()


def _unfinished(work: Work) -> bool:
    return any(state != OutboxState.SENT for state in work.delivery.counts())
