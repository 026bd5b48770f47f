"""A look before the pairs are out: cards, a silent no, and what nobody can tell from it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import looks, matching
from storage.models import Role
from storage.work import Work
from tests.builders import a_member, a_program, days
from tests.stories import cast
from tests.stories.cast import ADA, MAYA, MILO, SAM, SOFIA

A_WEEK = timedelta(days=7)  # two unasked messages a week, the look among them
LOOK = timedelta(days=3, hours=1)
HALF_A_DAY = timedelta(hours=12)


def members(work: Work) -> None:
    """A running program with two mentors and two mentees, of whom any could be a pair."""
    a_program(work)
    a_member(work, MAYA, Role.MENTOR, offers=["ai-assistants"], interests=["hiking"])
    a_member(work, MILO, Role.MENTOR, offers=["automation", "ai-assistants"])
    a_member(work, SAM, Role.MENTEE, wants=["ai-assistants"], interests=["hiking"])
    a_member(work, SOFIA, Role.MENTEE, wants=["automation", "ai-assistants"])


@pytest.fixture
async def company(stage: Stage) -> Stage:
    await stage.flipside.store.run(members)
    return stage


async def lets_them_look(ada: Person, *, publishes: bool = False) -> None:
    await ada.opens_home()
    await ada.clicks("Propose pairs")
    await ada.clicks("Let both look first")
    if publishes:
        await ada.fills({"And then?": ["Publish by itself afterwards"]})
    await ada.submits()


async def test_both_look_at_a_card_and_the_admin_publishes_afterwards(
    company: Stage, ada: Person, maya: Person, sam: Person
) -> None:
    await lets_them_look(ada)
    assert "People look at their proposed partners until" in ada.modal.text
    assert "0 of 4 have answered" in ada.modal.text
    assert "Publish" not in ada.modal.labels
    await ada.closes()

    assert "@sam would be your mentee · Director of Sales" in maya.last_heard
    assert "You offer AI assistants at work, which @sam wants to learn" in maya.last_heard
    assert "@maya would be your mentor · Analyst" in sam.last_heard
    assert "You both like Hiking" in sam.last_heard
    await maya.clicks("Sounds good")
    assert "If all stays as it is, I introduce you to @sam soon." in maya.last_heard
    assert "Sounds good" not in maya.last_heard

    await company.live(LOOK, HALF_A_DAY)
    assert "Everybody has had a look. The draft is ready to publish: 2 pairs, 0 without" in ada.last_heard
    assert sum("A first look" in words for words in sam.heard) == 1

    await ada.clicks("Open the draft")
    await ada.clicks("Publish")
    await company.live(A_WEEK, HALF_A_DAY)
    assert any("@maya and @sam, meet each other" in words for words in sam.heard)


async def test_neither_the_admin_nor_who_was_not_wanted_can_tell_a_no_from_a_yes() -> None:
    seen = [await _looked(label) for label in ("Sounds good", "I'd rather not")]

    assert seen[0] == seen[1]


async def _looked(label: str) -> list[object]:
    """Return all that others see until the look is over, once Maya has said something."""
    async with Stage(cast.USERS, admins=[ADA]) as stage:
        await stage.flipside.store.run(cast.found)
        await stage.flipside.store.run(members)
        ada, maya, sam = (stage.person(each) for each in (ADA, MAYA, SAM))
        await lets_them_look(ada)
        await ada.closes()
        await maya.clicks(label)
        await stage.live(timedelta(days=2, hours=12), HALF_A_DAY)
        await sam.opens_home()
        await ada.opens_home()
        await ada.clicks("Open the draft")
        return [ada.modal.text, ada.home.text, ada.heard, sam.heard, sam.home.text]


async def test_who_said_no_meets_somebody_else_and_everybody_reads_the_usual_words(
    company: Stage, ada: Person, maya: Person, sam: Person
) -> None:
    milo, sofia = company.person(MILO), company.person(SOFIA)
    await lets_them_look(ada, publishes=True)
    await ada.closes()
    await maya.clicks("I'd rather not")
    assert "Noted, and nobody learns of it." in maya.last_heard
    assert "@sam would be your mentee" in maya.last_heard

    await company.live(LOOK + A_WEEK, HALF_A_DAY)

    assert any("@maya and @sofia, meet each other" in words for words in maya.heard)
    assert any("@milo and @sam, meet each other" in words for words in sam.heard)
    for person in (milo, sam, sofia, ada):
        told = "\n".join(person.heard).lower()
        assert "rather not" not in told
        assert "veto" not in told
    assert any("2 pairs are published. Everybody has had a look" in words for words in ada.heard)


async def test_a_no_is_changed_back_while_there_is_time_and_not_afterwards(
    company: Stage, ada: Person, maya: Person
) -> None:
    await lets_them_look(ada)
    await ada.closes()
    await maya.clicks("I'd rather not")
    await maya.clicks("Change my answer")
    await maya.clicks("Sounds good")
    assert "I introduce you to @sam soon" in maya.last_heard

    await company.live(LOOK, HALF_A_DAY)
    await maya.clicks("Change my answer")

    assert "This look is over." in maya.last_heard


async def test_a_stop_before_the_cards_were_prepared_loses_none(tmp_path: Path) -> None:
    async with Stage(cast.USERS, admins=[ADA], database_url=f"sqlite:///{tmp_path}/flipside.db") as stage:
        run, ada, maya = stage.flipside.store.run, stage.person(ADA), stage.person(MAYA)
        await run(cast.found)
        await run(members)
        draft = await run(matching.propose, ADA)
        await run(looks.begin, ADA, draft.id, 72)  # as it stands when the form has been answered
        await stage.restart()
        await ada.opens_home()
        await ada.clicks("Open the draft")
        assert "Everybody's card is being prepared." in ada.modal.text
        await ada.closes()

        await stage.live(timedelta(hours=3))

        assert sum("A first look" in words for words in maya.heard) == 1


async def test_a_stop_in_the_middle_of_a_look_loses_nothing(tmp_path: Path) -> None:
    async with Stage(cast.USERS, admins=[ADA], database_url=f"sqlite:///{tmp_path}/flipside.db") as stage:
        await stage.flipside.store.run(cast.found)
        await stage.flipside.store.run(members)
        ada, maya = stage.person(ADA), stage.person(MAYA)
        await lets_them_look(ada, publishes=True)
        await ada.closes()
        await stage.restart()
        await maya.clicks("I'd rather not")
        await stage.restart()

        await stage.live(days(2), HALF_A_DAY)
        await stage.restart()
        await stage.live(days(9), HALF_A_DAY)

        assert any("@maya and @sofia, meet each other" in words for words in maya.heard)
        assert sum("A first look" in words for words in maya.heard) == 1
