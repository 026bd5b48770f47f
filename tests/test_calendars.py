from datetime import UTC, date, datetime

import pytest

from bot import calendars
from bot.rules.quiet import Hours, next_moment

CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("zone", "place", "day"),
    [
        ("Europe/Lisbon", None, date(2026, 4, 25)),
        ("Asia/Calcutta", None, date(2026, 8, 15)),  # an older name of Asia/Kolkata
        ("US/Eastern", None, date(2026, 11, 26)),
        ("Europe/Berlin", "Lisbon, Portugal", date(2026, 4, 25)),
        ("UTC", "DE", date(2026, 10, 3)),
        ("Europe/Berlin", "Building 3", date(2026, 10, 3)),
    ],
)
def test_a_public_holiday_of_somebodys_country_is_no_working_day(zone: str, place: str | None, day: date):
    assert day in calendars.calendar(zone, place).holidays


@pytest.mark.parametrize(("zone", "place"), [("UTC", None), ("Etc/GMT+5", ""), ("UTC", "Atlantis")])
def test_a_country_that_is_not_known_has_no_holidays(zone: str, place: str | None):
    assert CHRISTMAS not in calendars.calendar(zone, place).holidays


def test_a_weekend_is_the_countrys():
    friday = datetime(2026, 1, 9, 9, tzinfo=UTC)
    riyadh, lisbon = (calendars.calendar(zone).of(Hours(zone)) for zone in ("Asia/Riyadh", "Europe/Lisbon"))

    assert next_moment(friday, [lisbon]) == friday
    assert next_moment(friday, [riyadh]) == datetime(2026, 1, 11, 6, tzinfo=UTC)


def test_over_easter_a_message_waits_from_thursday_evening_to_tuesday():
    berlin = calendars.calendar("Europe/Berlin").of(Hours("Europe/Berlin"))

    evening = datetime(2026, 4, 2, 17, tzinfo=UTC)

    assert next_moment(evening, [berlin]) == datetime(2026, 4, 7, 7, tzinfo=UTC)


def test_a_holiday_of_one_half_holds_up_what_goes_to_both():
    halves = [calendars.calendar(zone).of(Hours(zone)) for zone in ("Europe/Lisbon", "Europe/Madrid")]

    national_day = datetime(2026, 6, 10, 10, tzinfo=UTC)  # Portugal's

    assert next_moment(national_day, halves) == datetime(2026, 6, 11, 8, tzinfo=UTC)
