from datetime import UTC, datetime, timedelta

import pytest

from bot.flows import meetings, outbox, outcomes, pairs, sessions
from bot.flows.parcels import Sent
from bot.rules.messages import Kind
from bot.rules.pairs import PairOver
from bot.rules.refusals import Mistakes, NotYours, Stale
from bot.rules.sessions import AlreadyHeld, NotYet, PairRests
from storage.models import OutboxState, Pair, PairState, SessionState
from storage.work import Work
from tests.builders import NOW, TERMS, a_member, a_pair, a_person, a_program, days

WEDNESDAY = datetime(2026, 1, 7, 10, tzinfo=UTC)
THURSDAY = datetime(2026, 1, 8, 10, tzinfo=UTC)


@pytest.fixture
def pair(work: Work) -> Pair:
    a_program(work)
    return a_pair(work)


def planned(work: Work, pair: Pair, starts_at: datetime = THURSDAY) -> meetings.Meeting:
    return sessions.plan(work, pair.id, "MENTOR", starts_at).meeting


def met(work: Work, pair: Pair, starts_at: datetime) -> meetings.Meeting:
    meeting = planned(work, pair, starts_at)
    at(work, starts_at + timedelta(hours=1))
    return sessions.hold(work, meeting.id, "MENTEE")


def at(work: Work, moment: datetime) -> None:
    work.now = work.outbox.now = moment


def waiting(work: Work, kind: Kind) -> list[datetime]:
    later = work.now + days(60)
    work.outbox.now, now = later, work.outbox.now
    due = [message.not_before for message in work.outbox.due(100) if message.kind == kind]
    work.outbox.now = now
    return due


def test_a_new_pair_is_offered_three_times_in_its_working_hours(work: Work, pair: Pair) -> None:
    slots = sessions.offer_slots(work, pair)

    assert len(slots) == 3
    assert all(NOW + days(1) <= slot <= NOW + days(15) and 9 <= slot.hour < 17 for slot in slots)


def test_people_whose_hours_never_meet_are_offered_nothing(work: Work) -> None:
    a_program(work)
    a_person(work, "MENTOR", zone="America/Sao_Paulo")
    a_person(work, "MENTEE", zone="Asia/Singapore")

    assert sessions.offer_slots(work, a_pair(work)) == []


def test_times_avoid_what_either_half_has_planned_with_somebody_else(work: Work, pair: Pair) -> None:
    other = a_pair(work, "MENTOR", "SAM")
    taken = sessions.offer_slots(work, pair)[0]

    sessions.plan(work, other.id, "SAM", taken)

    assert taken not in sessions.offer_slots(work, pair)
    with pytest.raises(Mistakes):
        planned(work, pair, taken)


def test_planning_owes_a_card_a_reminder_and_a_question_to_the_pair(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)

    assert (meeting.number, meeting.total, meeting.agenda.title) == (1, 6, "Getting started")
    assert waiting(work, Kind.SESSION_CARD) == [NOW]
    assert waiting(work, Kind.SESSION_REMINDER) == [WEDNESDAY]
    assert waiting(work, Kind.SESSION_FOLLOW_UP) == [THURSDAY + timedelta(minutes=45)]
    assert {message.pair_id for message in work.outbox.due(10)} == {pair.id}


def test_a_session_planned_for_tomorrow_needs_no_reminder(work: Work, pair: Pair) -> None:
    planned(work, pair, NOW + days(1))

    assert waiting(work, Kind.SESSION_REMINDER) == []


def test_the_first_of_two_choices_stands(work: Work, pair: Pair) -> None:
    first = sessions.plan(work, pair.id, "MENTOR", WEDNESDAY)
    second = sessions.plan(work, pair.id, "MENTEE", THURSDAY)

    assert first.is_as_chosen
    assert not second.is_as_chosen
    assert second.meeting.starts_at == WEDNESDAY
    assert len(waiting(work, Kind.SESSION_CARD)) == 1


def test_a_doubled_click_plans_once(work: Work, pair: Pair) -> None:
    assert planned(work, pair).id == planned(work, pair).id
    assert work.sessions.number_planned(pair.id) == 1


def test_only_the_two_halves_may_touch_a_session(work: Work, pair: Pair) -> None:
    a_person(work, "EVE")
    meeting = planned(work, pair)

    for attempt in (
        lambda: sessions.plan(work, pair.id, "EVE", THURSDAY),
        lambda: sessions.move(work, meeting.id, "EVE", WEDNESDAY),
        lambda: sessions.cancel(work, meeting.id, "EVE"),
        lambda: sessions.hold(work, meeting.id, "EVE"),
        lambda: sessions.hold_now(work, pair.id, "EVE"),
    ):
        with pytest.raises(NotYours):
            attempt()


def test_moving_a_session_moves_its_reminder_and_its_question(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)

    moved = sessions.move(work, meeting.id, "MENTEE", THURSDAY + days(1))

    assert (moved.starts_at, moved.revision) == (THURSDAY + days(1), 1)
    assert waiting(work, Kind.SESSION_REMINDER) == [THURSDAY]
    assert waiting(work, Kind.SESSION_FOLLOW_UP) == [THURSDAY + days(1) + timedelta(minutes=45)]
    assert waiting(work, Kind.SESSION_CARD) == [NOW]


def test_moving_to_the_same_time_or_to_the_past_is_declined(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)

    for moment in (THURSDAY, NOW - days(1), None):
        with pytest.raises(Mistakes):
            sessions.move(work, meeting.id, "MENTOR", moment)


def test_a_canceled_session_leaves_nothing_owed_and_room_for_a_new_one(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)

    canceled = sessions.cancel(work, meeting.id, "MENTEE")

    assert canceled.state == SessionState.CANCELED
    assert canceled.following
    assert len(canceled.following.slots) == 3
    assert waiting(work, Kind.SESSION_REMINDER) == waiting(work, Kind.SESSION_FOLLOW_UP) == []
    assert planned(work, pair, WEDNESDAY).number == 1
    with pytest.raises(Stale):
        sessions.cancel(work, meeting.id, "MENTOR")


def test_a_card_that_was_not_sent_before_the_cancellation_is_not_sent_after_it(
    work: Work, pair: Pair
) -> None:
    meeting = planned(work, pair)
    [card] = [message for message in work.outbox.due(10) if message.kind == Kind.SESSION_CARD]
    sessions.cancel(work, meeting.id, "MENTEE")

    assert meetings.meeting_to_tell(work, card) is None


def test_one_word_of_having_met_is_enough_and_a_second_changes_nothing(work: Work, pair: Pair) -> None:
    meeting = met(work, pair, THURSDAY)
    held_at = work.now
    at(work, work.now + timedelta(hours=2))

    again = sessions.hold(work, meeting.id, "MENTOR")

    assert work.sessions.find(meeting.id).held_at == held_at
    assert again.state == SessionState.HELD
    assert waiting(work, Kind.SESSION_FOLLOW_UP) == []
    with pytest.raises(AlreadyHeld):
        sessions.cancel(work, meeting.id, "MENTEE")


def test_after_a_session_the_next_one_is_offered_about_its_rhythm_later(work: Work, pair: Pair) -> None:
    following = met(work, pair, THURSDAY).following

    assert following
    assert (following.number, following.agenda.title) == (2, "Hands on")
    assert all(days(21) < slot - THURSDAY < days(37) for slot in following.slots)


def test_a_session_cannot_be_held_before_its_day(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)

    with pytest.raises(NotYet):
        sessions.hold(work, meeting.id, "MENTOR")


def test_meeting_without_a_plan_counts_once(work: Work, pair: Pair) -> None:
    first = sessions.hold_now(work, pair.id, "MENTOR")
    at(work, work.now + timedelta(minutes=5))
    second = sessions.hold_now(work, pair.id, "MENTEE")

    assert first.id == second.id
    assert work.sessions.number_held(pair.id) == 1


def test_a_passed_session_that_nobody_confirmed_gives_way_to_a_new_plan(work: Work, pair: Pair) -> None:
    forgotten = planned(work, pair)
    at(work, THURSDAY + days(3))

    fresh = planned(work, pair, THURSDAY + days(7))

    assert work.sessions.find(forgotten.id).state == SessionState.CANCELED
    assert (fresh.number, fresh.state) == (1, SessionState.PLANNED)


def test_the_last_session_completes_the_pair(work: Work) -> None:
    a_program(work, session_count=2)
    pair = a_pair(work)

    first = met(work, pair, THURSDAY)
    last = met(work, pair, THURSDAY + days(28))

    assert not first.is_last
    assert last.is_last
    assert last.agenda.title == "Looking back, going on"
    assert last.following is None
    assert pair.state == PairState.COMPLETED
    with pytest.raises(PairOver):
        planned(work, pair, THURSDAY + days(56))


def test_a_resting_pair_plans_nothing_and_its_planned_session_is_called_off(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)
    pairs.rest(work, "MENTEE", (NOW + days(14)).date())

    assert work.sessions.find(meeting.id).state == SessionState.CANCELED
    with pytest.raises(PairRests):
        planned(work, pair)
    assert meetings.card(work, "MENTOR") is None


def test_home_shows_the_planned_session_and_times_to_a_pair_without_one(work: Work, pair: Pair) -> None:
    a_member(work, "SAM", "mentee")
    without = meetings.card(work, "MENTEE")
    planned(work, pair)
    with_one = meetings.card(work, "MENTEE")

    assert isinstance(without.following[0], meetings.Offer)
    assert isinstance(with_one.following[0], meetings.Meeting)
    assert meetings.card(work, "SAM") is None


def test_a_session_knows_where_its_messages_stand(work: Work, pair: Pair) -> None:
    meeting = planned(work, pair)
    pair.channel_id = "G1"
    [parcel] = outbox.claim(work, TERMS).parcels
    outcomes.attempt(work, [parcel], timedelta(seconds=10), has_files=False)
    outcomes.sent(work, [Sent(parcel, "G1", "123.4")])

    [spot] = sessions.read(work, meeting.id, "MENTOR")[0].spots

    assert spot == (Kind.SESSION_CARD, "G1", "123.4")
    assert work.outbox.get(parcel.message.key).state == OutboxState.SENT
