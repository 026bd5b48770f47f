from dataclasses import replace
from datetime import timedelta

from bot.flows import directory
from bot.flows.directory import Entry, Place
from bot.rules.messages import Kind
from storage.models import MemberState, PairState, Role
from storage.work import Work
from tests.builders import a_member, a_pair, a_person, a_program

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


def read(work: Work, *pages: list[Entry]) -> Place | None:
    """Keep all pages of Slack's list."""
    place = directory.begin(work)
    for number, page in enumerate(pages, 1):
        place = directory.keep_page(work, place, page, f"page-{number}" if number < len(pages) else "")
    return place


def people(count: int) -> list[Entry]:
    return [replace(SAM, id=f"P{number:02}", email=f"p{number}@example.com") for number in range(count)]


def test_whoever_a_whole_list_does_not_name_has_gone_and_leaves(work: Work) -> None:
    a_program(work)
    pair = a_pair(work, "MAYA", "SAM")

    assert read(work, [replace(SAM, id="MAYA", email="maya@example.com")], people(3)) is None
    assert not work.people.get("SAM").is_employee

    assert directory.see_off(work) == 1
    assert directory.see_off(work) == 0
    assert work.people.member("SAM", "program").state == MemberState.LEFT
    assert work.people.member("MAYA", "program").state == MemberState.ACTIVE
    assert pair.state == PairState.ENDED


def test_nobody_is_missing_before_the_last_page(work: Work) -> None:
    a_person(work, "SAM")

    directory.keep_page(work, directory.begin(work), people(3), "page-1")

    assert work.people.get("SAM").is_employee


def test_a_reading_that_was_interrupted_goes_on_where_it_was(work: Work) -> None:
    maya = replace(SAM, id="MAYA", email="maya@example.com")
    directory.keep_page(work, directory.begin(work), [maya], "page-1")
    work.now += timedelta(hours=1)

    place = directory.begin(work)

    assert place.cursor == "page-1"
    assert directory.keep_page(work, place, [SAM], "") is None
    assert work.people.get("MAYA").is_employee
    assert directory.begin(work).cursor == ""


def test_a_reading_that_was_interrupted_long_ago_begins_anew(work: Work) -> None:
    old = directory.keep_page(work, directory.begin(work), [SAM], "page-1")
    work.now += timedelta(days=1)

    assert directory.begin(work) == Place(old.reading + 1, "")
    assert directory.keep_page(work, old, people(1), "") is None
    assert work.people.get("P00") is None


def test_two_who_read_at_once_do_not_disturb_each_other(work: Work) -> None:
    first, second = directory.begin(work), directory.begin(work)

    ahead = directory.keep_page(work, first, [SAM], "page-1")

    assert directory.keep_page(work, second, people(5), "") is None
    assert work.people.get("P00") is None
    assert directory.keep_page(work, ahead, people(2), "") is None
    assert work.people.get("SAM").is_employee


def test_a_list_that_lacks_a_fifth_of_the_company_lets_nobody_go(work: Work) -> None:
    read(work, people(60))

    read(work, people(40))

    assert work.directory.number_employed() == 60


def test_a_list_may_lack_some(work: Work) -> None:
    read(work, people(60))

    read(work, people(50))

    assert work.directory.number_employed() == 50
    assert not work.people.get("P55").is_reachable


def test_somebody_named_on_two_pages_is_one_person(work: Work) -> None:
    read(work, [SAM, SAM], [SAM])

    assert work.directory.number_employed() == 1


def test_somebody_who_was_re_added_is_a_member_again_only_when_they_join(work: Work) -> None:
    a_program(work)
    a_member(work, "SAM", Role.MENTEE)
    directory.learn(work, [replace(SAM, is_employee=False)])

    directory.learn(work, [SAM])

    assert work.people.get("SAM").is_reachable
    assert work.people.member("SAM", "program").state == MemberState.LEFT
    assert directory.see_off(work) == 0


def test_somebody_who_was_re_added_under_another_id_has_their_address(work: Work) -> None:
    directory.learn(work, [SAM])
    directory.learn(work, [replace(SAM, is_employee=False), replace(SAM, id="A-NEW-SAM")])

    assert work.people.by_email("sam@example.com").id == "A-NEW-SAM"
    assert work.people.ids_by_email() == {"sam@example.com": "A-NEW-SAM"}


def test_whoever_closed_their_door_stays_behind_it(work: Work) -> None:
    directory.learn(work, [SAM])
    work.people.get("SAM").is_reachable = False

    directory.learn(work, [replace(SAM, title="Chief")])

    assert work.people.get("SAM").title == "Chief"
    assert not work.people.get("SAM").is_reachable


def test_those_who_work_here_no_more_are_asked_for_again(work: Work) -> None:
    a_person(work, "SAM", employee=False)
    a_person(work, "ADA")

    assert [directory.is_known(work, one) for one in ("ADA", "SAM", "NOBODY")] == [True, False, False]
