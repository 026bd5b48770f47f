import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Role
from tests.builders import a_member, a_pair, a_program, days
from tests.stories import cast
from tests.stories.cast import MAYA, MILO, SAM

AI = "ai-assistants"
STEP = timedelta(hours=4)


@pytest.fixture(autouse=True)
async def pool(stage: Stage) -> None:
    """Sam has no partner; Maya and Milo share what he would like to know."""
    await stage.flipside.store.run(a_program)
    await stage.flipside.store.run(a_member, SAM, Role.MENTEE, wants=[AI])
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR, offers=[AI], questions_a_week=1)
    await stage.flipside.store.run(a_member, MILO, Role.MENTOR, offers=[AI])


async def asks(person: Person, words: str = "how do I get a chatgtp tool to check my numbers?") -> None:
    await person.says(f"/flipside ask {words}")
    assert await person.submits() == {}
    await person.closes()


async def test_a_question_reaches_two_mentors_one_takes_it_and_it_helps(
    stage: Stage, sam: Person, maya: Person, milo: Person
) -> None:
    await sam.says("/flipside ask how do I get a chatgtp tool to check my numbers?")
    assert sam.modal.inputs["My question"] == "how do I get a chatgtp tool to check my numbers?"
    assert sam.modal.inputs["It is about"] == "AI assistants at work"
    assert await sam.submits() == {}
    assert sam.modal.shows("I am asking colleagues who share AI assistants at work.")
    await sam.closes()
    for mentor in (maya, milo):
        assert "@sam has a quick question about AI assistants at work" in mentor.last_heard
        assert "get a chatgtp tool to check" in mentor.last_heard

    await maya.clicks("I can take it")

    assert maya.sees("It is yours, thank you!")
    assert "Somebody has taken it. Thanks!" in milo.last_heard
    for half in (sam, maya):
        assert half.sees("@maya has 15 minutes for a question of @sam's")
    assert not milo.sees("has 15 minutes for")
    await sam.clicks("Choose")
    for half in (sam, maya):
        assert half.sees("Your 15 minutes are planned.")
    assert sam.files[-1][0] == "question.ics"
    await stage.live(days(15), STEP)
    await sam.clicks("It helped")

    assert any(
        "@sam says that your 15 minutes about AI assistants at work helped" in words for words in maya.heard
    )
    await maya.opens_home()
    assert maya.home.shows("A quick hand")
    assert "I have told @maya" in "".join(sam.heard)


async def test_somebody_who_says_not_this_time_is_thanked_and_nobody_hears_of_it(
    sam: Person, maya: Person, milo: Person
) -> None:
    await asks(sam)
    before = sam.heard

    await maya.clicks("Not this time")

    assert "All right, not this time." in maya.last_heard
    assert sam.heard == before
    assert "@sam has a quick question" in milo.last_heard


async def test_where_nobody_takes_it_the_asker_reads_another_way(
    stage: Stage, sam: Person, maya: Person
) -> None:
    await asks(sam)
    await sam.opens_home()
    assert sam.home.shows("Your question about AI assistants at work is on its way.")

    await stage.live(days(9), STEP)

    assert "Nobody could make room for your question this time." in sam.last_heard
    assert "@ada" in sam.last_heard
    assert "maya" not in "".join(sam.heard)
    await sam.clicks("Try another skill")
    assert sam.modal.inputs["My question"].startswith("how do I get")
    await maya.clicks("I can take it")
    assert any("This question is not open any more." in words for words in maya.heard)


async def test_another_time_brings_a_new_card_and_a_new_calendar_file(sam: Person, maya: Person) -> None:
    await asks(sam)
    await maya.clicks("I can take it")
    await maya.clicks("Choose")
    await sam.clicks("Another time")
    await sam.clicks("Choose")

    cards = [words for words in sam.heard if "Your 15 minutes are planned." in words]
    assert len(cards) == 1  # the first one became times to choose from, and then a pointer to the new one
    assert any("The newest card below shows it." in words for words in sam.heard)
    moments = {file for name, file in sam.files if name == "question.ics"}
    assert len(moments) == 2


async def test_who_has_a_partner_is_led_to_them(stage: Stage, sam: Person, maya: Person) -> None:
    await stage.flipside.store.run(a_pair, MAYA, SAM)
    await sam.says("/flipside ask what is a prompt?")

    assert "You have a partner who is glad to be asked: @maya." in sam.modal.text
    await sam.clicks("Plan your next session")
    assert sam.modal.title == "Plan a session"
    assert maya.last_heard is None


async def test_a_skill_that_nobody_shares_is_wanted(sam: Person, ada: Person, maya: Person) -> None:
    await asks_about(sam, "Podcasts and audio")
    assert sam.modal.shows("Nobody in the program shares Podcasts and audio yet, so I asked nobody.")
    await sam.clicks("Try another skill")
    assert sam.modal.inputs["My question"] == "how?"

    await ada.opens_home()
    await ada.clicks("Who joined")
    assert ada.modal.shows("Wanted, and nobody shares it yet")
    assert ada.modal.shows("Podcasts and audio")
    assert maya.last_heard is None


async def asks_about(person: Person, skill: str) -> None:
    await person.opens_home()
    await person.clicks("Ask a quick question")
    await person.fills({"My question": "how?", "It is about": skill})
    assert await person.submits() == {}


async def test_a_withdrawn_question_asks_nobody_any_more(sam: Person, maya: Person) -> None:
    await asks(sam)
    await sam.opens_home()
    await sam.clicks("Withdraw it")

    assert "This question is not open any more." in maya.last_heard
    assert sam.home.shows("A quick question?")


async def test_two_who_take_it_at_the_same_moment_are_told_apart(
    sam: Person, maya: Person, milo: Person
) -> None:
    await asks(sam)

    await asyncio.gather(maya.clicks("I can take it"), milo.clicks("I can take it"))

    yours = [person for person in (maya, milo) if person.sees("It is yours, thank you!")]
    late = [person for person in (maya, milo) if person.sees("Somebody has taken it. Thanks!")]
    assert len(yours) == len(late) == 1
    assert yours != late
    assert sum("has 15 minutes for a question" in words for words in sam.heard) == 1


async def test_a_mentor_who_says_none_in_the_profile_is_not_asked(
    sam: Person, maya: Person, milo: Person
) -> None:
    await maya.says("/flipside profile")
    await maya.submits()
    await maya.fills({"Quick questions I take at most": "None"})
    assert await maya.submits() == {}
    await maya.closes()

    await asks(sam)

    assert not maya.sees("quick question about")
    assert milo.sees("@sam has a quick question about")


async def test_the_hub_and_home_offer_it_to_those_without_a_partner(
    stage: Stage, sam: Person, maya: Person
) -> None:
    await sam.says("/flipside")
    await sam.clicks("Ask a quick question")
    assert sam.modal.title == "A quick question"
    await sam.closes()

    await stage.flipside.store.run(a_pair, MAYA, SAM)
    await sam.says("/flipside")
    await sam.opens_home()
    assert "Ask a quick question" not in sam.home.labels
    await maya.says("/flipside")
    with pytest.raises(LookupError):
        await maya.clicks("Ask a quick question")


async def test_a_restart_in_the_middle_loses_neither_question_nor_talk(tmp_path: Path) -> None:
    async with Stage(cast.USERS, database_url=f"sqlite:///{tmp_path}/flipside.db") as stage:
        store = stage.flipside.store
        await store.run(cast.found)
        await store.run(a_program)
        await store.run(a_member, SAM, Role.MENTEE)
        await store.run(a_member, MAYA, Role.MENTOR, offers=[AI])
        sam, maya = stage.person(SAM), stage.person(MAYA)
        await asks(sam)
        await stage.restart()
        await maya.clicks("I can take it")
        await stage.restart()
        await sam.clicks("Choose")
        await stage.restart()
        await stage.live(days(15), STEP)
        await sam.clicks("It helped")

        assert any("your 15 minutes about AI assistants at work helped" in words for words in maya.heard)
        assert not any("has a quick question" in words for words in maya.heard)  # answered, and sent once


async def test_one_question_at_a_time(sam: Person) -> None:
    await asks(sam)
    await sam.says("/flipside ask and how do I make slides?")

    assert "Your last question is still on its way." in sam.last_heard


async def test_the_form_says_what_is_missing(sam: Person, noa: Person) -> None:
    await sam.says("/flipside ask")
    assert not sam.modal.inputs["My question"]
    await sam.fills({"My question": "   "})

    assert set(await sam.submits()) == {"My question", "It is about"}
    await noa.says("/flipside ask anything?")
    assert "You are not in the program." in noa.last_heard
