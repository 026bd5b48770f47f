from datetime import time, timedelta

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Role
from tests.builders import a_member, a_program, days
from tests.stories.cast import MAYA, MILO, SAM, SOFIA

SOON = timedelta(minutes=15)
pytestmark = pytest.mark.usefixtures("members")


@pytest.fixture
async def members(stage: Stage) -> None:
    """A running program with two mentors and two mentees who have opted in."""
    run = stage.flipside.store.run
    await run(a_program)
    await run(a_member, MAYA, Role.MENTOR, offers=["ai-assistants"], interests=["hiking"])
    await run(a_member, MILO, Role.MENTOR, offers=["automation", "ai-assistants"])
    await run(a_member, SAM, Role.MENTEE, wants=["ai-assistants"], interests=["hiking"])
    await run(a_member, SOFIA, Role.MENTEE, wants=["automation", "ai-assistants"])


async def published(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Propose pairs")
    await ada.clicks("Publish")


async def test_an_admin_proposes_looks_and_publishes_and_both_halves_meet_in_a_group_dm(
    stage: Stage, ada: Person, maya: Person, sam: Person, sofia: Person
) -> None:
    await ada.opens_home()
    assert ada.sees("Without a partner: 2 mentors, 2 mentees.")

    await ada.clicks("Propose pairs")
    assert "2 pairs" in ada.modal.text
    assert "They both like Hiking" in ada.modal.text

    await ada.clicks("Publish")
    assert "2 pairs are published." in ada.modal.text
    assert not maya.sees("meet each other")

    await stage.live(SOON, step=SOON)

    for half in (maya, sam):
        assert "@maya and @sam, meet each other" in half.last_heard
        assert "You both like Hiking" in half.last_heard
        assert "Getting started" in half.last_heard
        assert "Either of us may stop at any time" in half.last_heard
    assert not sofia.sees("@maya and")
    await maya.opens_home()
    assert maya.sees("You mentor @sam")


async def test_locked_and_removed_pairs_survive_another_run(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Propose pairs")

    await ada.clicks("Lock", near="@maya mentors")
    assert "locked" in ada.modal.text
    await ada.clicks("Unlock", near="@maya mentors")
    await ada.clicks("Remove", near="@maya mentors")
    assert "1 pair" in ada.modal.text
    await ada.clicks("Run again")

    assert "@maya mentors @sofia" in ada.modal.text
    assert "@maya mentors @sam" not in ada.modal.text
    await ada.picks("Show", "Removed pairs")
    assert "@maya mentors @sam" in ada.modal.text
    await ada.clicks("Allow again")
    assert "Nothing here." in ada.modal.text


async def test_a_pair_by_hand_that_breaks_a_rule_is_named_and_made_anyway(stage: Stage, ada: Person) -> None:
    await stage.flipside.store.run(_into_one_team, SAM, MILO)
    await ada.opens_home()
    await ada.clicks("Propose pairs")
    await ada.clicks("Pair by hand")
    await ada.fills({"Mentor": MILO, "Mentee": SAM})
    await ada.submits()
    assert "They work in the same team." in ada.modal.text

    await ada.submits()

    assert "@milo mentors @sam" in ada.modal.text
    assert "by hand" in ada.modal.text


async def test_a_pair_by_hand_names_the_field_that_needs_another_look(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Propose pairs")
    await ada.clicks("Pair by hand")
    await ada.fills({"Mentor": SAM, "Mentee": MAYA})

    errors = await ada.submits()

    assert "as a mentor" in errors["Mentor"]
    assert "as a mentee" in errors["Mentee"]


async def test_a_round_is_undone_before_anybody_was_told(stage: Stage, ada: Person, maya: Person) -> None:
    await published(ada)
    await ada.clicks("Undo publishing")
    assert "2 pairs" in ada.modal.text
    await ada.closes()

    await stage.live(days(1), step=timedelta(hours=6))

    assert not maya.sees("meet each other")
    await ada.opens_home()
    await ada.clicks("Open the draft")
    await ada.clicks("Discard")
    assert "Nobody was told" in ada.modal.text


async def test_after_the_first_message_a_round_stays(stage: Stage, ada: Person) -> None:
    await published(ada)
    await stage.live(SOON, step=SOON)

    await ada.clicks("Undo publishing")

    assert "this round stays" in ada.modal.text


async def test_those_without_a_partner_read_the_true_reason(stage: Stage, ada: Person, noa: Person) -> None:
    await stage.flipside.store.run(a_member, noa.id, Role.MENTEE, wants=["video-editing"])
    await published(ada)
    await stage.live(days(1))

    assert any("you are still on the waiting list" in words for words in noa.heard)
    await noa.opens_home()
    assert noa.sees("You are on the waiting list")


async def test_those_without_a_partner_read_what_would_help_and_change_it_from_there(
    stage: Stage, ada: Person, noa: Person
) -> None:
    run, skill = stage.flipside.store.run, "video-editing"
    await run(a_member, noa.id, Role.MENTEE, wants=[skill])  # in New York
    await run(a_member, "UPIA", Role.MENTOR, offers=[skill], work_start=time(9), work_end=time(15))
    await published(ada)
    await stage.live(days(1))

    helps = "What would help: starting work 60 minutes earlier, at 08:00. Then 1 person fits."
    assert any(helps in words for words in noa.heard)
    await noa.opens_home()
    assert noa.sees(helps)
    await noa.clicks("Change my hours")
    assert "Your profile" in noa.modal.title


async def test_the_channel_reads_who_begins_and_names_only_those_who_agreed(
    stage: Stage, ada: Person, noa: Person
) -> None:
    channel = stage.workspace.create_channel("flip", [ada.id, noa.id, stage.workspace.bot_user_id])
    await stage.flipside.store.run(_make_public, channel.id, (MAYA, SAM, MILO))
    await published(ada)

    await stage.live(days(2), step=timedelta(hours=6))

    [news] = [said.text for said in noa.conversation("#flip") if "new pairs" in said.text]
    assert "2 new pairs in Flip 2026" in news
    assert "Maya Mentor and Sam Senior" in news
    assert "And 1 more pair." in news
    assert "milo" not in news


def _make_public(work, channel_id: str, people: tuple[str, ...]) -> None:
    work.program.current().channel_id = channel_id
    for person_id in people:
        work.people.member(person_id, "program").may_be_named = True


def _into_one_team(work, one: str, other: str) -> None:
    for person_id in (one, other):
        work.people.employee(work.people.get(person_id)).team = "One team"
