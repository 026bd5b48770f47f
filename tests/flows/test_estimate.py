from datetime import timedelta

import pytest

from bot.flows import estimate, publishing
from bot.flows.estimate import Expected, Rates
from bot.rules.messages import Kind
from bot.rules.refusals import AdminsOnly
from storage.models import Member, Role, Round, Step
from storage.work import Work
from tests.builders import a_member, a_person, a_program, an_admin, days

RATES: Rates = dict.fromkeys(Step, 0.0) | {Step.OPEN: 1.0, Step.POST: 2.0}
UNDO = timedelta(minutes=10)
MENTORS, MENTEES = ("MAYA", "MILO", "MONA"), ("SAM", "SOFIA", "SUE")


def a_draft(work: Work, *pairs: tuple[str, str]) -> None:
    work.session.add(
        Round(id="draft", program_id="program", number=1, seed=1, made_by="ADMIN", made_at=work.now)
    )
    work.session.flush()
    work.pairs.add_proposals(
        {
            "round_id": "draft",
            "mentor_id": mentor,
            "mentee_id": mentee,
            "score": 1000,
            "reasons": [],
            "is_locked": False,
            "is_by_hand": False,
            "is_removed": False,
        }
        for mentor, mentee in pairs
    )


@pytest.fixture(autouse=True)
def draft(work: Work) -> None:
    """Three pairs, all at work in the zone of UTC, and one mentee without a partner."""
    an_admin(work, "ADMIN")
    a_program(work)
    for mentor, mentee in zip(MENTORS, MENTEES, strict=True):
        a_member(work, mentor, Role.MENTOR)
        a_member(work, mentee, Role.MENTEE)
    a_member(work, "LEFT", Role.MENTEE)
    a_draft(work, *zip(MENTORS, MENTEES, strict=True))


def member(work: Work, person_id: str) -> Member:
    return work.people.member_or_refuse(person_id, "program")


def round_takes(work: Work) -> Expected:
    return estimate.solve(estimate.of_round(work, "ADMIN", "draft", RATES))


def look_takes(work: Work) -> Expected:
    return estimate.solve(estimate.of_look(work, "ADMIN", "draft", RATES))


def test_introductions_take_as_long_as_their_group_dms_take_to_open(work: Work) -> None:
    assert round_takes(work).takes.last == UNDO + timedelta(minutes=3)
    assert round_takes(work).pairs == 3


def test_a_look_is_a_message_to_each_of_both(work: Work) -> None:
    assert look_takes(work).takes.last == timedelta(minutes=3)


def test_a_pair_waits_for_hours_that_both_share(work: Work) -> None:
    work.people.among(["SAM"])["SAM"].timezone = "America/New_York"  # at nine there, it is 14:00 in UTC
    work.session.flush()

    assert round_takes(work).takes.last == timedelta(hours=5, minutes=1)


def test_a_public_holiday_where_somebody_works_is_no_working_day(work: Work) -> None:
    a_person(work, "TESS", zone="Europe/Lisbon", place="Vienna, Austria")  # tomorrow is Epiphany there
    a_member(work, "TESS", Role.MENTEE)
    work.now += timedelta(hours=9)  # Monday evening

    assert round_takes(work).takes.last == timedelta(days=1, hours=15, minutes=0.5)


def test_who_is_away_or_has_heard_enough_this_week_comes_later_and_is_counted(work: Work) -> None:
    member(work, "MAYA").away_until = (work.now + days(30)).date()
    member(work, "LEFT").messages_a_week = 1
    work.delivery.note_heard([("a lesson", ["LEFT", "SOFIA"]), ("a survey", ["SOFIA"])])
    work.now += timedelta(minutes=1)
    work.session.flush()

    assert round_takes(work).later == 3
    assert round_takes(work).takes.last == UNDO + timedelta(minutes=1)
    assert look_takes(work).later == 1  # a look is not kept back by what they heard before


def test_pairs_that_cannot_be_made_any_more_count_for_nothing(work: Work) -> None:
    work.people.among(["SAM"])["SAM"].is_reachable = False
    work.session.flush()

    assert round_takes(work).takes.last == UNDO + timedelta(minutes=2)


def test_without_a_limit_everybody_at_work_has_it_at_once(work: Work) -> None:
    send = estimate.of_look(work, "ADMIN", "draft", dict.fromkeys(Step, 0.0))

    assert estimate.solve(send).takes.last == timedelta(0)


def test_only_an_admin_is_told(work: Work) -> None:
    with pytest.raises(AdminsOnly):
        estimate.of_round(work, "MAYA", "draft", RATES)


def test_what_is_estimated_is_what_a_publication_owes(work: Work) -> None:
    send = estimate.of_round(work, "ADMIN", "draft", RATES)
    publishing.publish(work, "ADMIN", "draft")

    later = Work(work.session, work.now + UNDO, work.new_id)
    owed = [message.kind for message in later.delivery.due(Step.POST, 99)]
    assert sorted(owed) == sorted([Kind.PAIR_INTRODUCTION] * 3 + [Kind.UNMATCHED])
    assert [stream.count for stream in send.streams] == [3, 4]
