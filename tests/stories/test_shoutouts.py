import asyncio

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import onboarding
from storage.models import Program, ProgramState, Role
from tests.builders import a_member, a_program, days
from tests.stories.cast import MAYA, MILO, SAM

WORDS = "Thank you, {people}, for honest words & patience."


@pytest.fixture(autouse=True)
async def members(stage: Stage) -> Program:
    """Maya and Sam are members of a program with a channel."""
    channel = stage.workspace.channel("#general").id
    program = await stage.flipside.store.run(a_program, ProgramState.RUNNING, channel_id=channel)
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await stage.flipside.store.run(a_member, SAM, Role.MENTEE)
    return program


async def writes(ada: Person, *people: str, words: str = WORDS) -> dict[str, str]:
    await ada.opens_home()
    await ada.clicks("Shout-out")
    await ada.fills({"Who?": list(people), "What for?": words})
    await ada.fills({"Which value does it show?": ":sunrise: Speaks up with courage"})
    return await ada.submits()


async def composes(ada: Person, *people: str) -> None:
    assert await writes(ada, *people) == {}
    assert await ada.submits() == {}
    await ada.closes()


def posts(person: Person) -> list[str]:
    return [shown.text for shown in person.conversation("#general") if "shout-out" in shown.text]


async def test_the_preview_reads_like_the_post_and_can_be_changed(ada: Person) -> None:
    assert await writes(ada, MAYA) == {}
    assert ada.sees("A shout-out to @maya")
    assert ada.sees("Thank you, @maya, for honest words & patience.")

    await ada.clicks("Change it")
    assert ada.modal.inputs["Who?"] == ["maya"]
    assert ada.modal.inputs["What for?"] == WORDS


async def test_the_hub_opens_the_composer_for_admins_only(ada: Person, maya: Person) -> None:
    await ada.says("/flipside")
    await ada.clicks("Shout-out")
    assert ada.modal.inputs["Where?"] == "general"

    await maya.says("/flipside")
    with pytest.raises(LookupError):
        await maya.clicks("Shout-out")


async def test_a_template_gives_words_to_start_from(ada: Person) -> None:
    await ada.opens_home()
    await ada.clicks("Shout-out")
    await ada.fills({"Who?": [MAYA]})
    await ada.picks("Words to start from", "Kept going")

    assert "they met anyway" in ada.modal.inputs["What for?"]
    assert ada.modal.inputs["Who?"] == ["maya"]
    assert ada.modal.inputs["Where?"] == "general"


async def test_a_yes_brings_the_admins_words_to_the_channel(
    stage: Stage, ada: Person, maya: Person, sam: Person
) -> None:
    await composes(ada, MAYA)
    assert "@ada would like to give you a shout-out in #general" in maya.last_heard
    assert posts(sam) == []

    await maya.clicks("Post it")
    [post] = posts(sam)
    assert "Thank you, @maya, for honest words & patience." in post
    assert "speaks up with courage" in post.lower()
    assert "It goes to #general now." in maya.last_heard
    await stage.live(days(1), days(1))
    assert "Your shout-out to @maya is in #general" in ada.last_heard


@pytest.mark.parametrize(
    ("label", "answer"), [("Only privately", "yours to keep"), ("No, thank you", "nothing is posted")]
)
async def test_anything_else_stays_private_and_the_admin_cannot_tell_which(
    stage: Stage, ada: Person, maya: Person, label: str, answer: str
) -> None:
    await composes(ada, MAYA)
    await maya.clicks(label)
    assert answer in maya.last_heard
    await stage.live(days(1), days(1))

    assert posts(maya) == []
    assert ada.last_heard == "Your words to @maya will stay private."


async def test_a_double_click_has_one_effect(ada: Person, maya: Person, sam: Person) -> None:
    await composes(ada, MAYA)
    await asyncio.gather(maya.clicks("Post it"), maya.clicks("Post it"))

    assert "It goes to #general now." in maya.last_heard
    assert len(posts(sam)) == 1


async def test_the_buttons_go_with_the_answer(ada: Person, maya: Person) -> None:
    await composes(ada, MAYA)
    await maya.clicks("No, thank you")

    with pytest.raises(LookupError):
        await maya.clicks("Post it")


async def test_people_honored_together_are_named_once_all_have_answered(
    ada: Person, maya: Person, sam: Person, milo: Person
) -> None:
    await composes(ada, MAYA, SAM, MILO)
    await maya.clicks("Post it")
    assert "once the others have answered" in maya.last_heard
    await sam.clicks("No, thank you")
    assert posts(milo) == []
    await milo.clicks("Post it")

    [post] = posts(milo)
    assert "@sam" not in post
    assert "@maya" in post
    assert "@milo" in post


async def test_words_about_age_are_named_at_the_field(ada: Person) -> None:
    errors = await writes(ada, MAYA, words="Our youngest hero!")

    assert "“youngest”" in errors["What for?"]


async def test_one_shout_out_a_person_in_four_weeks(stage: Stage, ada: Person, maya: Person) -> None:
    await composes(ada, MAYA)
    await maya.clicks("Post it")
    await stage.live(days(2), days(1))

    assert "possible from 3 February 2026" in (await writes(ada, MAYA))["Who?"]


async def test_who_leaves_is_not_posted_about(stage: Stage, ada: Person, maya: Person, sam: Person) -> None:
    await composes(ada, MAYA)
    await stage.flipside.store.run(onboarding.leave, MAYA)
    await maya.clicks("Post it")

    assert "Nothing is posted about people who have left" in maya.last_heard
    assert posts(sam) == []


async def test_a_closed_channel_is_refused_before_anybody_is_asked(
    stage: Stage, ada: Person, maya: Person
) -> None:
    assert await writes(ada, MAYA) == {}
    stage.workspace.channel("#general").is_archived = True
    assert await ada.submits() == {}

    assert ada.sees("One moment")
    assert maya.heard == []


async def test_only_admins_compose(maya: Person) -> None:
    await maya.opens_home()

    assert "Shout-out" not in maya.home.labels
