from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.rules import people
from bot.rules.messages import Kind
from bot.rules.people import Lists, Profile
from bot.rules.refusals import Mistakes

LISTS = Lists({"sheets", "notes", "video", "ai", "safety", "decks"}, {"tea"}, {"en", "de"})
MENTOR = Profile(role="mentor", offers={"sheets": 2})
MENTEE = Profile(role="mentee", wants={"sheets": 2})
MONDAY = date(2026, 1, 5)


def mistakes(check, *args) -> dict[str, str]:
    with pytest.raises(Mistakes) as refusal:
        check(*args)
    return refusal.value.fields


@pytest.mark.parametrize("profile", [MENTOR, MENTEE, replace(MENTOR, role="both", wants={"notes": 1})])
def test_a_sensible_profile_passes_both_steps(profile: Profile) -> None:
    people.check_what_you_bring(profile, LISTS)
    people.check_how_you_meet(profile, "ME", LISTS)


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile(), "role"),
        (Profile(role="teacher"), "role"),
        (Profile(role="mentor"), "offers"),
        (Profile(role="mentee", offers={"sheets": 2}), "wants"),
        (replace(MENTOR, role="both", wants={"sheets": 3}), "wants"),
        (replace(MENTOR, offers={"gone": 2}), "offers"),
        (replace(MENTOR, offers=dict.fromkeys(LISTS.skills, 2)), "offers"),
        (replace(MENTOR, also_offers="x" * 141), "also_offers"),
        (replace(MENTOR, also_wants="x" * 141), "also_wants"),
        (replace(MENTOR, interests=("chess",)), "interests"),
    ],
)
def test_what_does_not_fit_in_the_first_step_is_named_at_its_field(profile: Profile, field: str) -> None:
    assert list(mistakes(people.check_what_you_bring, profile, LISTS)) == [field]


def test_free_words_are_enough_to_share_or_to_learn() -> None:
    people.check_what_you_bring(Profile(role="mentor", also_offers="sourdough"), LISTS)
    people.check_what_you_bring(replace(MENTOR, role="both", wants={"sheets": 2}, also_wants="chess"), LISTS)


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (replace(MENTOR, offers={"sheets": 4}), "offers:sheets"),
        (replace(MENTEE, wants={"sheets": 0}), "wants:sheets"),
        (replace(MENTOR, languages=()), "languages"),
        (replace(MENTOR, languages=("tlh",)), "languages"),
        (replace(MENTOR, work_end=time(9)), "work_end"),
        (replace(MENTOR, work_start=time(17), work_end=time(9)), "work_end"),
        (replace(MENTOR, format="by pigeon"), "format"),
        (replace(MENTOR, partners=0), "partners"),
        (replace(MENTOR, partners=4), "partners"),
        (replace(MENTOR, team="x" * 81), "team"),
        (replace(MENTOR, not_with=("YOU", "ME")), "not_with"),
        (replace(MENTOR, not_with=tuple(f"U{n}" for n in range(21))), "not_with"),
    ],
)
def test_what_does_not_fit_in_the_second_step_is_named_at_its_field(profile: Profile, field: str) -> None:
    assert list(mistakes(people.check_how_you_meet, profile, "ME", LISTS)) == [field]


def test_a_night_shift_may_run_past_midnight() -> None:
    people.check_how_you_meet(replace(MENTOR, work_start=time(22), work_end=time(6)), "ME", LISTS)


def test_all_mistakes_of_a_step_are_told_at_once() -> None:
    profile = replace(MENTOR, languages=(), partners=9, work_end=time(9))

    assert set(mistakes(people.check_how_you_meet, profile, "ME", LISTS)) == {
        "languages",
        "partners",
        "work_end",
    }


@pytest.mark.parametrize("until", [None, MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(weeks=27)])
def test_a_pause_ends_on_a_day_within_the_next_26_weeks(until: date | None) -> None:
    assert list(mistakes(people.check_pause, MONDAY, until)) == ["until"]
    assert people.check_pause(MONDAY, MONDAY + timedelta(weeks=26)) == date(2026, 7, 6)


def test_a_program_is_open_to_everybody_or_to_its_departments() -> None:
    people.check_open_to([], None)
    people.check_open_to(["Sales"], "sales")
    with pytest.raises(people.NotOpenToYou) as refusal:
        people.check_open_to(["Sales", "Legal"], None)
    assert refusal.value.facts == {"departments": "Sales · Legal"}


def test_messages_flow_again_an_hour_into_the_day_of_return_where_the_person_is() -> None:
    assert people.end_of_hold(MONDAY, "Asia/Tokyo") == datetime(2026, 1, 4, 16, tzinfo=UTC)
    assert people.local_day(datetime(2026, 1, 4, 16, tzinfo=UTC), "Asia/Tokyo") == MONDAY


def test_a_certificate_reaches_those_who_have_left() -> None:
    assert Kind.CERTIFICATE not in people.nudges()
    assert Kind.CHECK_IN in people.nudges()
    assert Kind.THANKS not in people.nudges()
