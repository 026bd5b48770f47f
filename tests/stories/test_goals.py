import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from tests.builders import a_pair, a_program
from tests.stories.cast import MAYA, SAM

TITLE = "What do you two want to reach?"
VIDEO = "Sam posts a demo video"


@pytest.fixture(autouse=True)
async def pair(stage: Stage) -> None:
    """Maya mentors Sam in a running program."""
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(a_pair, MAYA, SAM)


async def set_goal(person: Person, title: str = VIDEO) -> None:
    await person.opens_home()
    await person.clicks("Add a goal")
    await person.fills({TITLE: title})
    assert await person.submits() == {}


async def test_a_goal_set_by_one_is_on_both_homes(maya: Person, sam: Person) -> None:
    await set_goal(sam)
    await maya.opens_home()

    assert maya.home
    assert VIDEO in maya.home.text


async def test_progress_is_one_choice_and_the_finish_is_celebrated(maya: Person, sam: Person) -> None:
    await set_goal(sam)
    await sam.picks("How far?", "50 %", near=VIDEO)
    assert "▰▰▱▱" in sam.home.text
    await maya.opens_home()
    await maya.picks("How far?", "100 %", near=VIDEO)

    assert ":tada:" in maya.home.text


async def test_a_goal_is_worded_anew_and_removed(sam: Person) -> None:
    await set_goal(sam)
    await sam.clicks("Change")
    await sam.fills({TITLE: "Sam posts two demo videos"})
    await sam.submits()
    assert "two demo videos" in sam.home.text

    await sam.clicks("Change")
    await sam.clicks("Remove this goal")
    await sam.closes()
    assert "demo videos" not in sam.home.text


async def test_three_goals_are_enough(sam: Person) -> None:
    for title in ("One", "Two", "Three"):
        await set_goal(sam, title)

    assert "Add a goal" not in sam.home.labels


async def test_markup_in_a_goal_stays_words(sam: Person) -> None:
    await set_goal(sam, "Ask <!channel> & *all*")

    assert "Ask <!channel> & *all*" in sam.home.text or "Ask <!channel> & all" in sam.home.text
