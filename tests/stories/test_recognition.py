import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import badges, pairs
from storage.models import Pair
from storage.work import Work
from tests.builders import a_held_session, a_pair, a_program, days
from tests.stories.cast import GUS, MAYA, SAM, SOFIA


@pytest.fixture(autouse=True)
async def pair(stage: Stage) -> Pair:
    """Maya mentors Sam in a running program."""
    await stage.flipside.store.run(a_program)
    return await stage.flipside.store.run(a_pair, MAYA, SAM)


def meet(work: Work, pair: Pair) -> None:
    a_held_session(work, pair)
    for half in (pair.mentor_id, pair.mentee_id):
        badges.award(work, pair.program_id, half)


async def test_thanks_typed_with_words_are_sent_at_once(maya: Person, sam: Person) -> None:
    await maya.says(f"/flipside thanks <@{SAM}> for the honest feedback")

    assert any("on their way to @sam" in words for words in maya.heard)
    assert "says thank you" in sam.last_heard
    assert "for the honest feedback" in sam.last_heard


async def test_several_people_are_thanked_by_one_command(maya: Person, sam: Person, sofia: Person) -> None:
    await maya.says(f"/flipside thanks <@{SAM}>, <@{SOFIA}> and you two made my week")

    assert any("on their way to @sam and @sofia" in words for words in maya.heard)
    for person in (sam, sofia):
        assert "you two made my week" in person.last_heard


async def test_thanks_typed_without_words_ask_for_them(maya: Person, sam: Person) -> None:
    await maya.says(f"/flipside thanks <@{SAM}>")
    assert maya.modal.inputs["To whom?"] == ["sam"]
    await maya.fills({"For what?": "You kept the time free."})
    assert await maya.submits() == {}

    assert maya.sees("on their way to @sam")
    assert "You kept the time free." in sam.last_heard


async def test_the_shortcut_means_the_partner_unless_told_otherwise(
    maya: Person, sam: Person, noa: Person
) -> None:
    await noa.presses_shortcut("Say thanks")
    assert noa.modal.inputs["To whom?"] == []

    await maya.presses_shortcut("Say thanks")
    assert maya.modal.inputs["To whom?"] == ["sam"]
    await maya.fills({"For what?": "A good question."})
    assert await maya.submits() == {}
    assert "A good question." in sam.last_heard


async def test_thanks_are_returned_by_button(maya: Person, sam: Person) -> None:
    await maya.says(f"/flipside thanks <@{SAM}> for lunch")
    await sam.clicks("Thank them back")
    await sam.fills({"For what?": "For the tour!"})
    assert await sam.submits() == {}

    assert "For the tour!" in maya.last_heard


async def test_home_shows_thanks_and_the_badge_for_them(maya: Person, sam: Person) -> None:
    await sam.says(f"/flipside thanks <@{MAYA}> for patience")
    await maya.opens_home()
    assert "Somebody thanked you once. The latest, from @sam:" in maya.home.text
    assert "for patience" in maya.home.text

    await maya.clicks("Say thanks", near="Recognition")
    await maya.fills({"For what?": "My pleasure."})
    assert await maya.submits() == {}
    await maya.closes()
    assert "Warm words" in maya.home.text


async def test_thanks_from_a_message_leave_home_until_it_is_opened(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await maya.says(f"/flipside thanks <@{SAM}> for lunch")
    published = stage.workspace.record.calls["views.publish"]

    await sam.clicks("Thank them back")
    await sam.fills({"For what?": "For the tour!"})
    assert await sam.submits() == {}

    assert stage.workspace.record.calls["views.publish"] == published
    await sam.closes()
    await sam.opens_home()
    assert "for lunch" in sam.home.text


async def test_what_is_missing_is_said_at_its_field(maya: Person) -> None:
    await maya.presses_shortcut("Say thanks")
    await maya.fills({"To whom?": [MAYA], "For what?": "Well done, me."})

    assert "somebody else" in (await maya.submits())["To whom?"]
    assert maya.modal.inputs["For what?"] == "Well done, me."


async def test_a_guest_is_refused_in_words(maya: Person, gus: Person) -> None:
    await maya.says(f"/flipside thanks <@{GUS}> for nothing")

    assert "Gus Guest cannot be" in maya.last_heard
    assert gus.heard == []


async def test_a_first_session_brings_a_badge_to_both(
    stage: Stage, maya: Person, sam: Person, pair: Pair
) -> None:
    await stage.flipside.store.run(meet, pair)
    await stage.settle()

    for half in (maya, sam):
        assert "A new badge for you" in half.last_heard
        assert "First session" in half.last_heard


async def test_the_end_brings_a_certificate_that_can_be_had_again(
    stage: Stage, maya: Person, sam: Person, pair: Pair
) -> None:
    await stage.flipside.store.run(meet, pair)
    await stage.flipside.store.run(_complete, pair.id)
    await stage.live(days(8), days(1))

    for half in (maya, sam):
        assert any("Here is your certificate." in words for words in half.heard)
        [(name, paper)] = half.files
        assert name == "flipside-certificate.pdf"
        assert paper.startswith(b"%PDF-")

    await maya.opens_home()
    assert "Full circle" in maya.home.text
    await maya.clicks("Download certificate")
    assert maya.sees("on its way")
    await maya.closes()
    assert len(maya.files) == 2
    assert maya.files[0] == maya.files[1]


def _complete(work: Work, pair_id: str) -> None:
    pairs.complete(work, work.pairs.get(pair_id))
