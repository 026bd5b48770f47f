from datetime import date

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import training
from bot.rules.messages import Kind
from storage.models import MemberState, Program, Role
from storage.work import Work
from tests.builders import a_member, a_pair, days
from tests.stories.cast import MAYA, SAM

pytestmark = pytest.mark.usefixtures("program")


def _wish_for_one(work: Work) -> None:
    work.people.member(MAYA, "program").messages_a_week = 1


def _much(work: Work) -> None:
    _wish_for_one(work)
    training.begin(work, work.people.member(MAYA, "program"))
    work.outbox.owe(Kind.PAUSE_ENDED, "pause-ended", person=MAYA)


@pytest.fixture
async def full(stage: Stage, program: Program) -> None:
    """Maya wants one message a week, and two are owed."""
    assert program.id == "program"
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await stage.flipside.store.run(_much)
    await stage.settle()


@pytest.mark.usefixtures("full")
async def test_a_message_names_what_else_waits_and_one_tap_shows_it(stage: Stage, maya: Person) -> None:
    assert len(maya.heard) == 1
    assert maya.sees("Also for you, so that I need not write again")

    await maya.clicks("Show me", near="A short lesson")
    await stage.settle()

    assert len(maya.heard) == 2
    assert "Give a session a shape" in maya.last_heard
    assert not maya.sees("A short lesson")


@pytest.mark.usefixtures("full")
async def test_home_shows_what_was_kept_and_brings_it(stage: Stage, maya: Person) -> None:
    await maya.opens_home()
    assert maya.home.shows("What I kept for you")

    await maya.clicks("Show me", near="A short lesson")
    await stage.settle()

    assert "Give a session a shape" in maya.last_heard
    await maya.opens_home()
    assert not maya.home.shows("What I kept for you")


async def test_what_is_named_stays_when_the_question_above_it_is_answered(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_pair, MAYA, SAM)
    await stage.flipside.store.run(_wish_for_one)
    await stage.live(days(18))
    assert maya.sees("did you and @sam meet lately?")
    assert maya.sees("A short lesson")

    await maya.clicks("Yes, we met")

    assert maya.sees("How is it going?")
    assert maya.sees("A short lesson")


async def test_somebody_chooses_how_often_and_until_when_they_are_away(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.opens_home()
    assert maya.home.shows("at most twice a week")

    await maya.clicks("Change", near="By myself")
    await maya.fills({"How often?": "At most one message a week"})
    await maya.fills({"Away? The day you are back": "2026-02-02"})
    await maya.submits()

    assert maya.modal.shows("at most once a week")
    assert maya.home.shows("You are away: I write again on 2 February 2026.")
    await stage.flipside.store.run(_member_is, date(2026, 2, 2))


def _member_is(work: Work, away_until: date) -> None:
    member = work.people.member(MAYA, "program")
    assert (member.messages_a_week, member.away_until) == (1, away_until)
    assert member.state == MemberState.ACTIVE


async def test_a_check_in_that_is_overtaken_says_so_and_loses_its_buttons(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_pair, MAYA, SAM)
    await stage.live(days(15))
    assert maya.sees("did you and @sam meet lately?")

    await stage.live(days(14))

    assert maya.sees("This check-in is over, and that is fine.")
