import pytest
from sqlmodel import select

from bot import content
from bot.flows import sheets, surveys
from bot.flows.sheets import Filled, Sheet
from bot.rules.messages import Kind
from bot.rules.refusals import Mistakes, NotAMember, Stale
from bot.rules.surveys import AlreadyAnswered, Mean, SurveyOver
from storage.models import (
    MemberState,
    OutboxMessage,
    Program,
    ProgramState,
    Role,
    SurveyAnswer,
    SurveyParticipation,
    Wave,
)
from storage.work import Work
from tests.builders import a_member, a_program, days, deliver

MIDPOINT, CLOSING = 91, 168  # days into a program of 26 weeks


@pytest.fixture(autouse=True)
def program(work: Work) -> Program:
    return a_program(work)


def joined(work: Work, person_id: str, role: Role = Role.MENTEE) -> str:
    """Let somebody join; return the baseline's id."""
    return surveys.begin(work, a_member(work, person_id, role))


def fill(asked: Sheet, now: int = 4, then: int = 2, recommend: int = 9) -> Filled:
    back = {item.id: then for item in asked.then_items}
    return Filled({item.id: now for item in asked.items}, back, recommend if asked.looks_back else None)


def answer(work: Work, survey_id: str, person_id: str, **values: int) -> list[sheets.Place]:
    asked = sheets.hand_out(work, survey_id, person_id)
    return sheets.record(work, survey_id, person_id, fill(asked, **values))


def invited(work: Work, after: float) -> dict[str, OutboxMessage]:
    """Let time pass, open what is due, and deliver; return the invitations by person."""
    work.now += days(after)
    surveys.open_waves(work)
    return {str(message.person_id): message for message in deliver(work)}


# Asking


def test_everybody_who_joins_is_asked_for_the_baseline_once(work: Work):
    survey = joined(work, "SAM")

    assert surveys.begin(work, work.people.member("SAM", "program")) == survey
    assert joined(work, "MAYA", Role.MENTOR) == survey
    assert surveys.participation(work, "program") == {Wave.BASELINE: (2, 0)}


def test_the_midpoint_opens_at_half_and_the_closing_two_weeks_before_the_end(work: Work):
    joined(work, "SAM")

    assert invited(work, MIDPOINT - 1) == {}
    assert invited(work, 1)["SAM"].kind == Kind.SURVEY
    assert invited(work, 1) == {}
    message = invited(work, CLOSING - MIDPOINT - 1)["SAM"]

    assert surveys.survey_to_tell(work, message).wave == Wave.CLOSING


def test_who_joins_after_the_midpoint_opened_gets_the_baseline_only(work: Work):
    joined(work, "SAM")
    invited(work, MIDPOINT)
    joined(work, "LATE")

    assert invited(work, 1) == {}
    assert surveys.card(work, "LATE").wave == Wave.BASELINE


def test_who_was_away_on_the_day_is_asked_when_they_are_back(work: Work):
    joined(work, "SAM")
    sam = work.people.member("SAM", "program")
    sam.state = MemberState.PAUSED
    assert invited(work, MIDPOINT) == {}

    sam.state = MemberState.ACTIVE

    assert set(invited(work, 7)) == {"SAM"}


def test_a_program_that_does_not_run_opens_nothing(work: Work, program: Program):
    joined(work, "SAM")
    program.state = ProgramState.OPEN

    assert invited(work, MIDPOINT) == {}


def test_there_is_one_reminder_after_a_week_and_no_more(work: Work):
    joined(work, "SAM")

    work.now += days(6)
    assert surveys.remind(work).count == 0
    work.now += days(1)
    assert surveys.remind(work).count == 1
    [reminder] = deliver(work)
    assert surveys.survey_to_tell(work, reminder).is_reminder
    work.now += days(7)
    assert surveys.remind(work).count == 0


def test_nobody_is_reminded_who_answered_or_left_or_fell_quiet(work: Work):
    survey = joined(work, "SAM")
    answer(work, survey, "SAM")
    joined(work, "LEA")
    work.people.member("LEA", "program").state = MemberState.LEFT
    joined(work, "QUIN")
    work.people.member("QUIN", "program").quiet_since = work.now

    work.now += days(7)

    assert surveys.remind(work).count == 0


def test_nobody_is_reminded_of_what_has_not_reached_them(work: Work):
    joined(work, "SAM")
    surveys.remind(work)
    work.now += days(MIDPOINT)
    surveys.open_waves(work)

    work.now += days(7)
    assert surveys.remind(work).count == 0
    deliver(work)
    work.now += days(7)
    assert surveys.remind(work).count == 1


def test_an_invitation_is_not_sent_once_the_survey_is_answered(work: Work):
    joined(work, "SAM")
    message = invited(work, MIDPOINT)["SAM"]
    answer(work, message.facts["survey"], "SAM")

    assert surveys.survey_to_tell(work, message) is None


# Answering


@pytest.mark.parametrize(("role", "count"), [(Role.MENTOR, 10), (Role.MENTEE, 10), (Role.BOTH, 15)])
def test_each_role_has_its_statements(work: Work, role: Role, count: int):
    assert len(sheets.hand_out(work, joined(work, "SAM", role), "SAM").items) == count


def test_only_the_closing_survey_looks_back(work: Work):
    baseline = joined(work, "SAM")
    assert not sheets.hand_out(work, baseline, "SAM").looks_back
    closing = invited(work, CLOSING)["SAM"].facts["survey"]

    asked = sheets.hand_out(work, closing, "SAM")

    assert asked.looks_back
    assert {item.dimension for item in asked.then_items} == {"digital_confidence"}


def test_a_sheet_holds_no_person_no_time_and_no_order(work: Work):
    survey = joined(work, "SAM")
    answer(work, survey, "SAM")

    rows = work.session.exec(select(SurveyAnswer)).all()

    assert len({row.sheet_id for row in rows}) == 1
    assert set(SurveyAnswer.model_fields) == {"sheet_id", "item_id", "survey_id", "role", "value", "then"}
    assert "SAM" not in str([row.model_dump() for row in rows])


def test_a_sheets_id_is_not_drawn_from_the_seeded_ids(work: Work):
    survey = joined(work, "SAM")
    before = work.new_id()
    answer(work, survey, "SAM")
    after = work.new_id()

    [sheet_id] = set(work.session.exec(select(SurveyAnswer.sheet_id)))
    assert (before, after) == ("id-2", "id-3")
    assert len(sheet_id) == 32


def test_participation_and_answer_have_only_the_survey_in_common():
    shared = set(SurveyParticipation.model_fields) & set(SurveyAnswer.model_fields)

    assert shared == {"survey_id"}


def test_nobody_answers_twice(work: Work):
    survey = joined(work, "SAM")
    answer(work, survey, "SAM")

    with pytest.raises(AlreadyAnswered):
        sheets.hand_out(work, survey, "SAM")
    with pytest.raises(AlreadyAnswered):
        sheets.record(work, survey, "SAM", Filled({}))
    assert surveys.participation(work, "program") == {Wave.BASELINE: (1, 1)}


def test_a_sheet_with_gaps_is_not_kept(work: Work):
    survey = joined(work, "SAM")
    asked = sheets.hand_out(work, survey, "SAM")
    gaps = {item.id: 3 for item in asked.items[1:]}

    with pytest.raises(Mistakes) as refusal:
        sheets.record(work, survey, "SAM", Filled(gaps))

    assert list(refusal.value.fields) == [asked.items[0].id]
    assert work.session.exec(select(SurveyAnswer)).all() == []


def test_answers_to_what_was_not_asked_are_not_kept(work: Work):
    survey = joined(work, "SAM")
    filled = fill(sheets.hand_out(work, survey, "SAM"))

    sheets.record(work, survey, "SAM", Filled({**filled.now, "forged": 99}, {"forged": 99}, 7))

    kept = set(work.session.exec(select(SurveyAnswer.item_id)))
    assert kept == {item.id for item in content.items_for("mentee")}


def test_whoever_was_not_asked_cannot_answer(work: Work):
    survey = joined(work, "SAM")
    a_member(work, "EVE", Role.MENTEE)

    with pytest.raises(Stale):
        sheets.hand_out(work, survey, "EVE")
    with pytest.raises(Stale):
        sheets.hand_out(work, "forged", "SAM")


def test_who_left_is_told_so(work: Work):
    survey = joined(work, "SAM")
    work.people.member("SAM", "program").state = MemberState.LEFT

    with pytest.raises(NotAMember):
        sheets.hand_out(work, survey, "SAM")


def test_who_pauses_may_answer(work: Work):
    survey = joined(work, "SAM")
    work.people.member("SAM", "program").state = MemberState.PAUSED

    assert answer(work, survey, "SAM") == []


def test_a_survey_is_over_after_six_weeks_and_with_the_program(work: Work, program: Program):
    survey = joined(work, "SAM")
    work.now += days(43)
    with pytest.raises(SurveyOver):
        sheets.hand_out(work, survey, "SAM")
    assert surveys.card(work, "SAM") is None

    late = joined(work, "LATE")
    program.state = ProgramState.CLOSED
    with pytest.raises(SurveyOver):
        sheets.hand_out(work, late, "LATE")


def test_the_midpoint_is_over_once_the_closing_survey_opens(work: Work, program: Program):
    program.weeks = 6
    joined(work, "SAM")
    midpoint = invited(work, 21)["SAM"].facts["survey"]
    closing = invited(work, 7)["SAM"].facts["survey"]

    with pytest.raises(SurveyOver):
        sheets.hand_out(work, midpoint, "SAM")
    assert surveys.card(work, "SAM").survey_id == closing


def test_the_messages_that_asked_are_known_when_the_answer_comes(work: Work):
    joined(work, "SAM")
    survey = invited(work, MIDPOINT)["SAM"].facts["survey"]
    work.now += days(7)
    surveys.remind(work)
    deliver(work)

    assert len(answer(work, survey, "SAM")) == 2


# Results


def test_five_answers_are_told_and_four_are_not(work: Work):
    survey = joined(work, "P0")
    answer(work, survey, "P0", now=5)
    for number in range(1, 4):
        answer(work, joined(work, f"P{number}"), f"P{number}", now=4)
    assert surveys.results(work, "program", Wave.BASELINE).by_dimension == {}

    answer(work, joined(work, "P4"), "P4", now=2)

    told = surveys.results(work, "program", Wave.BASELINE)
    assert told.by_dimension["inclusion"] == Mean(5, 3.8)
    assert "leadership_confidence" not in told.by_dimension
    assert told.recommend is None


def test_the_closing_survey_tells_now_and_then_and_the_recommend_score(work: Work):
    for number in range(5):
        joined(work, f"P{number}")
    invitations = invited(work, CLOSING)
    for person_id, message in invitations.items():
        answer(work, message.facts["survey"], person_id, now=4, then=2, recommend=8)

    told = surveys.results(work, "program", Wave.CLOSING)

    assert told.by_dimension["digital_confidence"] == Mean(5, 4.0, 2.0)
    assert told.by_dimension["inclusion"] == Mean(5, 4.0)
    assert told.recommend == Mean(5, 8.0)
    assert told.by_role["mentee"]["digital_confidence"].n == 5


def test_a_wave_that_was_not_opened_has_no_results(work: Work):
    assert surveys.results(work, "program", Wave.CLOSING).by_dimension == {}
