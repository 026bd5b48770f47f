import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import CheckIn, Pair, PairState
from storage.work import Work
from tests.builders import a_pair, days
from tests.stories.cast import MAYA, SAM

pytestmark = pytest.mark.usefixtures("program")

QUARTER_DAY = days(0.25)


@pytest.fixture
async def pair(stage: Stage) -> Pair:
    """Maya mentors Sam, and both have just been asked how it is going."""
    pair = await stage.flipside.store.run(a_pair, MAYA, SAM)
    await stage.live(days(14.1), step=QUARTER_DAY)
    return pair


def check_ins(work: Work, pair: Pair) -> dict[str, CheckIn]:
    return {one.person_id: one for one in work.checkins.asked([pair.id])[pair.id]}


async def test_both_halves_are_asked_and_answer_in_one_message(
    stage: Stage, pair: Pair, maya: Person, sam: Person
) -> None:
    assert sam.sees("A short check-in: did you and @maya meet lately?")
    before = len(maya.heard)

    await maya.clicks("Yes, we met")
    assert maya.sees("How is it going?")
    await maya.clicks("Great")
    assert maya.sees("Is anything in the way?")
    await maya.clicks("Nothing")

    assert maya.sees("Thank you for checking in. You met · Great · Nothing")
    assert not maya.sees("Talk to an admin")
    assert len(maya.heard) == before
    kept = await stage.flipside.store.run(check_ins, pair)
    assert (kept[MAYA].met, kept[MAYA].mood, kept[MAYA].obstacle) == (True, "great", "nothing")
    assert kept[SAM].answered_at is None


async def test_a_meeting_that_did_not_happen_is_nobodys_fault(pair: Pair, sam: Person) -> None:
    assert pair.mentee_id == sam.id
    await sam.clicks("Not this time")

    assert sam.sees("You did not meet this time. That happens.")


async def test_a_private_note_stays_private(stage: Stage, pair: Pair, maya: Person, ada: Person) -> None:
    await answers(maya, "Yes, we met", "Okay", "Nothing")
    await maya.clicks("Add a private note")
    await maya.fills({"Your note": "I would like more time for my own questions."})
    assert await maya.submits() == {}

    assert maya.sees("Your note is kept, for you alone.")
    assert not any("my own questions" in heard for heard in ada.heard)
    kept = await stage.flipside.store.run(check_ins, pair)
    assert kept[MAYA].note == "I would like more time for my own questions."
    await maya.clicks("Change my note")
    assert maya.modal.inputs["Your note"] == "I would like more time for my own questions."


async def test_a_note_reaches_the_admins_only_by_the_persons_wish(
    maya: Person, sam: Person, ada: Person, pair: Pair
):
    assert pair.mentor_id == maya.id
    await answers(maya, "Yes, we met", "Hard", "Nothing")
    await maya.clicks("Add a private note")
    await maya.fills({"Your note": "Please call me.", "Who may read it?": ["Share with the program admins"]})
    await maya.submits()

    assert "Please call me." in ada.last_heard
    assert maya.sees("Your note is kept, and shared with the program admins.")
    assert not sam.sees("Please call me.")


async def test_an_empty_note_cannot_be_shared(pair: Pair, maya: Person) -> None:
    assert pair.mentor_id == maya.id
    await answers(maya, "Yes, we met", "Okay", "Nothing")
    await maya.clicks("Add a private note")
    await maya.fills({"Who may read it?": ["Share with the program admins"]})

    assert "unticked" in (await maya.submits())["Your note"]


async def test_trouble_meets_a_tip_and_an_admin(pair: Pair, maya: Person, sam: Person, ada: Person) -> None:
    assert pair.mentor_id == maya.id
    await answers(maya, "Not this time", "Hard", "No time")
    assert maya.sees("Try twenty minutes instead of none")
    assert maya.sees("Take a break")

    await maya.clicks("Talk to an admin")

    assert maya.sees("A program admin will write to you.")
    assert "@maya asks for a word with a program admin." in ada.last_heard
    assert "time" not in ada.last_heard
    assert not sam.sees("asks for a word")


async def test_a_break_is_one_tap_away(pair: Pair, maya: Person) -> None:
    assert pair.mentor_id == maya.id
    await answers(maya, "Not this time", "Hard", "No time")

    await maya.clicks("Take a break")

    assert maya.modal is not None


async def test_a_new_match_is_asked_for_without_a_reason(
    stage: Stage, pair: Pair, maya: Person, sam: Person
) -> None:
    await answers(maya, "Not this time", "Hard", "It feels awkward")

    await maya.clicks("Ask for a new match")

    assert maya.sees("I will look for a new match.")
    assert not sam.sees("awkward")
    ended = await stage.flipside.store.run(lambda work: work.pairs.get(pair.id))
    assert ended.state == PairState.ENDED
    await stage.settle()
    assert sam.sees("This check-in is over, and that is fine.")
    assert not sam.sees("Yes, we met")


async def test_silence_is_met_with_one_kind_message_and_then_quiet(
    stage: Stage, pair: Pair, maya: Person
) -> None:
    assert pair.mentor_id == maya.id
    await stage.live(days(28), step=QUARTER_DAY)
    assert maya.sees("that may have been too much")
    said = len(maya.heard)
    await stage.live(days(28), step=QUARTER_DAY)
    assert len(maya.heard) == said

    await maya.clicks("Keep asking me")
    assert maya.sees("Gladly. I will write again when the next question is due.")
    await stage.live(days(2), step=QUARTER_DAY)
    assert any("A short check-in" in heard for heard in maya.heard[said:])


async def test_who_wants_no_more_questions_can_change_their_mind(
    stage: Stage, pair: Pair, maya: Person
) -> None:
    assert pair.mentor_id == maya.id
    await stage.live(days(28), step=QUARTER_DAY)
    await maya.clicks("Stop asking")
    assert maya.sees("Gladly. No more questions from me.")

    await maya.clicks("Ask me again")

    assert maya.sees("I will write again when the next question is due.")


async def answers(person: Person, *labels: str) -> None:
    for label in labels:
        await person.clicks(label)
