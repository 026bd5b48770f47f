import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot import content
from bot.demo.company import Colleague, Company, found, people_csv
from bot.demo.company.names import plain

SIZES = (21, 22, 35, 60, 61, 137, 400, 1200)


@pytest.fixture(scope="module", params=[(60, 1), (60, 2), (61, 3), (400, 1)], ids=str)
def company(request: pytest.FixtureRequest) -> Company:
    return found(*request.param)


def chain(company: Company, colleague: Colleague) -> list[str]:
    """The ids of everybody above."""
    above = []
    while colleague.manager_id:
        above.append(colleague.manager_id)
        colleague = company.by_id[colleague.manager_id]
    return above


def hours(colleague: Colleague) -> set[int]:
    """The half hours of a winter day in UTC, from 0 to 47, at which somebody works."""
    monday, zone = date(2026, 1, 12), ZoneInfo(colleague.tz)
    start = datetime.combine(monday, colleague.work_start, zone)
    end = datetime.combine(monday, colleague.work_end, zone)
    first = start.astimezone(UTC).hour * 2 + start.minute // 30
    return {(first + slot) % 48 for slot in range((end - start) // timedelta(minutes=30))}


def could_pair(company: Company, mentor: Colleague, mentee: Colleague) -> bool:
    return bool(
        mentee.level - mentor.level >= 2
        and mentor.team != mentee.team
        and mentor.id not in chain(company, mentee)
        and mentee.id not in chain(company, mentor)
        and set(mentor.languages) & set(mentee.languages)
        and set(mentor.offers) & set(mentee.wants)
        and len(hours(mentor) & hours(mentee)) >= 4
        and {mentor.format, mentee.format} != {"video", "in_person"}
        and (mentor.office == mentee.office or "in_person" not in {mentor.format, mentee.format})
    )


def paired(company: Company) -> set[str]:
    """The ids of those who would have a partner, with as many pairs as possible and one partner each."""
    joined = [each for each in company.people() if each.temper.joins]
    mentors = [each for each in joined if each.role != "mentee"]
    mentees = [each for each in joined if each.role != "mentor"]
    choices = {each.id: [who.id for who in mentors if could_pair(company, who, each)] for each in mentees}
    taken: dict[str, str] = {}

    def seat(mentee: str, tried: set[str]) -> bool:
        for mentor in choices[mentee]:
            if mentor not in tried:
                tried.add(mentor)
                if mentor not in taken or seat(taken[mentor], tried):
                    taken[mentor] = mentee
                    return True
        return False

    for each in mentees:
        seat(each.id, set())
    return {*taken, *taken.values()}


def test_the_same_seed_founds_the_same_company():
    assert found(60, seed=7) == found(60, seed=7)
    assert found(60, seed=7) != found(60, seed=8)


def test_a_seed_means_the_same_on_every_machine():
    company = found(60, seed=1)
    assert (company.chief.id, company.chief.title) == ("ULKBP7AO0", "Chief Executive")


@pytest.mark.parametrize("people", [2, 3, 9, 10, 11, 20, *SIZES])
def test_a_company_has_as_many_employees_as_asked_for_and_three_other_accounts(people):
    company = found(people)
    others = [each for each in company.colleagues if not each.is_employee]
    assert len(company.people()) == people
    assert [(each.is_bot, each.is_guest, each.is_deleted) for each in others] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


def test_nobody_is_a_company_alone():
    with pytest.raises(ValueError, match="at least two people"):
        found(1)


@pytest.mark.parametrize("people", [2, 3, 12, *SIZES])
def test_everybody_but_the_chief_has_a_manager_above_them_in_level(people):
    company = found(people)
    assert [each.id for each in company.people() if each.manager_id is None] == [company.chief_id]
    for each in company.people():
        levels = [each.level, *(company.by_id[manager].level for manager in chain(company, each))]
        assert all(below < above for below, above in pairwise(levels))
        assert levels[-1] == 8
        assert 1 <= each.level <= 8


@pytest.mark.parametrize("people", SIZES)
def test_a_manager_leads_four_to_nine_people(people):
    spans = Counter(each.manager_id for each in found(people).people() if each.manager_id)
    assert min(spans.values()) >= 4
    assert max(spans.values()) <= 9


def test_the_tree_grows_deeper_with_the_company():
    depths = []
    for people in (21, 60, 1200):
        company = found(people)
        depths.append(max(len(chain(company, each)) for each in company.people()))
    assert depths == sorted(set(depths))


def test_the_accounts_beside_the_tree_manage_nobody_and_would_not_join(company):
    managers = {each.manager_id for each in company.colleagues}
    for each in company.colleagues:
        if not each.is_employee:
            assert each.manager_id is None
            assert each.id not in managers
            assert not each.temper.joins
            assert not each.offers


def test_ids_look_like_slack_s_and_handles_are_plain_and_unique(company):
    everybody = company.colleagues
    assert all(each.id.startswith("U") and each.id.isalnum() and each.id.isupper() for each in everybody)
    assert {len(each.id) for each in everybody} == {9}
    for unique in ("id", "name", "email", "real_name"):
        assert len({getattr(each, unique) for each in everybody}) == len(everybody)
    assert all(plain(each.name.replace(".", "")) == each.name.replace(".", "") for each in everybody)


def test_names_come_from_many_languages():
    names = " ".join(each.real_name for each in found(400).people())
    assert any("À" <= letter <= "ž" for letter in names)
    assert any("А" <= letter <= "я" for letter in names)  # noqa: RUF001  Cyrillic is meant
    assert any("一" <= letter <= "龥" for letter in names)


def test_a_name_in_another_script_gets_a_plain_handle():
    handles = {each.real_name: each.name for each in found(400).people()}
    native = {name: handle for name, handle in handles.items() if not plain(name)}
    assert native
    assert all(handle.isascii() and len(handle) > 4 for handle in native.values())


@pytest.mark.parametrize(
    ("name", "handle"),
    [("Weiß", "weiss"), ("Łukasz", "lukasz"), ("Ní Dhomhnaill", "nidhomhnaill"), ("D'Angelo", "dangelo")],
)
def test_marks_and_blanks_leave_a_handle(name, handle):
    assert plain(name) == handle


def test_the_company_works_in_five_offices_and_zones(company):
    assert len({each.office for each in company.people()}) == 5
    zones = {each.tz for each in company.people()}
    assert len(zones) == 5
    assert all(ZoneInfo(zone) for zone in zones)


def test_working_days_differ_and_end_after_they_start(company):
    days = {(each.work_start, each.work_end) for each in company.people()}
    assert len(days) >= 6
    assert all(start < end for start, end in days)


def test_a_team_has_one_leader(company):
    leaders = {each.manager_id for each in company.people()} - {None}
    teams = Counter(company.by_id[leader].team for leader in leaders)
    assert max(teams.values()) == 1
    for each in company.people():
        if each.id not in leaders:
            assert each.team == company.by_id[each.manager_id].team


def test_skills_interests_and_languages_are_the_program_s_own(company):
    for each in company.people():
        assert set(each.offers) | set(each.wants) <= set(content.skills())
        assert set(each.interests) <= set(content.interests())
        assert set(each.languages) <= set(content.languages())
        assert each.offers
        assert each.wants
        assert each.languages
        assert not set(each.offers) & set(each.wants)
        assert {*each.offers.values(), *each.wants.values()} <= {1, 2, 3}


def test_juniors_teach_and_seniors_learn(company):
    for each in company.people():
        allowed = {"mentor", "both"} if each.level == 3 else {"mentee", "both"} if each.level == 4 else set()
        assert each.role in (allowed or {"mentor" if each.level < 3 else "mentee"})


def test_mentors_offer_digital_skills_and_mentees_want_them(company):
    skills = content.skills()
    for role, attribute in (("mentor", "offers"), ("mentee", "wants")):
        people = [each for each in company.people() if each.role == role]
        named = [skill for each in people for skill in getattr(each, attribute)]
        digital = [skill for skill in named if skills[skill].area != "other"]
        assert len(digital) > 0.75 * len(named)


def test_nearly_everybody_speaks_english(company):
    english = [each for each in company.people() if "en" in each.languages]
    assert len(english) > 0.9 * len(company.people())


def test_somewhat_under_half_of_the_employees_would_join(company):
    joined = [each for each in company.people() if each.temper.joins]
    assert len(joined) == round(0.45 * len(company.people()))
    assert company.chief not in joined


def test_most_of_those_who_join_can_be_matched(company):
    joined = [each for each in company.people() if each.temper.joins]
    assert len(paired(company)) >= 0.75 * len(joined)


def test_tempers_are_chances(company):
    for each in company.people():
        for chance in ("eager", "reliable", "chatty", "forgets", "cancels", "thanks"):
            assert 0 <= getattr(each.temper, chance) <= 1
        assert 1 <= each.temper.starts_at <= 5


def test_the_head_of_the_people_team_runs_the_program(company):
    assert company.admin.title == "Head of People"
    assert company.chief_id in chain(company, company.admin)


def test_the_concern_desk_sits_in_two_departments_away_from_the_admin(company):
    first, second = (company.by_id[each] for each in company.concern_desk)
    assert first.department != second.department
    assert company.admin_id not in company.concern_desk
    assert company.chief_id not in company.concern_desk


def test_the_people_file_names_every_employee_once_with_their_manager(company):
    rows = list(csv.DictReader(io.StringIO(people_csv(company).decode("utf-8-sig"), newline="")))
    people = company.people()
    assert list(rows[0]) == ["id", "manager", "level", "department", "team", "location"]
    assert [row["id"] for row in rows] == [each.email for each in people]
    emails = {each.email for each in people}
    assert [row["id"] for row in rows if row["manager"] not in emails] == [company.chief.email]
    assert all(
        row["level"].isdigit() and row["department"] and row["team"] and row["location"] for row in rows
    )


def test_five_thousand_people_have_handles_of_their_own():
    company = found(5000)
    assert len({each.name for each in company.colleagues}) == 5003
