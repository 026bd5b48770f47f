"""Before a large send, an admin reads how long it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from storage.models import Round
from storage.work import Work
from tests.builders import a_crowd, a_program
from tests.stories import cast
from tests.stories.cast import ADA

PAIRS = 120
SLACKS_PACE = 200  # messages a minute


def a_large_draft(work: Work) -> None:
    """A running program and a draft of 120 pairs."""
    a_program(work)
    ids = a_crowd(work, 2 * PAIRS)
    work.session.add(Round(id="draft", program_id="program", number=1, seed=1, made_by=ADA, made_at=work.now))
    work.session.flush()
    facts = {"round_id": "draft", "score": 1000, "reasons": []}
    facts |= dict.fromkeys(("is_locked", "is_by_hand", "is_removed"), False)
    work.pairs.add_proposals(
        {"mentor_id": one, "mentee_id": other, **facts}
        for one, other in zip(ids[::2], ids[1::2], strict=True)
    )


@pytest.fixture
async def company() -> AsyncIterator[Stage]:
    async with Stage(cast.USERS, admins=[ADA], messages_per_minute=SLACKS_PACE) as stage:
        await stage.flipside.store.run(cast.found)
        await stage.flipside.store.run(a_large_draft)
        yield stage


async def test_an_admin_reads_how_long_a_large_round_takes_before_it_is_published(company: Stage) -> None:
    ada = company.person(ADA)
    await ada.opens_home()
    await ada.clicks("Open the draft")
    await ada.clicks("Publish")

    assert "120 pairs will be introduced in group DMs." in ada.modal.text
    # ten minutes to undo, then 45 group DMs a minute
    assert "Until the last one has it: about 15 min; each person inside their own" in ada.modal.text

    await ada.clicks("Back to the draft")
    assert "Round 1: 120 pairs" in ada.modal.text

    await ada.clicks("Publish")
    await ada.clicks("Publish")
    assert "120 pairs are published." in ada.modal.text


async def test_in_the_evening_it_takes_until_the_next_morning(company: Stage) -> None:
    ada = company.person(ADA)
    company.clock.move(timedelta(hours=9))
    await ada.opens_home()
    await ada.clicks("Open the draft")
    await ada.clicks("Publish")

    assert "Until the last one has it: about 15 h 10 min; each person" in ada.modal.text


async def test_an_admin_reads_how_long_it_takes_until_all_have_a_card_to_look_at(company: Stage) -> None:
    ada = company.person(ADA)
    await ada.opens_home()
    await ada.clicks("Open the draft")
    await ada.clicks("Let both look first")

    assert "Until the last one has it: about 5 min; each person inside their own" in ada.modal.text
