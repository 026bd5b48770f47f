import pytest
from sqlmodel import select

from bot import content
from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import silence, surveys
from storage.models import MemberState, Program, Role, SurveyAnswer, Wave
from storage.work import Work
from tests.builders import a_member, a_program, days
from tests.stories.cast import SAM

DAY = days(0.25)


def _join(work: Work) -> None:
    surveys.begin(work, a_member(work, SAM, Role.MENTEE))


def _leave(work: Work) -> None:
    work.people.member(SAM, "program").state = MemberState.LEFT


def _answers(work: Work) -> list[SurveyAnswer]:
    return list(work.session.exec(select(SurveyAnswer)))


@pytest.fixture
async def short(stage: Stage) -> Program:
    """A program of four weeks, so that its closing survey opens after two; Sam has joined."""
    program = await stage.flipside.store.run(a_program, weeks=4)
    await stage.flipside.store.run(_join)
    return program


async def fills_all(person: Person, answer: str, but: int = 0) -> None:
    statements = [label for label in person.modal.inputs if label != content.recommend().question]
    await person.fills(dict.fromkeys(statements[but:], answer))


@pytest.mark.usefixtures("short")
async def test_the_baseline_is_answered_from_home_in_one_form(stage: Stage, sam: Person) -> None:
    await sam.opens_home()
    await sam.clicks("Answer (2 minutes)")
    assert sam.modal.shows("Anonymous: answers are kept without name or time")
    assert len(sam.modal.inputs) == 10

    await fills_all(sam, "Agree")
    assert await sam.submits() == {}

    assert sam.modal.title == "Thank you"
    assert not sam.home.shows("A survey waits for you")
    kept = await stage.flipside.store.run(_answers)
    assert [row.value for row in kept] == [4] * 10


@pytest.mark.usefixtures("short")
async def test_a_gap_is_named_and_what_was_chosen_stays(stage: Stage, sam: Person) -> None:
    await sam.opens_home()
    await sam.clicks("Answer (2 minutes)")
    await fills_all(sam, "Agree", but=1)

    errors = await sam.submits()

    assert len(errors) == 1
    assert list(sam.modal.inputs.values()).count("Agree") == 9
    assert await stage.flipside.store.run(_answers) == []


@pytest.mark.usefixtures("short")
async def test_the_closing_survey_looks_back_and_asks_for_a_score(stage: Stage, sam: Person) -> None:
    await stage.live(days(8), step=DAY)
    await stage.flipside.store.run(silence.spoke, sam.id)
    await stage.live(days(7), step=DAY)
    assert sam.sees("A short survey: Where you are now")
    await sam.clicks("Answer (3 minutes)")
    await fills_all(sam, "Strongly agree")
    assert await sam.submits() == {}
    assert sam.modal.title == "Looking back"
    await fills_all(sam, "Disagree")
    await sam.fills({content.recommend().question: "9"})
    assert await sam.submits() == {}

    assert sam.modal.title == "Thank you"
    assert sam.sees("Your answers are in. Thank you")
    kept = {row.item_id: row for row in await stage.flipside.store.run(_answers)}
    assert (kept["digital-safety"].value, kept["digital-safety"].then) == (5, 2)
    assert (kept["inclusion-self"].value, kept["inclusion-self"].then) == (5, None)
    assert kept["recommend"].value == 9


@pytest.mark.usefixtures("short")
async def test_a_second_answer_meets_a_kind_sentence(sam: Person) -> None:
    await sam.opens_home()
    await sam.clicks("Answer (2 minutes)")
    await fills_all(sam, "Agree")
    opened = sam.home.place
    await sam.submits()
    await sam.closes()

    assert opened
    assert not sam.home.shows("Answer (2 minutes)")


@pytest.mark.usefixtures("short")
async def test_there_is_one_reminder_and_then_quiet(stage: Stage, sam: Person) -> None:
    await stage.live(days(8), step=DAY)
    assert "The survey is still open, if you like: Where you start" in sam.last_heard
    said = len(sam.heard)

    await stage.live(days(5), step=DAY)

    assert len(sam.heard) == said


@pytest.mark.usefixtures("short")
async def test_who_left_is_told_kindly(stage: Stage, sam: Person) -> None:
    await stage.live(days(8), step=DAY)
    await stage.flipside.store.run(_leave)

    await sam.clicks("Answer (2 minutes)")

    assert "You are not in the program." in sam.last_heard


@pytest.mark.usefixtures("short")
async def test_who_answers_twice_is_told_kindly(stage: Stage, sam: Person) -> None:
    await stage.live(days(8), step=DAY)
    await sam.opens_home()
    await sam.clicks("Answer (2 minutes)")
    await fills_all(sam, "Agree")
    await stage.flipside.store.run(_answered)

    await sam.submits()

    assert sam.sees("You have answered this survey already. Thank you: once is all it takes.")


def _answered(work: Work) -> None:
    survey = work.surveys.of("program", Wave.BASELINE)
    work.surveys.participation(survey.id, SAM).has_answered = True
