from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from tests.builders import a_program


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
