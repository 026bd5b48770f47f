"""An admin looks how good a draft is, tries other settings, and chooses between two drafts."""

from datetime import time
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Role
from tests.builders import a_member, a_program
from tests.stories import cast
from tests.stories.cast import ADA, MAYA, MILO, NOA, SAM, SOFIA


async def found(stage: Stage) -> None:
    """A program in which Sofia and Milo have an hour in common only, and nobody offers what Noa wants."""
    run = stage.flipside.store.run
    await run(a_program)
    await run(a_member, MAYA, Role.MENTOR, offers=["ai-assistants"], interests=["hiking"])
    await run(a_member, MILO, Role.MENTOR, offers=["automation"], work_start=time(16), work_end=time(22))
    await run(a_member, SAM, Role.MENTEE, wants=["ai-assistants"], interests=["hiking"])
    await run(a_member, SOFIA, Role.MENTEE, wants=["automation"])
    await run(a_member, NOA, Role.MENTEE, wants=["short-video"])


@pytest.fixture
async def admin(stage: Stage) -> Person:
    """The admin of that program, who has just had pairs proposed."""
    await found(stage)
    ada = stage.person(ADA)
    await drafted(ada)
    return ada


async def drafted(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Propose pairs")


async def tried(ada: Person) -> None:
    """Make another draft in which shared working hours do not matter."""
    await ada.clicks("How good is it?")
    await ada.clicks("Try other settings")
    rules = [choice for choice in ada.modal.inputs["Rules"] if "hours" not in choice]
    await ada.fills({"Rules": rules, "Working hours they have in common": "does not count"})
    assert await ada.submits() == {}


async def test_an_admin_sees_the_proof_the_costs_and_where_to_recruit(admin: Person) -> None:
    await admin.clicks("How good is it?")

    assert "1 pair, " in admin.modal.text
    assert "That is proven: no other choice gives more mentees and mentors a partner" in admin.modal.text
    assert "Their working hours overlap enough: 1 more pair, 7.8 points more" in admin.modal.text
    assert "No difference: " in admin.modal.text
    assert "They share a language" in admin.modal.text
    assert (
        "Short video: 1 mentee waits for it, 0 mentors offer it. With 1 more mentor, 1 more person has one"
        in admin.modal.text
    )
    assert "1: nobody offers what they want to learn" in admin.modal.text
    await admin.clicks("Who joined")
    assert "2 mentors · 3 mentees" in admin.modal.text
    await admin.closes()
    await admin.clicks("Back to the draft")
    assert "@maya mentors @sam" in admin.modal.text


async def test_an_admin_sees_what_each_lock_costs(admin: Person) -> None:
    await admin.clicks("Lock", near="@maya mentors")
    await admin.clicks("How good is it?")
    assert "1 locked pair. Solved again without any lock, there would be: no difference" in admin.modal.text

    await admin.clicks("Each lock")
    assert "@maya mentors @sam: no difference" in admin.modal.text
    await admin.clicks("Back")

    assert "How good is this draft?" in admin.modal.title


async def test_two_drafts_stand_side_by_side_and_one_is_chosen(admin: Person) -> None:
    await tried(admin)

    assert "Off: Their working hours overlap enough" in admin.modal.text
    assert "Working hours they have in common: does not count" in admin.modal.text
    assert "0 pairs of the present draft are not in the other one" in admin.modal.text
    await admin.clicks("Use the other one")
    assert "The other draft is the present one now" in admin.modal.text
    await admin.closes()

    assert "@milo mentors @sofia" in admin.modal.text
    await admin.clicks("Run again")
    assert "@milo mentors @sofia" in admin.modal.text


async def test_both_drafts_survive_a_restart_until_one_is_kept(tmp_path: Path) -> None:
    path = f"sqlite:///{tmp_path}/flipside.db"
    async with Stage(cast.USERS, admins=[ADA], database_url=path) as stage:
        await stage.flipside.store.run(cast.found)
        await found(stage)
        ada = stage.person(ADA)
        await drafted(ada)
        await tried(ada)
        await ada.closes()
        await ada.closes()
        await stage.restart()
        await ada.opens_home()
        await ada.clicks("Open the draft")
        await ada.clicks("How good is it?")

        await ada.clicks("Compare with the other draft")
        assert "Two drafts" in ada.modal.title
        await ada.clicks("Keep the present one")

        await ada.closes()
        await ada.clicks("Back to the draft")
        assert "@milo mentors @sofia" not in ada.modal.text
        await ada.clicks("How good is it?")
        assert "Compare with the other draft" not in ada.modal.labels


async def test_the_programs_pairing_rules_are_set_on_home(stage: Stage, ada: Person) -> None:
    await found(stage)
    await ada.opens_home()
    await ada.clicks("Pairing rules")
    rules = [choice for choice in ada.modal.inputs["Rules"] if "hours" not in choice]
    await ada.fills({"Rules": rules, "Rather wait than be paired below this score": "1.5"})
    assert await ada.submits() == {}
    assert "Saved." in ada.modal.text
    await ada.closes()

    await ada.clicks("Pairing rules")
    assert ada.modal.inputs["Rather wait than be paired below this score"] == "1.5"
    await ada.closes()
    await ada.clicks("Propose pairs")
    assert "@milo mentors @sofia" in ada.modal.text


async def test_a_floor_above_everybody_leaves_everybody_waiting(stage: Stage, ada: Person) -> None:
    await found(stage)
    await ada.opens_home()
    await ada.clicks("Pairing rules")
    await ada.fills({"Rather wait than be paired below this score": "900"})
    await ada.submits()
    await ada.closes()

    await ada.clicks("Propose pairs")

    assert "0 pairs" in ada.modal.text
    await ada.picks("Show", "Without a partner")
    assert "nobody fits well enough for the least score of this program" in ada.modal.text
    await ada.clicks("How good is it?")
    assert "The pair reaches the least score: 1 more pair" in ada.modal.text
