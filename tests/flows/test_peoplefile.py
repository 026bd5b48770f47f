import pytest

from bot.flows import peoplefile
from bot.flows.peoplefile import Change
from bot.rules.employees import read
from bot.rules.objectives import BrokenFile
from bot.rules.peoplefile import COMPANY
from bot.rules.refusals import AdminsOnly
from storage.models import Employee
from storage.work import Work
from tests.builders import a_person, an_admin

HEADER = ",".join(COMPANY) + "\n"
FILE = HEADER + "ana@example.com,bo@example.com,2,Sales,North,Berlin\nbo@example.com,,6,Sales,,\n"


def test_a_preview_tells_what_would_happen_and_changes_nothing(work: Work) -> None:
    a_person(work, "ANA", level=1)
    a_person(work, "CAT", level=3)

    seen = peoplefile.preview(work, read(FILE))

    assert seen.new == ("bo@example.com",)
    assert seen.changed == ("ana@example.com",)
    assert (seen.known, seen.unchanged, seen.untouched, seen.not_in_slack) == (2, 0, 1, 1)
    assert work.session.get(Employee, "bo@example.com") is None
    assert work.session.get(Employee, "ana@example.com").level == 1


def test_a_preview_tells_each_column_that_changes_with_an_example(work: Work) -> None:
    peoplefile.apply(work, read(FILE), "command line")

    seen = peoplefile.preview(work, read(FILE.replace(",Sales,", ",Growth,").replace(",6,", ",7,")))

    assert seen.changed == ("ana@example.com", "bo@example.com")
    assert seen.changes == (
        Change("level", 1, "bo@example.com", 6, 7),
        Change("department", 2, "ana@example.com", "Sales", "Growth"),
    )


def test_an_import_twice_is_an_import_once(work: Work) -> None:
    first = peoplefile.apply(work, read(FILE), "command line")
    second = peoplefile.apply(work, read(FILE), "command line")

    assert (len(first.new), len(second.new), second.unchanged) == (2, 0, 2)
    assert work.session.get(Employee, "ana@example.com").team == "North"
    assert [one.subject for one in work.program.audit()] == ["2 new, 0 changed"]


@pytest.mark.parametrize("bad", ["cat@example.com,,x,,,\n", "cat@example.com,nobody@example.com,3,,,\n"])
def test_a_file_with_a_bad_row_is_not_half_imported(work: Work, bad: str) -> None:
    file = read(FILE + bad)

    assert [problem.line for problem in peoplefile.preview(work, file).problems] == [4]
    with pytest.raises(BrokenFile):
        peoplefile.apply(work, file, "command line")
    assert work.people.employees() == {}


def test_a_part_of_the_company_can_follow_with_managers_known_before(work: Work) -> None:
    peoplefile.apply(work, read(FILE), "command line")

    seen = peoplefile.apply(work, read(HEADER + "cat@example.com,bo@example.com,3,,,\n"), "command line")

    assert (seen.new, seen.untouched) == (("cat@example.com",), 2)


def test_a_circle_that_a_new_file_closes_with_an_earlier_one_is_refused(work: Work) -> None:
    peoplefile.apply(work, read(FILE), "command line")

    seen = peoplefile.preview(work, read(HEADER + "bo@example.com,ana@example.com,6,,,\n"))

    assert "leads back to where it began" in str(seen.problems[0])


def test_several_people_without_a_manager_are_counted(work: Work) -> None:
    seen = peoplefile.preview(work, read(FILE + "cat@example.com,,3,,,\n"))

    assert seen.tops == 2


def test_people_may_be_named_by_their_slack_id(work: Work) -> None:
    a_person(work, "UANA")
    a_person(work, "UBO", level=6)

    peoplefile.apply(work, read(HEADER + "UANA,UBO,2,,,\n"), "command line")

    assert work.session.get(Employee, "uana@example.com").manager_email == "ubo@example.com"


def test_only_an_admin_hands_a_file_in(work: Work) -> None:
    an_admin(work, "ADA")

    assert len(peoplefile.look(work, "ADA", FILE.encode()).new) == 2
    assert len(peoplefile.take(work, "ADA", FILE.encode()).new) == 2
    for act in (peoplefile.look, peoplefile.take):
        with pytest.raises(AdminsOnly):
            act(work, "BEN", FILE.encode())
