from dataclasses import replace
from datetime import date

import pytest

from bot.flows import objectives, program, setup
from bot.flows.objectives import Own
from bot.rules.messages import Kind
from bot.rules.objectives import AlreadyStarted, NotReady, Plan
from bot.rules.refusals import AdminsOnly, Mistakes, Stale
from storage.models import PairState, ProgramState
from storage.work import Work
from tests.builders import a_pair, a_person, a_program, an_admin, days

PLAN = Plan(
    "Flip", "Learn", date(2026, 1, 12), date(2026, 7, 12), 6, 4, 2, measures=("match_rate", "lessons_done")
)


def set_up(work: Work):
    an_admin(work, "ADA")
    return setup.plan(work, "ADA", PLAN)


def measures(work: Work) -> list[str]:
    return [objective.measure for objective in work.program.objectives(work.program.current().id)]


def test_an_admin_sets_a_program_up_as_a_draft_with_objectives_and_skills(work: Work) -> None:
    made = set_up(work)

    assert made.state == ProgramState.DRAFT
    assert (made.weeks, made.session_days, made.checkin_days) == (26, 28, 14)
    assert measures(work) == ["match_rate", "lessons_done"]
    assert len(work.program.skills()) > 20
    assert [entry.action for entry in work.program.audit()] == ["program.made"]


def test_nobody_else_may(work: Work) -> None:
    a_person(work, "BEN")

    for act in (
        lambda: setup.plan(work, "BEN", PLAN),
        lambda: setup.adjust(work, "BEN", PLAN),
        lambda: setup.form(work, "BEN"),
        lambda: objectives.form(work, "BEN"),
        lambda: program.open(work, "BEN"),
        lambda: program.start_now(work, "BEN"),
    ):
        with pytest.raises(AdminsOnly):
            act()
    assert program.card(work, "BEN") is None


def test_the_form_starts_with_what_most_programs_begin_with(work: Work) -> None:
    an_admin(work, "ADA")

    plan = setup.form(work, "ADA").plan

    assert (plan.starts_on, plan.weeks, plan.session_count) == (date(2026, 1, 12), 26, 6)


def test_a_draft_can_be_changed_completely(work: Work) -> None:
    set_up(work)

    setup.plan(work, "ADA", replace(PLAN, name="Flop", measures=("recommend_score", "match_rate")))

    assert work.program.current().name == "Flop"
    assert measures(work) == ["match_rate", "recommend_score"]


def test_a_plan_that_makes_no_sense_changes_nothing(work: Work) -> None:
    set_up(work)

    with pytest.raises(Mistakes):
        setup.plan(work, "ADA", replace(PLAN, name="Flop", last_day=date(2026, 1, 1)))

    assert work.program.current().name == "Flip"


def test_after_the_start_only_what_is_safe_changes(work: Work) -> None:
    set_up(work)
    program.open(work, "ADA")
    program.start_now(work, "ADA")

    with pytest.raises(AlreadyStarted):
        setup.plan(work, "ADA", PLAN)
    changed = replace(PLAN, name="Flop", session_count=3, checkin_weeks=3, starts_on=None, last_day=None)
    setup.adjust(work, "ADA", changed)

    now = work.program.current()
    assert (now.name, now.session_count, now.checkin_days) == ("Flop", 6, 21)
    assert setup.form(work, "ADA").is_started


def test_an_admin_in_the_west_may_choose_their_own_today(work: Work) -> None:
    an_admin(work, "ADA").timezone = "America/Los_Angeles"
    work.now = work.now.replace(hour=3)  # still Sunday there

    setup.plan(work, "ADA", replace(PLAN, starts_on=date(2026, 1, 4)))

    assert work.program.current().starts_on == date(2026, 1, 4)


def test_targets_and_dates_are_set_and_kept_apart(work: Work) -> None:
    set_up(work)
    first, second = work.program.objectives(work.program.current().id)
    due = date(2026, 5, 1)

    objectives.aim(work, "ADA", {first.id: (80, due), second.id: (50, due)}, Own("Promotions", 1, 4, due))

    form = objectives.form(work, "ADA")
    assert [(one.target, one.due_on) for one in form.templates] == [(80, due), (50, due)]
    assert (form.own.title, form.own.baseline, form.own.target) == ("Promotions", 1, 4)


def test_every_wrong_target_is_named_at_once(work: Work) -> None:
    set_up(work)
    first, second = work.program.objectives(work.program.current().id)

    with pytest.raises(Mistakes) as refusal:
        objectives.aim(work, "ADA", {first.id: (120, None), second.id: (None, PLAN.last_day)}, Own("x"))

    assert set(refusal.value.fields) == {
        f"{first.id}_target", f"{first.id}_due", f"{second.id}_target", "own_target"
    }  # fmt: skip


def test_an_own_objective_is_counted_by_hand_and_dropped_by_emptying_it(work: Work) -> None:
    set_up(work)
    objectives.aim(work, "ADA", {}, Own("Promotions", None, 4))
    own = objectives.form(work, "ADA").own

    objectives.count(work, "ADA", own.id, 2)
    assert objectives.form(work, "ADA").own.baseline == 2
    objectives.aim(work, "ADA", {}, Own())

    assert objectives.form(work, "ADA").own is None
    assert work.program.readings(work.program.current().id).keys().isdisjoint({own.id})


def test_a_program_opens_with_an_objective_only(work: Work) -> None:
    set_up(work)
    setup.plan(work, "ADA", replace(PLAN, measures=()))

    with pytest.raises(NotReady):
        program.open(work, "ADA")


def test_a_button_pressed_twice_opens_once(work: Work) -> None:
    set_up(work)
    program.open(work, "ADA")

    with pytest.raises(Stale):
        program.open(work, "ADA")
    assert work.program.current().state == ProgramState.OPEN


def test_an_open_program_starts_on_its_day_and_a_draft_does_not(work: Work) -> None:
    set_up(work)
    work.now += days(7)
    program.start(work)
    assert work.program.current().state == ProgramState.DRAFT

    program.open(work, "ADA")
    program.start(work)
    assert work.program.current().state == ProgramState.RUNNING


def test_starting_early_keeps_the_last_day(work: Work) -> None:
    set_up(work)
    program.open(work, "ADA")

    started = program.start_now(work, "ADA")

    assert started.starts_on == date(2026, 1, 5)
    assert program.until(started) == PLAN.last_day


def test_a_program_closes_after_its_last_day_and_thanks_its_members(work: Work) -> None:
    a_program(work, weeks=4)
    pair = a_pair(work)
    work.now += days(27)
    program.close(work)
    assert pair.state == PairState.ACTIVE

    work.now += days(1)
    portion = program.close(work)
    assert portion.rest
    portion.rest(work)
    portion.rest(work)

    assert pair.state == PairState.COMPLETED
    assert work.program.current().state == ProgramState.CLOSED
    told = [one for one in work.outbox.due(100) if one.kind == Kind.PROGRAM_CLOSED]
    assert sorted(one.person_id for one in told) == ["MENTEE", "MENTOR"]
    assert program.farewell(work, told[0]).sessions == 0


def test_a_large_program_closes_some_pairs_at_a_time_and_thanks_nobody_twice(work: Work) -> None:
    a_program(work, weeks=4)
    for number in range(program.AT_ONCE + 1):
        a_pair(work, f"A{number}", f"B{number}")
    work.now += days(28)

    portion = program.close(work)
    assert work.program.current().state == ProgramState.RUNNING
    portion.rest(work).rest(work)

    assert work.program.current().state == ProgramState.CLOSED
    assert work.pairs.of_program("program") == []
    told = [one.person_id for one in work.outbox.due(1000) if one.kind == Kind.PROGRAM_CLOSED]
    assert len(told) == len(set(told)) == 2 * (program.AT_ONCE + 1)


def test_the_next_program_is_modeled_on_the_last(work: Work) -> None:
    an_admin(work, "ADA")
    old = setup.plan(work, "ADA", PLAN)
    first, _ = work.program.objectives(old.id)
    objectives.aim(work, "ADA", {first.id: (90, PLAN.last_day)}, Own("Promotions", 1, 4, PLAN.last_day))
    old.state = ProgramState.CLOSED
    work.now += days(200)

    form = setup.form(work, "ADA")
    made = setup.plan(work, "ADA", form.plan)

    assert form.copied_from == "Flip"
    assert (made.name, made.weeks, made.state) == ("Flip (2)", 26, ProgramState.DRAFT)
    copied = work.program.objectives(made.id)
    assert [(one.measure, one.target) for one in copied] == [
        ("match_rate", 90), ("lessons_done", 70), ("own", 4)
    ]  # fmt: skip
    assert old.id != made.id
    assert len(work.program.objectives(old.id)) == 3
