from dataclasses import replace

import pytest

from bot.flows import onboarding, peoplefile, privacy, profiles, skills
from bot.flows.peoplefile import Change
from bot.rules.employees import read
from bot.rules.objectives import BrokenFile
from bot.rules.peoplefile import COMPANY
from bot.rules.refusals import AdminsOnly
from storage.models import Employee
from storage.work import Work
from tests.builders import a_person, a_program, an_admin

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


WITH_ANSWERS = (
    "id,manager,level,department,team,location,role,capacity,languages,offers,interests,not_with\n"
    "ana@example.com,,2,Sales,North,Berlin,mentor,2,German,ai-assistants:3;Falconry:1,tea,bo@example.com\n"
)


def test_the_joining_form_begins_with_what_the_file_says_and_nobody_is_enrolled(work: Work) -> None:
    a_person(work, "ANA")
    program = a_program(work)
    skills.seed(work)

    seen = peoplefile.apply(work, read(WITH_ANSWERS), "command line")

    assert (seen.suggested, seen.left_out) == (1, ("not_with",))
    assert work.people.member("ANA", program.id) is None
    form = profiles.begin(work, "ANA")
    assert form.is_suggested
    assert (form.profile.role, form.profile.partners, form.profile.languages) == ("mentor", 2, ("de",))
    assert (form.profile.offers, form.profile.also_offers) == ({"ai-assistants": 3}, "Falconry")
    assert form.profile.not_with == ()


def test_whoever_has_joined_owns_their_profile(work: Work) -> None:
    a_person(work, "ANA")
    a_program(work)
    skills.seed(work)
    peoplefile.apply(work, read(WITH_ANSWERS), "command line")

    onboarding.join(work, "ANA", replace(profiles.begin(work, "ANA").profile, partners=1))

    assert work.session.get(Employee, "ana@example.com").suggests == {}
    seen = peoplefile.apply(work, read(WITH_ANSWERS), "command line")
    assert (seen.suggested, seen.unchanged) == (0, 1)
    form = profiles.begin(work, "ANA")
    assert (form.is_suggested, form.profile.partners) == (False, 1)


def test_suggestions_twice_are_suggestions_once_and_a_file_without_any_leaves_them(work: Work) -> None:
    peoplefile.apply(work, read(WITH_ANSWERS), "command line")

    again = peoplefile.apply(work, read(WITH_ANSWERS), "command line")
    plain = peoplefile.apply(work, read(HEADER + "ana@example.com,,2,Sales,North,Berlin\n"), "command line")

    assert (again.suggested, again.unchanged, plain.unchanged) == (0, 1, 1)
    assert work.session.get(Employee, "ana@example.com").suggests["capacity"] == 2


def test_other_answers_in_a_later_file_take_the_place_of_the_first(work: Work) -> None:
    peoplefile.apply(work, read(WITH_ANSWERS), "command line")

    seen = peoplefile.apply(work, read(WITH_ANSWERS.replace("mentor,2", "mentee,")), "command line")

    assert (seen.changed, seen.changes, seen.suggested) == (("ana@example.com",), (), 1)
    assert work.session.get(Employee, "ana@example.com").suggests["role"] == "mentee"


def test_suggestions_are_shown_and_erased_as_ones_own_data(work: Work) -> None:
    person = a_person(work, "ANA")
    peoplefile.apply(work, read(WITH_ANSWERS), "command line")

    assert work.privacy.held(person)["employee"][0]["suggests"]["interests"] == ["tea"]
    privacy.erase(work, "ANA")
    assert work.privacy.held(person)["employee"][0]["suggests"] == {}
