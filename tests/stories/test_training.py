import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import training
from storage.models import MemberState, Role
from storage.work import Work
from tests.builders import a_member, days
from tests.stories.cast import MAYA

pytestmark = pytest.mark.usefixtures("program")


@pytest.fixture
async def learning(stage: Stage) -> None:
    """Maya has joined as a mentor and was sent her first lesson."""
    await stage.flipside.store.run(_begin, MAYA, Role.MENTOR)
    await stage.settle()


def _begin(work: Work, person_id: str, role: Role) -> None:
    training.begin(work, a_member(work, person_id, role))


def _leave(work: Work) -> None:
    work.people.member(MAYA, "program").state = MemberState.LEFT


@pytest.mark.usefixtures("learning")
async def test_a_lesson_is_read_and_answered_in_one_tap(maya: Person) -> None:
    assert "Give a session a shape" in maya.last_heard
    assert "One thing to try" in maya.last_heard

    await maya.clicks("A rough idea")

    assert maya.sees("You answered “A rough idea”. Thank you.")
    assert maya.sees("▰▱▱▱▱▱  1 of 6 lessons done")
    assert not maya.sees("A clear plan")


@pytest.mark.usefixtures("learning")
async def test_home_keeps_the_lessons(maya: Person) -> None:
    await maya.opens_home()
    assert maya.home.shows("0 of 6 lessons done")
    await maya.clicks("Read", near="Give a session a shape")
    assert maya.modal.shows("How much shape did your last session or meeting have?")
    await maya.clicks("None yet")

    assert maya.modal.shows("You answered “None yet”.")
    assert maya.home.shows("1 of 6 lessons done")
    await maya.closes()
    await maya.picks("Choose a lesson", "Give a session a shape")
    assert maya.modal.shows("What happened since last time?")
    assert maya.modal.labels == []


@pytest.mark.usefixtures("learning")
async def test_the_next_lesson_comes_a_week_after_the_one_before_is_done(stage: Stage, maya: Person) -> None:
    await maya.clicks("A clear plan")

    await stage.live(days(8), step=days(0.25))

    assert maya.sees("Give feedback upward")
    assert not maya.sees("What is not yours to fix")


@pytest.mark.usefixtures("learning")
async def test_lessons_do_not_pile_up(stage: Stage, maya: Person) -> None:
    await stage.live(days(13), step=days(0.25))
    assert not maya.sees("Give feedback upward")

    await stage.live(days(2), step=days(0.25))
    assert maya.sees("Give feedback upward")


async def test_who_asks_for_help_in_a_lesson_reaches_an_admin(
    stage: Stage, maya: Person, ada: Person
) -> None:
    await stage.flipside.store.run(_third_lesson)
    await stage.settle()

    await maya.clicks("Yes, I want help")
    await maya.clicks("Talk to an admin")

    assert maya.sees("A program admin will write to you. They know only that you ask for a word.")
    assert "asks for a word with a program admin" in ada.last_heard
    assert "boundary" not in ada.last_heard


@pytest.mark.usefixtures("learning")
async def test_a_lesson_that_is_answered_after_leaving_meets_a_kind_sentence(
    stage: Stage, maya: Person
) -> None:
    await stage.flipside.store.run(_leave)

    await maya.clicks("A rough idea")

    assert "You are not in the program." in maya.last_heard


def _third_lesson(work: Work) -> None:
    a_member(work, MAYA, Role.MENTOR)
    training._send(work, "program", {MAYA: "mentor-3"})
