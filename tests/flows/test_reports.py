import csv
import io
from datetime import date

import pytest

from bot.flows import objectives, reports, setup, standing
from bot.flows.objectives import Own
from bot.rules.messages import Kind
from bot.rules.metrics import Need
from bot.rules.objectives import Plan
from bot.rules.refusals import AdminsOnly
from storage.models import (
    Appointment,
    CheckIn,
    Duty,
    LessonProgress,
    MemberState,
    Objective,
    Pair,
    PairState,
    ProgramState,
    Role,
    Session,
    SessionState,
    Survey,
    SurveyAnswer,
    SurveyParticipation,
    Wave,
)
from storage.work import Work
from tests.builders import a_member, a_pair, a_program, an_admin, days


def meet(work: Work, pair: Pair, after: float, state: SessionState = SessionState.HELD) -> None:
    starts_at = pair.started_at + days(after)
    number = len(work.reports.fared("program", work.now)) + int(after)
    work.session.add(
        Session(
            id=f"{pair.id}-{number}-{state}",
            pair_id=pair.id,
            number=1,
            state=state,
            starts_at=starts_at,
            planned_by=pair.mentor_id,
            held_at=starts_at,
        )
    )
    work.session.flush()


def answer(work: Work, wave: Wave, *sheets: dict[str, int], role: str = "mentee") -> None:
    survey = work.surveys.of("program", wave)
    if survey is None:
        survey = Survey(id=wave, program_id="program", wave=wave, opens_on=work.now.date())
        work.session.add(survey)
    for number, sheet in enumerate(sheets):
        for item, value in sheet.items():
            row = {"sheet_id": f"{wave}-{number}", "item_id": item, "survey_id": survey.id}
            work.session.add(SurveyAnswer(**row, role=role, value=value))
        asked = {"survey_id": survey.id, "person_id": f"P{number}", "asked_on": work.now.date()}
        work.session.add(SurveyParticipation(**asked, has_answered=True))
    work.session.flush()


def an_objective(work: Work, measure: str, target: float = 70) -> Objective:
    objective = Objective(
        id=measure,
        program_id="program",
        position=0,
        measure=measure,
        title=measure,
        target=target,
        due_on=date(2026, 7, 1),
    )
    work.session.add(objective)
    work.session.flush()
    return objective


def test_the_page_counts_who_joined_is_paired_and_waits(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    a_pair(work)
    a_member(work, "EVE", Role.MENTEE)
    a_member(work, "PAM", Role.MENTOR, state=MemberState.PAUSED)
    a_member(work, "LEO", Role.MENTOR, state=MemberState.LEFT)

    page = reports.card(work, "ADA")

    assert page.roles == {"mentor": 2, "mentee": 2}
    assert (page.joined, page.paired, page.waiting, page.pairs) == (4, 2, 1, 1)
    assert reports.card(work, "EVE") is None


def test_sessions_meetings_check_ins_and_lessons_are_counted(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    quick, slow = a_pair(work), a_pair(work, "ANN", "BOB")
    meet(work, quick, 3)
    meet(work, quick, 10)
    meet(work, slow, 20)
    meet(work, slow, 30, SessionState.CANCELED)
    for number, person in enumerate(("MENTOR", "MENTEE")):
        row = {"id": person, "pair_id": quick.id, "person_id": person, "number": 1, "asked_at": work.now}
        work.session.add(CheckIn(**row, answered_at=work.now if number else None))
    row = {"person_id": "MENTOR", "program_id": "program", "owed_at": work.now}
    work.session.add(LessonProgress(**row, lesson_id="a", done_at=work.now))
    work.session.add(LessonProgress(**row, lesson_id="b"))
    work.now += days(21)

    page = reports.card(work, "ADA")

    assert page.quick == (2, 1)
    assert (page.sessions_held, page.sessions_planned) == (3, 12)
    assert page.check_ins == (2, 1)
    assert page.lessons == (2, 1)
    assert page.quiet == 0


def test_a_pair_without_a_sign_for_four_weeks_is_quiet_and_only_admins_see_which(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    meeting, silent = a_pair(work), a_pair(work, "ANN", "BOB")
    work.now += days(29)
    meet(work, meeting, 20)

    assert reports.card(work, "ADA").quiet == 1
    assert [one.mentor_id for one in reports.quiet_pairs(work, "ADA")] == [silent.mentor_id]
    with pytest.raises(AdminsOnly):
        reports.quiet_pairs(work, "ANN")


def test_means_are_told_of_five_sheets_and_never_of_four(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    answer(work, Wave.BASELINE, *[{"inclusion-voice": 2, "inclusion-self": 4}] * 5)
    answer(work, Wave.MIDPOINT, *[{"inclusion-voice": 5, "inclusion-self": 5}] * 4)

    page = reports.card(work, "ADA")

    assert [(one.label, one.before, one.now) for one in page.means] == [("Inclusion", 3.0, None)]
    assert dict(page.surveys) == {Wave.BASELINE: (5, 5), Wave.MIDPOINT: (4, 4)}


def test_each_week_an_objective_is_measured_and_the_first_value_is_its_baseline(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    rate = an_objective(work, "match_rate")
    gain = an_objective(work, "inclusion_gain", 0.5)
    reports.measure(work)
    assert (rate.baseline, gain.baseline) == (None, None)

    a_member(work, "EVE", Role.MENTEE)
    work.now += days(7)
    reports.measure(work)
    a_pair(work)
    answer(work, Wave.BASELINE, *[{"inclusion-self": 3}] * 5)
    answer(work, Wave.CLOSING, *[{"inclusion-self": 4}] * 5)
    work.now += days(7)
    reports.measure(work)
    reports.measure(work)

    assert (rate.baseline, gain.baseline) == (0, 0)
    values = [one.value for one in work.program.readings("program")["match_rate"]]
    assert values == [None, 0, pytest.approx(66.667, abs=0.01)]
    page = reports.card(work, "ADA")
    standing_now = {one.id: one for one in page.progress}
    assert standing_now["inclusion_gain"].value == 1
    assert standing_now["inclusion_gain"].share == 1
    assert standing_now["match_rate"].share == pytest.approx(66.667 / 70, abs=0.001)


def test_an_own_objective_moves_when_its_admin_counts(work: Work) -> None:
    an_admin(work, "ADA")
    plan = Plan("Flip", "Learn", date(2026, 1, 12), date(2026, 7, 12), 6, 4, 2)
    program = setup.plan(work, "ADA", plan)
    objectives.aim(work, "ADA", {}, Own("Promotions", 1, 5))
    program.state = ProgramState.OPEN

    objectives.count(work, "ADA", objectives.form(work, "ADA").own.id, 3)

    [own] = standing.page(work, program).progress
    assert (own.baseline, own.value, own.share) == (1, 3, 0.5)


def test_the_digest_goes_to_each_admin_once_a_week_and_not_to_former_ones(work: Work) -> None:
    an_admin(work, "ADA")
    an_admin(work, "BEA")
    a_program(work)
    reports.digest(work)
    assert work.outbox.due(10) == []
    work.now = work.outbox.now = work.now + days(7)
    reports.digest(work)
    reports.digest(work)
    work.session.delete(work.session.get(Appointment, ("BEA", Duty.ADMIN)))

    ada, bea = work.outbox.due(10)

    assert (ada.kind, ada.person_id, bea.person_id) == (Kind.DIGEST, "ADA", "BEA")
    assert reports.digest_to_tell(work, ada).page.need == Need.INVITE
    assert reports.digest_to_tell(work, bea) is None


def test_a_closed_program_is_not_reported_on_week_by_week(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work, ProgramState.CLOSED)
    reports.digest(work)
    reports.measure(work)

    assert work.outbox.due(10) == []
    assert reports.card(work, "ADA").is_open is False


def test_the_table_names_pairs_and_sessions_and_nothing_told_in_confidence(work: Work) -> None:
    an_admin(work, "ADA")
    a_program(work)
    pair = a_pair(work)
    work.people.get("MENTOR").name = "=HYPERLINK(1)"
    meet(work, pair, 3)
    secret = {"id": "c", "pair_id": pair.id, "person_id": "MENTOR", "number": 1, "asked_at": work.now}
    work.session.add(CheckIn(**secret, answered_at=work.now, mood="bad", note="Secret"))
    pair.state = PairState.ENDED
    reports.order_export(work, "ADA")
    reports.order_export(work, "ADA")

    [owed] = work.outbox.due(10)
    content = reports.export_to_send(work, owed).content.decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(content, newline=""))) == [
        list(reports.COLUMNS),
        ["'=HYPERLINK(1)", "Mentee", "ended", "2026-01-05", "1", "0", "2026-01-08", "0", "0"],
    ]
    assert [one.action for one in work.program.audit()] == ["report.export"]


def test_only_admins_order_a_table_or_a_chart(work: Work) -> None:
    a_program(work)
    a_pair(work)

    for order in (reports.order_export, reports.order_chart):
        with pytest.raises(AdminsOnly):
            order(work, "MENTOR")
