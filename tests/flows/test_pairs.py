from datetime import date

import pytest
from sqlmodel import select

from bot.flows import pair_letters, pairs, round_letters
from bot.rules import pairs as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NotYours
from storage.models import MemberState, OutboxMessage, OutboxState, Pair, PairState, Role, Round, Session
from storage.models import SessionState as State
from storage.work import Work
from tests.builders import a_member, a_pair, a_program, days

MARCH = date(2026, 3, 2)


@pytest.fixture
def program(work: Work) -> Work:
    """A running program."""
    a_program(work)
    return work


def due(work: Work, kind: Kind) -> list[OutboxMessage]:
    """Return what is due of a kind."""
    query = select(OutboxMessage).where(OutboxMessage.kind == kind, OutboxMessage.state == OutboxState.DUE)
    return list(work.session.exec(query.order_by(OutboxMessage.key)))


def a_session(work: Work, pair: Pair, state: State = State.HELD) -> Session:
    session = Session(
        id=f"{pair.id}-{state}", pair_id=pair.id, number=1, state=state, starts_at=work.now, planned_by="X"
    )
    work.session.add(session)
    work.session.flush()
    return session


def introduced(work: Work, *, told: bool) -> Pair:
    a_member(work, "MENTOR", Role.MENTOR, offers=["ai-assistants"])
    a_member(work, "MENTEE", Role.MENTEE, wants=["ai-assistants"])
    why = [{"kind": "skills", "facts": {"skills": ["ai-assistants"], "is_wanted_most": True}}]
    round_ = Round(id="round", program_id="program", number=1, seed=1, made_by="ADMIN", made_at=work.now)
    pair = pairs.introduce(work, round_, "MENTOR", "MENTEE", why)
    if told:
        work.outbox.get(pairs.introduction_key(pair)).state = OutboxState.SENT
    work.session.flush()
    return pair


def test_an_introduction_says_who_is_who_why_and_when(program: Work) -> None:
    introduced(program, told=False)

    [message] = due(program, Kind.PAIR_INTRODUCTION)
    letter = pair_letters.introduction_to_tell(program, message)

    assert letter.mentor.skills == ("AI assistants at work",)
    assert letter.mentee.person_id == "MENTEE"
    assert letter.reasons[0].kind == "skills"
    assert letter.agenda.number == 1
    assert len(letter.slots) == 3


def test_a_mentor_who_leaves_frees_the_mentee(program: Work) -> None:
    pair = a_pair(program)
    session = a_session(program, pair, State.PLANNED)
    program.people.member_or_refuse("MENTOR", "program").state = MemberState.LEFT

    pairs.leave(program, "MENTOR")

    program.session.refresh(session)
    assert (pair.state, session.state) == (PairState.ENDED, State.CANCELED)
    assert pairs.waiting(program, "program") == ["MENTEE"]
    [message] = due(program, Kind.PAIR_ENDED)
    assert message.person_id == "MENTEE"


def test_the_ending_reads_the_same_whoever_ended_it_and_why(program: Work) -> None:
    a_pair(program, "ANA", "BEN")
    a_pair(program, "CEM", "DAN")

    pairs.leave(program, "ANA")
    pairs.part(program, "CEM-DAN", "DAN")

    endings = [pair_letters.ending_to_tell(program, message) for message in due(program, Kind.PAIR_ENDED)]
    assert [(ending.partner_id, ending.is_completed) for ending in endings] == [
        ("ANA", False),
        ("DAN", False),
    ]


def test_nobody_ends_the_pair_of_others_or_twice(program: Work) -> None:
    a_pair(program, "ANA", "BEN")

    with pytest.raises(NotYours):
        pairs.part(program, "ANA-BEN", "EVE")
    pairs.part(program, "ANA-BEN", "ANA")
    with pytest.raises(rules.PairOver):
        pairs.part(program, "ANA-BEN", "BEN")
    assert len(due(program, Kind.PAIR_ENDED)) == 1


def test_both_wait_again_after_parting_and_are_not_paired_again(program: Work) -> None:
    a_pair(program, "ANA", "BEN")

    pairs.part(program, "ANA-BEN", "ANA")

    assert pairs.waiting(program, "program") == ["ANA", "BEN"]
    assert ("ANA", "BEN") in program.pairs.met()


def test_whoever_was_never_told_of_a_partner_does_not_hear_of_losing_one(program: Work) -> None:
    introduced(program, told=False)

    pairs.leave(program, "MENTOR")

    assert program.session.exec(select(Pair)).all() == []
    assert due(program, Kind.PAIR_ENDED) == []
    assert due(program, Kind.PAIR_INTRODUCTION) == []
    assert [message.person_id for message in due(program, Kind.UNMATCHED)] == ["MENTEE"]


def test_a_pair_rests_while_one_half_is_away_and_wakes_with_them(program: Work) -> None:
    pair = introduced(program, told=True)

    pairs.rest(program, "MENTEE", MARCH)

    assert pair.state == PairState.PAUSED
    [message] = due(program, Kind.PAIR_PAUSED)
    pause = pair_letters.pause_to_tell(program, message)
    assert (message.person_id, pause.partner_id, pause.until) == ("MENTOR", "MENTEE", MARCH)

    pairs.wake(program, "MENTEE")

    assert pair.state == PairState.ACTIVE
    assert pair_letters.pause_to_tell(program, message) is None
    [back] = due(program, Kind.PAIR_RESUMED)
    assert (back.pair_id, len(pair_letters.return_to_tell(program, back).slots)) == (pair.id, 3)


def test_a_pair_wakes_only_once_both_are_back(program: Work) -> None:
    pair = introduced(program, told=True)
    for person in ("MENTOR", "MENTEE"):
        member = program.people.member_or_refuse(person, "program")
        member.state, member.paused_until = MemberState.PAUSED, MARCH
        pairs.rest(program, person, MARCH)
    program.people.member_or_refuse("MENTOR", "program").state = MemberState.ACTIVE
    program.now += days(1)

    pairs.wake(program, "MENTOR")

    assert pair.state == PairState.PAUSED
    assert due(program, Kind.PAIR_PAUSED)[-1].person_id in ("MENTOR", "MENTEE")
    program.people.member_or_refuse("MENTEE", "program").state = MemberState.ACTIVE
    pairs.wake(program, "MENTEE")
    assert pair.state == PairState.ACTIVE


def test_finishing_early_is_completing(program: Work) -> None:
    pair = a_pair(program)
    a_session(program, pair)

    pairs.finish(program, pair.id, "MENTEE")

    assert (pair.state, pair.ended_at) == (PairState.COMPLETED, program.now)
    [message] = due(program, Kind.PAIR_ENDED)
    assert message.person_id == "MENTOR"
    assert pair_letters.ending_to_tell(program, message).is_completed
    assert pairs.waiting(program, "program") == []


def test_a_pair_that_never_met_is_not_finished(program: Work) -> None:
    pair = a_pair(program)

    with pytest.raises(rules.NotMetYet):
        pairs.finish(program, pair.id, "MENTEE")

    assert pair.state == PairState.ACTIVE


def test_a_pair_that_plans_nothing_is_offered_times_once(program: Work) -> None:
    quiet = a_pair(program, "ANA", "BEN")
    busy = a_pair(program, "CEM", "DAN")
    a_session(program, busy, State.PLANNED)
    program.now += days(9)
    assert pairs.nudge_quiet_starts(program).count == 0

    program.now += days(1)
    assert pairs.nudge_quiet_starts(program).count == 1
    program.now += days(1)
    assert pairs.nudge_quiet_starts(program).count == 0

    [message] = due(program, Kind.PAIR_QUIET_START)
    assert message.pair_id == quiet.id
    assert pair_letters.start_to_tell(program, message).agenda.number == 1
    a_session(program, quiet, State.PLANNED)
    assert pair_letters.start_to_tell(program, message) is None


# Home


def test_home_shows_a_pair_once_it_was_introduced(program: Work) -> None:
    pair = introduced(program, told=False)
    assert pair_letters.card(program, "MENTOR").pairs == ()

    program.outbox.get(pairs.introduction_key(pair)).state = OutboxState.SENT

    [mine] = pair_letters.card(program, "MENTOR").pairs
    assert (mine.partner_id, mine.is_mentor, mine.may_finish) == ("MENTEE", True, False)
    assert mine.reasons[0].facts["skills"] == ("AI assistants at work",)


def test_home_shows_nothing_to_those_who_left_or_finished(program: Work) -> None:
    a_pair(program, "ANA", "BEN", state=PairState.COMPLETED)
    program.people.member_or_refuse("BEN", "program").state = MemberState.LEFT

    assert pair_letters.card(program, "ANA") is None
    assert pair_letters.card(program, "BEN") is None


def test_before_the_first_round_home_says_that_pairs_are_not_out_yet(program: Work) -> None:
    a_member(program, "EVA", Role.MENTEE)

    card = pair_letters.card(program, "EVA")

    assert (card.pairs, card.waits, card.had_round) == ((), (), False)


def test_an_unmatched_letter_is_dropped_once_there_is_a_partner(program: Work) -> None:
    introduced(program, told=False)
    pairs.leave(program, "MENTOR")
    [message] = due(program, Kind.UNMATCHED)
    a_pair(program, "NORA", "MENTEE")

    assert round_letters.left_to_tell(program, message) is None
