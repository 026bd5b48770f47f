"""Nobody is nagged: hours, holidays and absences, a budget, what is named in passing, and silence."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

import handlers
from bot import timetable
from bot.flows import kept, onboarding, outbox, outcomes, surveys, training
from bot.flows.kept import Wishes
from bot.flows.parcels import Parcel, Sent, Terms
from bot.rules.messages import MANNERS, Kind, Urgency
from bot.rules.refusals import Mistakes, NotYours, Stale
from storage.models import (
    OutboxMessage,
    OutboxState,
    Role,
    Step,
)
from storage.work import Work
from tests.builders import NOW, a_member, a_pair, a_person, a_program, days

MINUTE = timedelta(minutes=1)
TERMS = Terms(dict.fromkeys(Step, 0.0), lease=MINUTE, grace=MINUTE, room=64)
MOST_TO_WHO_NEVER_ANSWERS = (
    8  # unasked messages in half a year, to one who joined, was paired and fell silent
)


@pytest.fixture(autouse=True)
def program(work: Work):
    return a_program(work)


def owe(work: Work, kind: Kind, *people: str, key: str = "", **more) -> None:
    for person in people or ("MAYA",):
        work.outbox.owe(kind, f"{kind}:{key}:{person}", person=person, facts={"program": "program"}, **more)


def go_to(work: Work, now: datetime) -> None:
    work.now = work.outbox.now = work.delivery.now = now


def leave(work: Work) -> list[OutboxMessage]:
    """Let what may leave now leave; return it in order."""
    gone: list[OutboxMessage] = []
    while parcels := outbox.claim(work, TERMS).parcels:
        for parcel in parcels:
            outcomes.attempt(work, [parcel], timedelta(0), has_files=False)
            _arrive(work, parcel)
        work.session.expire_all()
        gone += [work.outbox.get(parcel.message.key) for parcel in parcels if parcel.step is not Step.OPEN]
    return gone


def _arrive(work: Work, parcel: Parcel) -> None:
    if parcel.step is Step.OPEN:
        outcomes.opened(work, parcel, f"G{parcel.message.pair_id}")
    else:
        outcomes.sent(work, [Sent(parcel, f"D{parcel.message.person_id}", f"{work.now.timestamp():.6f}")])


def heard(work: Work) -> list[str]:
    return [message.kind for message in leave(work)]


def state(work: Work, kind: Kind, person: str = "MAYA", key: str = "") -> OutboxState:
    return work.outbox.get(f"{kind}:{key}:{person}").state


# Hours, holidays, absences


def test_on_a_public_holiday_nothing_unasked_leaves(work: Work) -> None:
    a_person(work, "MAYA", zone="Europe/Lisbon")
    a_person(work, "SAM", zone="Europe/Madrid")
    go_to(work, datetime(2026, 6, 10, 10, tzinfo=UTC))  # Portugal's national day
    owe(work, Kind.DIGEST, "MAYA", "SAM")
    owe(work, Kind.THANKS, "MAYA")

    assert [message.person_id for message in leave(work)] == ["SAM"]

    go_to(work, datetime(2026, 6, 11, 9, tzinfo=UTC))
    assert sorted(heard(work)) == ["digest", "thanks"]


def test_the_people_files_location_decides_on_the_country(work: Work) -> None:
    a_person(work, "MAYA", zone="Europe/Madrid", place="Lisbon, Portugal")
    go_to(work, datetime(2026, 6, 10, 10, tzinfo=UTC))
    owe(work, Kind.DIGEST)

    assert heard(work) == []


def test_what_somebody_asked_for_comes_on_any_day(work: Work) -> None:
    a_person(work, "MAYA", zone="Europe/Lisbon")
    go_to(work, datetime(2026, 6, 10, 3, tzinfo=UTC))
    owe(work, Kind.CHART)

    assert heard(work) == ["chart"]


@pytest.mark.parametrize("kind", [Kind.DIGEST, Kind.THANKS, Kind.PAIR_ENDED])
def test_who_is_away_hears_of_it_when_they_are_back(work: Work, kind: Kind) -> None:
    a_member(work, "MAYA", Role.MENTOR)
    kept.wish(work, "MAYA", Wishes(2, date(2026, 3, 2)))
    owe(work, kind)

    assert heard(work) == []
    go_to(work, datetime(2026, 3, 1, 10, tzinfo=UTC))
    assert heard(work) == []
    go_to(work, datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert heard(work) == [kind]


def test_who_pauses_hears_nothing_from_others_either_until_they_are_back(work: Work) -> None:
    a_member(work, "MAYA", Role.MENTOR)
    onboarding.pause(work, "MAYA", date(2026, 2, 2))
    owe(work, Kind.THANKS)

    assert heard(work) == []
    onboarding.resume(work, "MAYA")
    go_to(work, datetime(2026, 2, 2, 9, tzinfo=UTC))
    assert heard(work) == ["thanks"]


def test_a_colleague_in_need_reaches_an_admin_who_is_away(work: Work) -> None:
    a_member(work, "MAYA", Role.MENTOR)
    kept.wish(work, "MAYA", Wishes(2, date(2026, 3, 2)))
    owe(work, Kind.HELP_WANTED)

    assert heard(work) == ["help_wanted"]


def test_an_absence_that_is_called_off_lets_go_of_what_waited(work: Work) -> None:
    a_member(work, "MAYA", Role.MENTOR)
    kept.wish(work, "MAYA", Wishes(2, date(2026, 3, 2)))
    owe(work, Kind.DIGEST)
    assert heard(work) == []

    kept.wish(work, "MAYA", Wishes(2, None))

    assert heard(work) == ["digest"]


@pytest.mark.parametrize(
    ("a_week", "until", "field"),
    [
        (0, None, "a_week"),
        (3, None, "a_week"),
        (2, NOW.date(), "away_until"),
        (2, date(2027, 1, 1), "away_until"),
    ],
)
def test_a_wish_that_cannot_be_granted_says_why(work: Work, a_week: int, until: date, field: str) -> None:
    a_member(work, "MAYA", Role.MENTOR)

    with pytest.raises(Mistakes) as mistakes:
        kept.wish(work, "MAYA", Wishes(a_week, until))
    assert set(mistakes.value.fields) == {field}


# The budget, and what is named in passing


def a_full_week(work: Work, a_week: int = 2) -> None:
    """Owe Maya more than a week holds, the most important first."""
    a_member(work, "MAYA", Role.MENTOR, messages_a_week=a_week)
    for kind in (Kind.PROGRAM_CLOSED, Kind.HAND_OVER, Kind.DIGEST, Kind.BADGE, Kind.PAUSE_ENDED):
        owe(work, kind)


def test_two_unasked_messages_a_week_and_the_second_names_two_more(work: Work) -> None:
    a_full_week(work)

    assert heard(work) == ["program_closed", "hand_over"]
    assert work.outbox.get("hand_over::MAYA").mentions == ["pause_ended::MAYA", "digest::MAYA"]
    assert state(work, Kind.DIGEST) == state(work, Kind.PAUSE_ENDED) == OutboxState.MENTIONED
    assert state(work, Kind.BADGE) == OutboxState.DUE


def test_who_wants_one_message_a_week_gets_one_that_names_two_more(work: Work) -> None:
    a_full_week(work, a_week=1)

    assert heard(work) == ["program_closed"]
    assert work.outbox.get("program_closed::MAYA").mentions == ["hand_over::MAYA", "pause_ended::MAYA"]
    go_to(work, work.now + days(6))
    assert heard(work) == []
    go_to(work, work.now + days(1))
    assert heard(work) == ["badge"]  # the digest was of no use any more


def test_what_was_named_is_not_said_again_and_what_was_not_comes_when_there_is_room(work: Work) -> None:
    a_full_week(work)
    leave(work)
    go_to(work, work.now + days(7))

    assert heard(work) == ["badge"]


def test_a_message_that_has_nothing_to_say_lets_those_it_would_have_named_speak(work: Work) -> None:
    a_full_week(work)
    parcels = outbox.claim(work, TERMS).parcels

    outcomes.overtaken(work, parcels[1])

    assert state(work, Kind.DIGEST) == OutboxState.DUE
    assert heard(work) == ["pause_ended"]


def test_a_third_message_of_another_person_still_comes(work: Work) -> None:
    a_full_week(work)
    leave(work)
    owe(work, Kind.THANKS)

    assert heard(work) == ["thanks"]


def test_home_shows_what_was_kept_and_a_tap_brings_it(work: Work) -> None:
    a_full_week(work)
    leave(work)

    assert [one.kind for one in kept.card(work, "MAYA").waiting] == ["pause_ended", "digest", "badge"]
    kept.show(work, "MAYA", "digest::MAYA")
    assert heard(work) == ["digest"]
    assert [one.kind for one in kept.card(work, "MAYA").waiting] == ["pause_ended", "badge"]
    with pytest.raises(Stale):
        kept.show(work, "MAYA", "digest::MAYA")


def test_what_was_kept_for_somebody_is_shown_to_nobody_else(work: Work) -> None:
    a_full_week(work)
    leave(work)
    a_member(work, "SAM", Role.MENTEE)

    assert kept.card(work, "SAM").waiting == ()
    with pytest.raises(NotYours):
        kept.show(work, "SAM", "digest::MAYA")
    with pytest.raises(Stale):
        kept.show(work, "SAM", "nothing")


# Silence


def never_answers(work: Work, weeks: int) -> list[tuple[date, str, str]]:
    """Live through so many weeks of the program; return what was said unasked: day, kind, to whom."""
    said = []
    for _ in range(weeks * 7):
        for row in timetable.TIMETABLE:
            timetable.beat(work, row)
        while parcels := outbox.load(work, handlers.LETTERS, outbox.claim(work, TERMS).parcels):
            for parcel in parcels:
                outcomes.attempt(work, [parcel], timedelta(0), has_files=False)
                _arrive(work, parcel)
                if parcel.step is Step.POST and parcel.message.urgency == Urgency.NUDGE:
                    said += [(work.now.date(), parcel.message.kind, person) for person in parcel.recipients]
            work.session.flush()
            work.session.expire_all()
        go_to(work, work.now + days(1))
    return said


@pytest.mark.parametrize("mentor_role", [Role.MENTOR, Role.BOTH])
@pytest.mark.parametrize("is_paired", [True, False])
def test_who_never_answers_hears_little_and_then_nothing(
    work: Work, mentor_role: Role, is_paired: bool
) -> None:
    for person, role in (("MAYA", mentor_role), ("SAM", Role.MENTEE)):
        member = a_member(work, person, role)
        surveys.begin(work, member)
        training.begin(work, member)
    if is_paired:
        a_pair(work, "MAYA", "SAM")

    said = never_answers(work, weeks=25)

    for person in ("MAYA", "SAM"):
        mine = [(day, kind) for day, kind, who in said if who == person]
        asked = [day for day, kind in mine if MANNERS[Kind(kind)].rests or kind == Kind.CHECK_IN_SILENCE]
        assert len(mine) <= MOST_TO_WHO_NEVER_ANSWERS, mine
        assert Counter(kind for _, kind in mine)[Kind.CHECK_IN_SILENCE] == 1
        assert max(asked) < NOW.date() + days(60)
        assert asked[-1] == max(day for day, kind in mine if kind == Kind.CHECK_IN_SILENCE)
