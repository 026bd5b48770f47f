import json

import pytest

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Role
from tests.builders import a_member
from tests.stories.cast import MAYA

pytestmark = pytest.mark.usefixtures("program")


async def test_my_data_says_in_plain_words_what_is_held(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR, offers=["notes"])
    await maya.opens_home()
    await maya.clicks("My data")

    assert maya.modal.shows("Your profile: role, skills, hours, private wishes (2 rows)")
    assert maya.modal.shows("Nobody: your answers to surveys.")


async def test_an_export_arrives_as_a_file_in_the_dm(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR, also_offers="sourdough")
    await maya.opens_home()
    await maya.clicks("My data")
    await maya.clicks("Export my data")

    assert maya.modal.shows("The file is in your messages with me.")
    [(name, content)] = maya.files
    assert name == "flipside-my-data-2026-01-05.json"
    assert json.loads(content)["rows"]["member"][0]["also_offers"] == "sourdough"


async def test_erasing_takes_the_person_out_and_leaves_the_door_open(stage: Stage, maya: Person) -> None:
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR)
    await maya.opens_home()
    await maya.clicks("My data")
    await maya.clicks("Erase my data")

    assert maya.modal.title == "Erased"
    await maya.closes()
    assert "Join" in maya.home.labels
    assert await stage.flipside.store.run(lambda work: work.people.member(MAYA, "program")) is None
