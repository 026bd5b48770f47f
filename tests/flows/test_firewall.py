"""The firewall stays awake: running pairs that a re-organization puts into one management chain."""

import pytest
from sqlmodel import select

from bot.flows import firewall, matching, pair_letters, pairs, peoplefile, publishing
from bot.rules import peoplefile as file_rules
from bot.rules.messages import Kind
from storage.models import (
    Certificate,
    Employee,
    MemberState,
    OutboxMessage,
    OutboxState,
    Pair,
    PairState,
    Role,
    Session,
)
from storage.work import Work
from tests.builders import a_held_session, a_member, a_pair, a_person, a_program, an_admin, days, deliver


@pytest.fixture
def company(work: Work) -> Work:
    """A program with a running pair whose halves have nothing to do with each other yet."""
    a_program(work)
    an_admin(work, "ADMIN")
    for person, level in (("ANA", 2), ("XAN", 6)):
        a_person(work, person, level=level, department=person)
    a_member(work, "ANA", Role.MENTOR)
    a_member(work, "XAN", Role.MENTEE)
    return work


@pytest.fixture
def pair(company: Work) -> Pair:
    return a_pair(company, "ANA", "XAN")


def reorganize(work: Work, boss: str | None = "xan@example.com") -> None:
    work.session.get_one(Employee, "ana@example.com").manager_email = boss
    work.session.flush()


def due(work: Work, kind: Kind) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.state == OutboxState.DUE)
    return list(work.session.exec(query.order_by(OutboxMessage.key)))


def plan(work: Work, pair: Pair, after: float) -> Session:
    session = Session(
        id="last", pair_id=pair.id, number=2, starts_at=work.now + days(after), planned_by=pair.mentor_id
    )
    work.session.add(session)
    work.session.flush()
    return session


def test_a_pair_without_a_chain_is_left_alone(company: Work, pair: Pair) -> None:
    assert firewall.watch(company) == 0
    assert (pair.closes_at, due(company, Kind.HAND_OVER)) == (None, [])


@pytest.mark.usefixtures("pair")
def test_both_are_offered_a_good_close_once_in_the_same_words(company: Work) -> None:
    reorganize(company)

    assert firewall.watch(company) == 1
    assert firewall.watch(company) == 0

    told = due(company, Kind.HAND_OVER)
    one, other = (firewall.hand_over_to_tell(company, message) for message in told)
    assert [message.person_id for message in told] == ["ANA", "XAN"]
    assert (one.partner_id, other.partner_id) == ("XAN", "ANA")
    assert one.closes_at == other.closes_at == company.now + days(14)
    assert {message.person_id for message in deliver(company)} == {"ANA", "XAN"}
    assert [entry.action for entry in company.program.audit()] == []


@pytest.mark.usefixtures("pair")
def test_a_chain_over_somebody_outside_slack_counts_as_far_as_the_program_looks(company: Work) -> None:
    reorganize(company, "boss@example.com")
    company.session.add(Employee(email="boss@example.com", manager_email="xan@example.com"))
    company.session.flush()
    company.program.current().pairing = {"rules": {"chain_distance": 1}}
    assert firewall.watch(company) == 0

    company.program.current().pairing = {}
    assert firewall.watch(company) == 1


def test_an_import_finds_them_at_once(company: Work, pair: Pair) -> None:
    row = "email,manager_email,level,department,team,place\nana@example.com,xan@example.com,2,ANA,,\n"

    peoplefile.apply(company, file_rules.read(row), "ADMIN")

    assert pair.closes_at is not None
    assert len(due(company, Kind.HAND_OVER)) == 2


def test_a_corrected_file_lets_the_pair_go_on(company: Work, pair: Pair) -> None:
    reorganize(company)
    firewall.watch(company)
    [message, _] = due(company, Kind.HAND_OVER)
    reorganize(company, None)

    firewall.watch(company)

    assert pair.closes_at is None
    assert firewall.hand_over_to_tell(company, message) is None
    company.now += days(30)
    firewall.nightly(company)
    assert pair.state == PairState.ACTIVE


def test_a_pair_that_has_met_closes_as_completed_and_both_wait_for_a_new_match(
    company: Work, pair: Pair
) -> None:
    a_held_session(company, pair)
    reorganize(company)
    firewall.watch(company)
    company.now += days(14)

    firewall.nightly(company)

    assert (pair.state, pair.waits_again) == (PairState.COMPLETED, True)
    assert pairs.waiting(company, "program") == ["ANA", "XAN"]
    endings = [pair_letters.ending_to_tell(company, message) for message in due(company, Kind.PAIR_ENDED)]
    assert [(each.partner_id, each.is_completed, each.waits_again) for each in endings] == [
        ("XAN", True, True),
        ("ANA", True, True),
    ]
    certified = company.session.exec(select(Certificate.person_id)).all()
    assert sorted(certified) == ["ANA", "XAN"]


def test_a_pair_that_never_met_just_ends(company: Work, pair: Pair) -> None:
    reorganize(company)
    firewall.watch(company)
    company.now += days(14)

    firewall.nightly(company)

    assert pair.state == PairState.ENDED
    assert company.session.exec(select(Certificate)).all() == []


def test_a_last_session_is_waited_for(company: Work, pair: Pair) -> None:
    reorganize(company)
    firewall.watch(company)
    plan(company, pair, after=20)
    company.now += days(19)
    firewall.nightly(company)
    assert pair.state == PairState.ACTIVE

    company.now += days(3)
    firewall.nightly(company)

    assert pair.state == PairState.ENDED


def test_one_may_ask_for_a_new_partner_at_once_and_the_offer_is_over(company: Work, pair: Pair) -> None:
    reorganize(company)
    firewall.watch(company)
    [_, to_xan] = due(company, Kind.HAND_OVER)

    pairs.part(company, pair.id, "ANA")

    assert firewall.hand_over_to_tell(company, to_xan) is None
    assert [message.person_id for message in due(company, Kind.PAIR_ENDED)] == ["XAN"]
    company.now += days(20)
    firewall.nightly(company)
    assert len(due(company, Kind.PAIR_ENDED)) == 1


def test_a_resting_pair_is_asked_once_it_is_awake(company: Work, pair: Pair) -> None:
    reorganize(company)
    pair.state = PairState.PAUSED
    company.session.flush()
    assert firewall.watch(company) == 0

    pair.state = PairState.ACTIVE
    company.session.flush()
    assert firewall.watch(company) == 1


def test_two_who_were_not_told_of_each_other_never_are(company: Work) -> None:
    draft = matching.propose(company, "ADMIN")
    publishing.publish(company, "ADMIN", draft.id)
    reorganize(company)

    firewall.watch(company)

    assert company.session.exec(select(Pair)).all() == []
    assert due(company, Kind.PAIR_INTRODUCTION) == due(company, Kind.HAND_OVER) == []
    assert [message.person_id for message in due(company, Kind.UNMATCHED)] == ["ANA", "XAN"]


@pytest.mark.usefixtures("pair")
def test_managers_in_a_circle_say_nothing(company: Work) -> None:
    reorganize(company)
    company.session.get_one(Employee, "xan@example.com").manager_email = "ana@example.com"
    company.session.flush()

    assert firewall.watch(company) == 0


def test_who_has_left_gets_no_certificate_and_their_partner_does(company: Work, pair: Pair) -> None:
    a_held_session(company, pair)
    company.people.member_or_refuse("ANA", "program").state = MemberState.LEFT

    pairs.leave(company, "ANA")

    assert (pair.state, pair.waits_again) == (PairState.COMPLETED, True)
    assert company.session.exec(select(Certificate.person_id)).all() == ["XAN"]
    assert pairs.waiting(company, "program") == ["XAN"]
