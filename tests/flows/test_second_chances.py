"""Every week, a round for those who wait."""

import pytest
from sqlmodel import select

from bot.flows import drafts, matching, onboarding, pairs, publishing, reports, second_chances
from bot.flows.second_chances import Settings
from bot.rules.messages import Kind
from bot.rules.refusals import AdminsOnly, Mistakes
from storage.models import OutboxMessage, PairState, Program, Role, Round, RoundState, SecondChances
from storage.work import Work
from tests.builders import a_held_session, a_member, a_person, a_program, an_admin, days, deliver


@pytest.fixture
def company(work: Work) -> Work:
    """A program with two pairs that were told of each other."""
    a_program(work)
    an_admin(work, "ADMIN")
    for person in ("ANA", "BEA"):
        joins(work, person, Role.MENTOR)
    for person in ("XAN", "YVES"):
        joins(work, person, Role.MENTEE)
    draft = matching.propose(work, "ADMIN")
    publishing.publish(work, "ADMIN", draft.id)
    deliver(work)
    return work


def joins(work: Work, person: str, role: Role) -> None:
    a_person(work, person, level=2 if role == Role.MENTOR else 6, department=person, team=person)
    skills = {"offers": ["notes"]} if role == Role.MENTOR else {"wants": ["notes"]}
    a_member(work, person, role, **skills)


def a_week(work: Work) -> Round | None:
    """Let a week pass, do what the timetable does, and return the draft there is."""
    work.now += days(7)
    question = second_chances.ask(work)
    if question is not None:
        second_chances.settle(work, question, second_chances.solve(question))
    work.session.flush()
    return work.pairs.draft("program")


def proposed(work: Work, draft: Round) -> set[tuple[str, str]]:
    return {row.ids for row in work.pairs.proposed(draft.id)}


def partner_of(work: Work, person: str) -> str:
    [pair] = work.pairs.of(person)
    return pairs.partner_of(pair, person)


def test_without_anybody_who_waits_on_both_sides_there_is_no_draft(company: Work) -> None:
    assert a_week(company) is None
    joins(company, "ZOE", Role.MENTEE)
    assert a_week(company) is None


def test_a_leavers_partner_and_a_latecomer_find_each_other_and_nobody_else_moves(company: Work) -> None:
    left = partner_of(company, "ANA")
    others = partner_of(company, "BEA")
    onboarding.leave(company, "ANA")
    joins(company, "CLEO", Role.MENTOR)

    draft = a_week(company)

    assert proposed(company, draft) == {("CLEO", left)}
    assert (draft.number, draft.made_by) == (2, "timetable")
    assert partner_of(company, "BEA") == others


def test_two_who_parted_are_never_paired_again(company: Work) -> None:
    [pair] = company.pairs.of("ANA")
    a_held_session(company, pair)
    pairs.part(company, pair.id, "ANA")

    assert pair.state == PairState.COMPLETED
    assert pairs.waiting(company, "program") == sorted(["ANA", pair.mentee_id])
    assert a_week(company) is None


def test_the_digest_brings_the_draft_to_the_admin(company: Work) -> None:
    joins(company, "CLEO", Role.MENTOR)
    joins(company, "ZOE", Role.MENTEE)
    draft = a_week(company)

    reports.digest(company)

    [message] = company.session.exec(select(OutboxMessage).where(OutboxMessage.kind == Kind.DIGEST)).all()
    told = reports.digest_to_tell(company, message)
    assert (told.draft.round_id, told.draft.pairs) == (draft.id, 1)
    assert company.session.exec(select(OutboxMessage).where(OutboxMessage.person_id == "ZOE")).all() == []


def test_the_timetable_renews_its_own_draft_and_leaves_an_admins_alone(company: Work) -> None:
    joins(company, "CLEO", Role.MENTOR)
    joins(company, "ZOE", Role.MENTEE)
    draft = a_week(company)
    joins(company, "DEV", Role.MENTOR)
    joins(company, "WIM", Role.MENTEE)

    assert a_week(company).id == draft.id
    assert len(proposed(company, draft)) == 2

    drafts.lock(company, "ADMIN", draft.id, next(iter(proposed(company, draft))), locked=True)
    made_at = draft.made_at
    a_week(company)
    assert draft.made_at == made_at


def test_a_draft_that_pairs_nobody_any_more_goes(company: Work) -> None:
    joins(company, "CLEO", Role.MENTOR)
    joins(company, "ZOE", Role.MENTEE)
    draft = a_week(company)
    onboarding.leave(company, "ZOE")

    assert a_week(company) is None
    assert draft.state == RoundState.DISCARDED


def test_a_round_goes_its_way_by_itself_where_the_program_says_so(company: Work) -> None:
    second_chances.choose(company, "ADMIN", Settings("publish", 48))
    joins(company, "CLEO", Role.MENTOR)
    joins(company, "ZOE", Role.MENTEE)

    draft = a_week(company)

    assert (draft.is_open_to_look, draft.publishes_itself) == (True, True)
    assert second_chances.ready(company, "program") is None
    assert a_week(company).id == draft.id  # the look is not over: nothing is touched


def test_without_a_look_it_is_published_at_once(company: Work) -> None:
    second_chances.choose(company, "ADMIN", Settings("publish", 0))
    joins(company, "CLEO", Role.MENTOR)
    joins(company, "ZOE", Role.MENTEE)

    assert a_week(company) is None
    assert partner_of(company, "CLEO") == "ZOE"


@pytest.mark.parametrize("why", ["off", "no round yet", "not started", "nearly over"])
def test_there_are_times_without_second_chances(company: Work, program: Program, why: str) -> None:
    joins(company, "CLEO", Role.MENTOR)
    joins(company, "ZOE", Role.MENTEE)
    if why == "off":
        second_chances.choose(company, "ADMIN", Settings("off", 72))
    elif why == "no round yet":
        for made in company.pairs.published("program"):
            made.state = RoundState.DISCARDED
    elif why == "not started":
        program.state = program.state.OPEN
    else:
        program.weeks = 4
    company.session.flush()

    assert a_week(company) is None


@pytest.fixture
def program(company: Work) -> Program:
    return company.program.current()


def test_only_admins_choose_and_only_what_there_is(company: Work, program: Program) -> None:
    assert second_chances.settings(company, "ADMIN") == Settings("draft", 72)
    with pytest.raises(AdminsOnly):
        second_chances.choose(company, "ANA", Settings("off", 72))
    for odd in (Settings("always", 72), Settings("off", 5)):
        with pytest.raises(Mistakes):
            second_chances.choose(company, "ADMIN", odd)
    assert program.second_chances == SecondChances.DRAFT
