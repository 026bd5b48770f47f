"""An admin hands the people file in."""

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from storage.models import Employee, Program
from storage.work import Work

HEADER = "id,manager,level,department,team,location\n"
GOOD = HEADER + "zoe@example.com,ada@example.com,3,Sales,North,Berlin\nmaya@example.com,,3,Sales,,\n"
BAD = GOOD + "bob@example.com,,L5,Sales,,\n"


async def hand_in(ada: Person, text: str) -> None:
    await ada.opens_home()
    await ada.clicks("People file")
    await ada.fills({"The file": ("people.csv", text.encode())})


def level(work: Work, email: str) -> int | None:
    employee = work.session.get(Employee, email)
    return employee.level if employee else None


async def test_a_file_is_checked_shown_and_imported(ada: Person, stage: Stage) -> None:
    await hand_in(ada, GOOD)
    await ada.submits()

    assert "1 new: zoe@example.com" in ada.modal.text
    assert "1 changed: maya@example.com" in ada.modal.text
    assert await stage.flipside.store.run(level, "zoe@example.com") is None

    await ada.submits()

    assert "Done: 1 new, 1 changed, 0 as they were." in ada.modal.text
    assert await stage.flipside.store.run(level, "zoe@example.com") == 3


async def test_a_bad_row_is_named_and_nothing_is_imported(ada: Person, stage: Stage) -> None:
    await hand_in(ada, BAD)
    await ada.submits()

    assert "1 thing to mend, and nothing was imported." in ada.modal.text
    assert "Line 4, level: “L5” is no level." in ada.modal.text
    assert await stage.flipside.store.run(level, "zoe@example.com") is None


async def test_something_that_is_no_people_file_is_refused_in_words(ada: Person) -> None:
    await hand_in(ada, "hello")
    await ada.submits()

    assert "not in the header" in ada.modal.text


async def test_answers_in_the_file_wait_in_the_joining_form(
    ada: Person, noa: Person, stage: Stage, program: Program
) -> None:
    header = HEADER.replace("location\n", "location,role,wants,interests\n")
    await hand_in(ada, header + "noa@example.com,ada@example.com,2,Sales,,London,mentee,Falconry:2,Tea\n")
    await ada.submits()

    assert "1 joining form will begin with answers of this file. Nobody is enrolled by it." in ada.modal.text
    assert "team: 1 changed, such as noa@example.com: Platform → nothing" in ada.modal.text

    await ada.submits()
    await noa.says("/flipside join")

    assert "Your company's people file suggested some answers." in noa.modal.text
    assert noa.modal.inputs["Something else that I would like to learn"] == "Falconry"
    assert await stage.flipside.store.run(is_member, program.id) is False


def is_member(work: Work, program_id: str) -> bool:
    return work.people.member("UNOA", program_id) is not None
