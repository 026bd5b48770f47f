"""An admin sets a program up, opens it, invites, starts it, and looks after it."""

from datetime import timedelta

import pytest

from bot import content
from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import ProgramState, Role
from tests.builders import a_member, a_pair, a_program, days
from tests.stories.cast import MAYA, SAM

PLAN = {
    "Name": "Flip 2026",
    "What is it for?": "Learn from each other",
    "First day": "2026-01-12",
    "Last day": "2026-07-12",
    "Channel": "#general",
    "Objectives": ["Most people who join have a partner", "People finish their lessons"],
}


@pytest.fixture
async def draft(ada: Person) -> None:
    """Set a program up by modal."""
    await ada.opens_home()
    await ada.clicks("Set up a program")
    await ada.fills(PLAN)
    assert await ada.submits() == {}
    assert await ada.submits() == {}
    await ada.closes()
    await ada.opens_home()


async def opened(ada: Person) -> None:
    await ada.clicks("Open for joining")
    await ada.opens_home()


async def test_a_program_is_set_up_in_two_steps(ada: Person, maya: Person) -> None:
    await ada.opens_home()
    assert "There is no program yet" in ada.home.text

    await ada.clicks("Set up a program")
    await ada.fills(PLAN)
    assert await ada.submits() == {}
    await ada.fills(
        {
            "Most people who join have a partner: target (%)": "80",
            "One of your own": "Mentors who lead a project",
            "Where it should be": "4",
        }
    )
    assert await ada.submits() == {}

    assert "Flip 2026 is saved. It is a draft" in ada.modal.text
    await ada.closes()
    await ada.opens_home()
    assert "A draft: only admins see it" in ada.home.text
    assert "12 January 2026 to 12 July 2026" in ada.home.text
    assert "Open to everybody who works here" in ada.home.text
    await maya.opens_home()
    assert "Flip 2026" not in maya.home.text


async def test_each_mistake_stands_under_its_field_and_what_was_typed_stays(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Set up a program")
    await ada.fills({**PLAN, "Last day": "2026-01-02"})

    errors = await ada.submits()

    assert errors == {"Last day": "It ends before it starts. Choose a day after 12 January 2026."}
    assert ada.modal.inputs["Name"] == "Flip 2026"
    await ada.fills({"Last day": "2026-03-01"})
    assert list(await ada.submits()) == ["How often they meet"]


async def test_a_target_below_sense_is_named(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Set up a program")
    await ada.fills(PLAN)
    await ada.submits()
    await ada.fills({"People finish their lessons: target (%)": "140"})
    await ada.fills({"People finish their lessons: by when": "2027-01-01"})

    errors = await ada.submits()

    assert errors["People finish their lessons: target (%)"].startswith("It cannot go above 100")
    assert errors["People finish their lessons: by when"].startswith("Choose a day of the program")


@pytest.mark.usefixtures("draft")
async def test_the_invitation_reaches_the_channel_with_a_button_to_join(
    ada: Person, noa: Person, stage: Stage
) -> None:
    await opened(ada)
    await ada.clicks("Post an invitation")

    assert "The invitation is on its way" in ada.modal.text
    [invitation] = [shown for shown in noa.conversation("#general") if "Join" in shown.labels]
    assert "Flip 2026 is looking for you" in invitation.text
    assert "Learn from each other" in invitation.text
    await ada.closes()
    await ada.clicks("Post an invitation")
    assert "already in the channel" in ada.modal.text
    await stage.settle()
    assert len([shown for shown in noa.conversation("#general") if "Join" in shown.labels]) == 1


@pytest.mark.usefixtures("draft")
async def test_a_program_starts_by_itself_and_then_only_what_is_safe_can_change(
    ada: Person, stage: Stage
) -> None:
    await opened(ada)
    await stage.live(days(7))
    await ada.opens_home()
    assert "Under way" in ada.home.text

    await ada.clicks("Edit")
    assert "The program has started" in ada.modal.text
    assert set(ada.modal.inputs) == {"Name", "What is it for?", "How often we ask how it goes", "Channel"}
    await ada.fills({"Name": "Flip on"})
    await ada.submits()
    assert "Most people who join have a partner: by when" not in ada.modal.inputs
    await ada.submits()

    assert "Flip on is saved." in ada.modal.text


@pytest.mark.usefixtures("draft")
async def test_starting_early_is_one_click(ada: Person) -> None:
    await opened(ada)
    await ada.clicks("Start now")

    assert "Under way" in ada.home.text
    assert "5 January 2026 to 12 July 2026" in ada.home.text


async def test_admins_see_who_joined_and_which_skills_are_missing(ada: Person, stage: Stage) -> None:
    run = stage.flipside.store.run
    await run(a_program, ProgramState.OPEN)
    await run(a_member, MAYA, Role.MENTOR, offers=["negotiation"])
    await run(a_member, SAM, Role.MENTEE, wants=["ai-assistants"])
    await ada.opens_home()
    await ada.clicks("Who joined")

    assert "1 mentor · 1 mentee" in ada.modal.text
    assert "Wanted, and nobody shares it yet\nAI assistants at work" in ada.modal.text


async def test_an_admin_appoints_another_and_somebody_always_remains(ada: Person, maya: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Admins")
    await ada.fills({"Who looks after the program?": []})
    errors = await ada.submits()
    assert errors
    await ada.fills({"Who looks after the program?": [MAYA]})
    await ada.submits()

    await maya.opens_home()
    assert "Set up a program" in maya.home.labels
    await ada.closes()
    await ada.opens_home()
    assert "Set up a program" not in ada.home.labels


async def test_what_a_former_admin_still_has_open_no_longer_works(ada: Person, maya: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Admins")
    await ada.fills({"Who looks after the program?": ["UADA", MAYA]})
    await ada.submits()
    await ada.closes()
    await maya.opens_home()
    await maya.clicks("Set up a program")
    await maya.fills(PLAN)
    await ada.clicks("Admins")
    await ada.fills({"Who looks after the program?": ["UADA"]})
    await ada.submits()

    await maya.submits()

    assert "This is for program admins" in maya.modal.text


async def test_an_admin_adds_a_skill(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Skills")
    await ada.fills({"Add a skill": "Reading dashboards"})
    assert "already" in (await ada.submits())["Add a skill"]
    await ada.fills({"Add a skill": "Prompt writing"})
    await ada.submits()

    assert f"Members can choose from {len(content.skills()) + 1} skills." in ada.modal.text


async def test_a_program_closes_and_the_next_begins_where_it_ended(
    ada: Person, maya: Person, stage: Stage
) -> None:
    run = stage.flipside.store.run
    await run(a_program, weeks=4)
    await run(a_pair, MAYA, SAM)
    await stage.live(days(32), step=timedelta(hours=6))

    assert any("Flip 2026 has come to its end" in heard for heard in maya.heard)
    await ada.opens_home()
    await ada.clicks("Set up the next one")
    assert ada.modal.inputs["Name"] == "Flip 2026 (2)"


@pytest.mark.usefixtures("draft")
async def test_a_channel_that_lets_nobody_in_is_said_with_the_remedy(ada: Person, stage: Stage) -> None:
    await opened(ada)
    stage.workspace.faults.fail_before("conversations.join", error="is_archived", times=1)

    await ada.clicks("Post an invitation")

    assert "Type /invite @Flipside there, then try again." in ada.modal.text


async def test_a_long_list_of_people_is_turned_like_pages(ada: Person, stage: Stage) -> None:
    run = stage.flipside.store.run
    await run(a_program, ProgramState.OPEN)
    for number in range(31):
        await run(a_member, f"UP{number:02}", Role.MENTOR)
    await ada.opens_home()
    await ada.clicks("Who joined")
    assert "Page 1 of 2" in ada.modal.text

    await ada.clicks("More")
    assert "Page 2 of 2" in ada.modal.text
    await ada.clicks("Back")
    assert "Page 1 of 2" in ada.modal.text
