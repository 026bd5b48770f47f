from dataclasses import replace

from bot.flows import directory
from bot.flows.directory import Entry
from bot.rules.messages import Kind
from storage.models import MemberState, PairState
from storage.work import Work
from tests.builders import a_pair, a_person, a_program

SAM = Entry("SAM", "Sam Senior", "sam@example.com", "Director", "Europe/London", "en-GB", is_employee=True)


def test_who_is_listed_is_known(work: Work) -> None:
    directory.learn(work, [SAM])

    assert work.people.get("SAM").timezone == "Europe/London"
    assert work.people.by_email("Sam@Example.com").id == "SAM"


def test_what_has_changed_is_taken_over(work: Work) -> None:
    directory.learn(work, [SAM])
    directory.learn(work, [replace(SAM, name="Sam Smith", timezone="Asia/Tokyo")])

    assert (work.people.get("SAM").name, work.people.get("SAM").timezone) == ("Sam Smith", "Asia/Tokyo")


def test_somebody_who_has_left_the_company_leaves_the_program(work: Work) -> None:
    a_program(work)
    pair = a_pair(work, "MAYA", "SAM")

    directory.learn(work, [replace(SAM, is_employee=False)])

    assert work.people.member("SAM", "program").state == MemberState.LEFT
    assert pair.state == PairState.ENDED
    assert [owed.person_id for owed in work.outbox.due(10) if owed.kind == Kind.PAIR_ENDED] == ["MAYA"]


def test_somebody_who_is_back_can_be_reached_again(work: Work) -> None:
    sam = a_person(work, "SAM", employee=False)
    sam.is_reachable = False

    directory.learn(work, [SAM])

    assert sam.is_employee
    assert sam.is_reachable


def test_admins_are_appointed_by_id_or_address(work: Work) -> None:
    directory.learn(work, [SAM])
    a_person(work, "ADA")

    directory.appoint(work, ["sam@example.com", "ADA", "nobody@example.com"])

    assert work.people.admins() == ["ADA", "SAM"]
