from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import ProgramState, Role
from tests.builders import a_member, a_program
from tests.stories.cast import MAYA


async def test_without_a_program_the_hub_says_so_and_tells_an_admin_more(noa: Person, ada: Person) -> None:
    await noa.says("/flipside")
    await ada.says("/flipside")

    assert "There is no program yet." in noa.last_heard
    assert "helps you to set one up" in ada.last_heard
    await noa.says("/flipside join")
    assert "There is no program yet" in noa.last_heard


async def test_a_program_for_some_departments_turns_others_away_kindly(stage: Stage, noa: Person) -> None:
    await stage.flipside.store.run(a_program, open_to=["Sales"])
    await noa.says("/flipside")
    assert "is not open to everybody yet" in noa.last_heard

    await noa.says("/flipside join")

    assert "This program starts with Sales." in noa.last_heard


async def test_whoever_writes_to_the_bot_is_shown_what_it_can_do(stage: Stage, noa: Person) -> None:
    await stage.flipside.store.run(a_program)
    await noa.says("hi there")

    assert "Juniors mentor, seniors learn." in noa.last_heard
    await noa.clicks("Join")
    assert noa.modal.title == "Join the program"


async def test_once_the_program_has_ended_its_members_are_thanked_and_asked_nothing(
    stage: Stage, maya: Person
) -> None:
    await stage.flipside.store.run(a_program, ProgramState.CLOSED)
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.says("/flipside")
    await maya.opens_home()

    assert "has ended. Thank you for having been part of it." in maya.last_heard
    assert maya.sees("My data")
    assert not {"Pause", "Leave", "Edit profile"} & set(maya.home.labels)


async def test_an_admin_reads_once_that_there_is_no_program(ada: Person) -> None:
    await ada.opens_home()

    assert ada.home.text.count("There is no program yet") == 1
