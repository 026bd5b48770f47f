"""Those who wait are paired again, latecomers fill what is free, and a re-organization ends nothing badly."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Employee, Member, Role, Round, RoundState
from storage.work import Work
from tests.builders import a_held_session, a_member, a_pair, a_program, days
from tests.stories.cast import ADA, MAYA, MILO, NOA, SAM, SOFIA

HALF_A_DAY = timedelta(hours=12)
A_WHILE = timedelta(hours=4)


def company(work: Work) -> None:
    """A program under way: Maya and Sam are a pair, Milo and Sofia too, and have met."""
    a_program(work)
    for person, role in ((MAYA, Role.MENTOR), (MILO, Role.MENTOR), (SAM, Role.MENTEE), (SOFIA, Role.MENTEE)):
        skills = {"offers": ["ai-assistants"]} if role == Role.MENTOR else {"wants": ["ai-assistants"]}
        a_member(work, person, role, **skills)
    facts = {"id": "round", "program_id": "program", "number": 1, "seed": 1, "made_by": ADA}
    work.session.add(Round(state=RoundState.PUBLISHED, made_at=work.now, published_at=work.now, **facts))
    for mentor, mentee in ((MAYA, SAM), (MILO, SOFIA)):
        a_held_session(work, a_pair(work, mentor, mentee))


@pytest.fixture(autouse=True)
async def running(stage: Stage) -> None:
    await stage.flipside.store.run(company)


def noa_mentors(work: Work) -> Member:
    early = {"work_start": time(5), "work_end": time(14)}  # she is in New York
    return a_member(work, NOA, Role.MENTOR, offers=["ai-assistants"], **early)


async def test_a_leavers_partner_and_a_latecomer_meet_and_nobody_else_is_moved(
    stage: Stage, ada: Person, maya: Person, sam: Person, sofia: Person
) -> None:
    await maya.says("/flipside leave")
    await maya.clicks("Leave")
    [ending] = [words for words in sam.heard if "Your pair with @maya has come to an end." in words]
    assert "it counts as completed" in ending
    await stage.flipside.store.run(noa_mentors)

    await stage.live(days(7), A_WHILE)

    assert "A draft with 1 pair for those who wait is ready." in ada.last_heard
    await ada.clicks("Open the draft")
    assert "@noa mentors @sam" in ada.modal.text
    assert "@milo" not in ada.modal.text
    await ada.clicks("Publish")
    await stage.live(days(7), A_WHILE)

    assert any("@noa and @sam, meet each other" in words for words in sam.heard)
    assert not any("meet each other" in words or "come to an end" in words for words in sofia.heard)
    await sofia.opens_home()
    assert sofia.sees("@milo mentors you")


async def test_an_admin_chooses_that_rounds_go_their_way_by_themselves(
    stage: Stage, ada: Person, maya: Person, sam: Person
) -> None:
    await ada.opens_home()
    await ada.clicks("Second chances")
    await ada.fills(
        {"Every week": "Let both look, then publish by itself", "For how long both look first": "2 days"}
    )
    await ada.submits()
    await maya.says("/flipside leave")
    await maya.clicks("Leave")
    await stage.flipside.store.run(noa_mentors)

    await stage.live(days(2), A_WHILE)
    assert any("@noa would be your mentor" in words for words in sam.heard)
    await stage.live(days(12), A_WHILE)

    assert any("@noa and @sam, meet each other" in words for words in sam.heard)


async def test_after_a_reorganization_both_are_offered_a_good_close_and_nobody_else_learns_of_it(
    stage: Stage, ada: Person, maya: Person, sam: Person
) -> None:
    file = (
        "email,manager_email,level,department,team,place\nmaya@example.com,sam@example.com,2,Sales,North,\n"
    )
    await ada.opens_home()
    await ada.clicks("People file")
    await ada.fills({"The file": ("people.csv", file.encode())})
    await ada.submits()
    await ada.submits()
    await stage.live(timedelta(hours=1))

    for half, other in ((maya, "@sam"), (sam, "@maya")):
        offers = [
            words for words in half.heard if f"Your pair with {other} can come to a good close." in words
        ]
        assert len(offers) == 1
        assert "Nobody asked for this" in offers[0]
        assert not any(word in offers[0].lower() for word in ("manager", "chain", "report", "organi"))
    assert not any("good close" in words for words in ada.heard)

    await maya.clicks("Plan a last session")
    assert maya.modal.title == "Plan a session"
    await maya.closes()
    await sam.clicks("Find me a new partner")
    assert any("Done. You are both on the waiting list" in words for words in sam.heard)
    await stage.live(HALF_A_DAY)
    assert any("Your pair with @sam has come to an end." in words for words in maya.heard)


async def test_left_alone_the_pair_closes_as_completed(stage: Stage, maya: Person, sam: Person) -> None:
    await stage.flipside.store.run(_reorganize)

    await stage.live(days(17), HALF_A_DAY)

    for half in (maya, sam):
        assert any("has come to an end" in words and "counts as completed" in words for words in half.heard)


def _reorganize(work: Work) -> None:
    work.session.get_one(Employee, "maya@example.com").manager_email = "sam@example.com"
