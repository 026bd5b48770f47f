"""A clock that is set back holds up nothing for as long as it was ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.flows import outbox
from bot.rules.messages import Kind
from storage.models import Step
from storage.work import Work
from tests.builders import TERMS, a_person, days


def test_messages_go_on_at_their_pace_after_the_clock_was_set_back(work: Work):
    a_person(work, "ADA")
    for number in range(6):
        early = work.now - days(1)
        work.outbox.owe(Kind.WELCOME, f"welcome:{number}", person="ADA", not_before=early)
    terms = replace(TERMS, rates={**TERMS.rates, Step.POST: 60.0})
    assert len(outbox.claim(work, terms).parcels) == 2

    work.now -= timedelta(minutes=5)
    assert outbox.claim(work, terms).parcels == ()
    work.now += timedelta(seconds=2)

    assert len(outbox.claim(work, terms).parcels) == 2
