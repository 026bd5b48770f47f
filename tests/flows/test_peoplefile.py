import pytest

from bot.flows import peoplefile
from bot.rules.objectives import BrokenFile
from bot.rules.peoplefile import read
from bot.rules.refusals import AdminsOnly
from storage.models import Employee
from storage.work import Work
from tests.builders import a_person, an_admin

HEADER = "email,manager_email,level,department,team,place\n"
FILE = HEADER + "ana@example.com,bo@example.com,2,Sales,North,Berlin\nbo@example.com,,6,Sales,,\n"


def test_a_preview_tells_what_would_happen_and_changes_nothing(work: Work) -> None:
    a_person(work, "ANA", level=1)
    a_person(work, "CAT", level=3)

    seen = peoplefile.preview(work, read(FILE))

    assert seen.new == ("bo@example.com",)
    assert seen.changed == ("ana@example.com",)
    assert (seen.unchanged, seen.untouched, seen.not_in_slack) == (0, 1, 1)
    assert work.session.get(Employee, "bo@example.com") is None
    assert work.session.get(Employee, "ana@example.com").level == 1


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


def test_only_an_admin_hands_a_file_in(work: Work) -> None:
    an_admin(work, "ADA")

    assert len(peoplefile.look(work, "ADA", FILE.encode()).new) == 2
    assert len(peoplefile.take(work, "ADA", FILE.encode()).new) == 2
    for act in (peoplefile.look, peoplefile.take):
        with pytest.raises(AdminsOnly):
            act(work, "BEN", FILE.encode())
