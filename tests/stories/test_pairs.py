from datetime import date, timedelta

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import onboarding, pairs
from storage.models import Session, SessionState
from tests.builders import a_pair, a_program, days
from tests.stories.cast import MAYA, SAM

pytestmark = pytest.mark.usefixtures("pair")


@pytest.fixture
async def pair(stage: Stage) -> None:
    """Maya mentors Sam in a running program."""
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(a_pair, MAYA, SAM)


async def test_leaving_brings_the_partner_one_neutral_dm_and_the_next_step(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await stage.flipside.store.run(onboarding.leave, MAYA)
    await stage.settle()

    assert "Your pair with @maya has come to an end." in sam.last_heard
    assert "left" not in sam.last_heard
    await sam.clicks("Find me a new match")
    assert "You are on the waiting list." in sam.last_heard
    assert not maya.sees("come to an end")


async def test_asking_for_a_new_match_reads_the_same_to_the_partner(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await sam.opens_home()
    assert sam.sees("@maya mentors you")
    await sam.clicks("Ask for a new match")
    await stage.settle()

    assert sam.sees("Pairs are not out yet")
    assert "Your pair with @sam has come to an end." in maya.last_heard


async def test_a_pause_is_told_with_its_date_and_a_return_with_times(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await stage.flipside.store.run(pairs.rest, SAM, date(2026, 1, 19))
    await stage.settle()
    assert "@sam is taking a break until 19 January 2026." in maya.last_heard

    await stage.flipside.store.run(pairs.wake, SAM)
    await stage.settle()
    for half in (maya, sam):
        assert any("you are both back" in words for words in half.heard)


async def test_a_pair_that_plans_nothing_is_offered_times_in_its_group_dm(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await stage.live(days(11), step=timedelta(hours=6))

    assert any("the first date is the hardest part" in words for words in maya.heard)
    assert any("the first date is the hardest part" in words for words in sam.heard)


async def test_whose_pair_ended_may_take_a_break_right_away(maya: Person, sam: Person) -> None:
    await sam.opens_home()
    await sam.clicks("Ask for a new match")

    await maya.clicks("Take a break")

    assert "Pause" in maya.modal.title or "break" in maya.modal.title


async def test_a_pair_that_has_met_may_finish_early_and_both_are_thanked(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await stage.flipside.store.run(_have_met, "UMAYA-USAM")
    await maya.opens_home()
    await maya.clicks("Finish")
    await stage.settle()

    assert not maya.sees("You mentor @sam")
    assert any("You and @maya have completed your pair" in words for words in sam.heard)


def _have_met(work, pair_id: str) -> None:
    session = Session(
        id="first", pair_id=pair_id, number=1, state=SessionState.HELD, starts_at=work.now, planned_by=MAYA
    )
    work.session.add(session)
