from datetime import UTC, datetime, time, timedelta

import pytest
from icalendar import Calendar

from bot.demo.stage import Stage
from bot.demo.workspace.person import Person
from bot.flows import pairs, sessions
from bot.flows.meetings import Meeting
from storage.models import Program, Role, Round
from storage.work import Work
from tests.builders import a_member, a_pair, days
from tests.stories.cast import ADA, MAYA, SAM, SOFIA

FIRST = "Tuesday, January 6th, 2026 at 10:30 AM"
pytestmark = pytest.mark.usefixtures("program")


@pytest.fixture
async def introduced(stage: Stage, program: Program) -> None:
    """Maya and Sam are a pair and have read so."""
    for person, role in ((MAYA, Role.MENTOR), (SAM, Role.MENTEE)):
        await stage.flipside.store.run(a_member, person, role)
    round_ = Round(
        id="round", program_id=program.id, number=1, seed=1, made_by=ADA, made_at=stage.clock.now()
    )
    await stage.flipside.store.run(pairs.introduce, round_, MAYA, SAM, ())
    await stage.settle()


def heard(person: Person, words: str) -> list[str]:
    return [message for message in person.heard if words in message]


def events(person: Person) -> list[dict]:
    """The calendar entries in the files that somebody was sent, oldest first."""
    entries = []
    for name, data in person.files:
        if name.endswith(".ics"):
            calendar = Calendar.from_ical(data)
            [event] = calendar.events
            entries.append({"method": calendar["METHOD"], **{key: event[key] for key in event}})
    return entries


async def planned(person: Person) -> None:
    """Somebody takes the first time that the introduction offers."""
    await person.clicks("Choose", near=FIRST)


@pytest.mark.usefixtures("introduced")
async def test_one_click_on_an_offered_time_plans_the_first_session_for_both(
    maya: Person, sam: Person
) -> None:
    await planned(maya)

    for half in (maya, sam):
        [card] = heard(half, "To open")
        assert "Session 1 of 6: Getting started" in card
        assert FIRST in card
        assert "@maya's half" in card
        assert "@sam's half" in card


@pytest.mark.usefixtures("introduced")
async def test_the_introduction_no_longer_offers_times_once_one_is_chosen(maya: Person, sam: Person) -> None:
    await planned(maya)

    [introduction] = heard(sam, "meet each other")
    assert "Session 1 of 6: Getting started is planned." in introduction
    assert "Times inside both people's working hours" not in introduction
    assert "To break the ice" in introduction.splitlines()[-1]
    with pytest.raises(LookupError):
        await sam.clicks("Choose")


@pytest.mark.usefixtures("introduced")
async def test_the_calendar_file_enters_the_session_where_it_is(maya: Person, sam: Person) -> None:
    await planned(sam)

    [entry] = events(maya)
    assert entry["method"] == "PUBLISH"
    assert entry["SUMMARY"] == "Maya Mentor and Sam Senior: Getting started"
    assert entry["SEQUENCE"] == 0
    assert entry["DTSTART"].dt == datetime(2026, 1, 6, 10, 30, tzinfo=UTC)
    assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(minutes=45)
    assert "To close" in entry["DESCRIPTION"]
    assert events(sam) == events(maya)


@pytest.mark.usefixtures("introduced")
async def test_the_second_to_choose_sees_what_is_planned(maya: Person, sam: Person) -> None:
    await sam.opens_home()
    await maya.clicks("Choose", near="Friday, January 9th")
    await sam.clicks("Choose", near=FIRST)

    assert sam.sees("Friday, January 9th")
    assert not sam.sees(FIRST)
    assert len(heard(maya, "To open")) == 1


@pytest.mark.usefixtures("introduced")
async def test_another_time_is_asked_for_in_a_form_that_says_what_is_wrong(maya: Person, sam: Person) -> None:
    await maya.clicks("Another time")
    await maya.fills({"Day and time": datetime(2026, 1, 7, 20, tzinfo=UTC)})
    errors = await maya.submits()
    assert "outside the working hours of one of you" in errors["Day and time"]

    await maya.fills({"Outside working hours?": ["It suits us both, even outside working hours"]})
    assert await maya.submits() == {}
    assert maya.modal
    assert "Wednesday, January 7th, 2026 at 8:00 PM" in maya.modal.text
    assert heard(sam, "Wednesday, January 7th, 2026 at 8:00 PM")


@pytest.mark.usefixtures("introduced")
async def test_a_moved_session_changes_its_card_and_tells_the_other_under_it(
    maya: Person, sam: Person
) -> None:
    await planned(maya)
    await sam.clicks("Reschedule")
    await sam.clicks("Choose", near="Friday, January 9th")
    assert sam.modal
    assert "Friday, January 9th" in sam.modal.text
    await sam.closes()

    [card] = heard(maya, "To open")
    assert "Friday, January 9th" in card
    assert FIRST not in card
    assert heard(maya, "@maya, this session is now on Friday, January 9th")
    first, second = events(maya)
    assert first["UID"] == second["UID"]
    assert (second["SEQUENCE"], second["DTSTART"].dt.day) == (1, 9)


@pytest.mark.usefixtures("introduced")
async def test_a_session_can_be_moved_to_any_time_by_the_form(maya: Person) -> None:
    await planned(maya)
    await maya.clicks("Reschedule")
    await maya.fills({"Day and time": datetime(2026, 1, 4, 10, tzinfo=UTC)})
    assert "still ahead" in (await maya.submits())["Day and time"]
    await maya.fills({"Day and time": datetime(2026, 1, 15, 10, 30, tzinfo=UTC)})

    assert await maya.submits() == {}
    [card] = heard(maya, "To open")
    assert "Thursday, January 15th, 2026 at 10:30 AM" in card


@pytest.mark.usefixtures("introduced")
async def test_a_card_that_somebody_deleted_is_shown_anew_once_its_session_moves(
    stage: Stage, maya: Person, sam: Person
) -> None:
    meeting = await stage.flipside.store.run(_planned_by, SAM)
    await stage.settle()
    await maya.opens_home()
    spot = (await stage.flipside.store.run(sessions.read, meeting.id, MAYA))[0].spots[0]
    await stage.flipside.client.chat_delete(channel=spot.channel, ts=spot.ts)
    assert not heard(sam, "To open")

    for day in ("Friday, January 9th", "Wednesday, January 14th"):
        await maya.clicks("Reschedule")
        await maya.clicks("Choose", near=day)
        await maya.closes()
        [card] = heard(sam, "To open")
        assert day in card


@pytest.mark.usefixtures("introduced")
async def test_a_canceled_session_offers_new_times_in_its_card_and_blames_nobody(
    maya: Person, sam: Person
) -> None:
    await planned(maya)
    await sam.clicks("Cancel")

    [card] = heard(maya, "Canceled: Session 1 of 6")
    assert "No harm done" in card
    assert "sam" not in card
    assert events(maya)[-1]["method"] == "CANCEL"
    await maya.clicks("Choose", near="Friday, January 9th")
    assert len(heard(sam, "Friday, January 9th")) >= 1
    assert len(heard(sam, "To open")) == 1


@pytest.mark.usefixtures("introduced")
async def test_a_reminder_comes_on_the_working_day_before(stage: Stage, maya: Person, sam: Person) -> None:
    await maya.clicks("Choose", near="Friday, January 9th")
    await stage.live(days(2))
    assert not heard(sam, "Coming up")
    await stage.live(days(2))

    assert len(heard(sam, "Coming up: Session 1 of 6: Getting started")) == 1
    assert len(heard(maya, "Coming up")) == 1


@pytest.mark.usefixtures("introduced")
async def test_nobody_is_reminded_of_what_was_planned_for_tomorrow(stage: Stage, maya: Person) -> None:
    await planned(maya)
    await stage.live(days(2))

    assert not heard(maya, "Coming up")


@pytest.mark.usefixtures("introduced")
async def test_we_met_takes_one_tap_and_offers_the_next_session_in_the_same_message(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await planned(maya)
    await stage.live(timedelta(hours=27))
    messages = len(sam.heard)
    await sam.clicks("We met", near="To open")

    [card] = heard(maya, "You met: Session 1 of 6")
    assert "1 of 6 sessions held" in card
    assert "Next: Hands on. When would suit you both?" in card
    assert len(sam.heard) == messages
    await maya.clicks("Choose")
    assert heard(sam, "Session 2 of 6: Hands on")
    await stage.live(days(7), step=timedelta(hours=4))
    assert not heard(sam, "did you two meet")


@pytest.mark.usefixtures("introduced")
async def test_who_says_nothing_is_asked_once_and_may_say_not_this_time(
    stage: Stage, maya: Person, sam: Person
) -> None:
    await planned(maya)
    await stage.live(days(8), step=timedelta(hours=4))
    assert len(heard(sam, "did you two meet?")) == 1

    await sam.clicks("Not this time")
    assert not heard(sam, "did you two meet?")
    assert len(heard(maya, "Canceled: Session 1 of 6")) == 2
    assert len(heard(maya, "No harm done. When would suit you both?")) == 1
    await maya.clicks("Choose")
    assert len(heard(sam, "To open")) == 1


@pytest.mark.usefixtures("introduced")
async def test_a_session_is_not_held_before_its_day(maya: Person) -> None:
    await planned(maya)
    await maya.clicks("We met")

    assert maya.last_heard
    assert "This session is still ahead." in maya.last_heard


@pytest.mark.usefixtures("introduced")
async def test_home_plans_moves_and_cancels_as_well(sam: Person, maya: Person) -> None:
    await sam.opens_home()
    assert sam.sees("Session 1 of 6: Getting started")
    await sam.clicks("Choose", near=FIRST)
    assert sam.home
    assert FIRST in sam.home.text
    await sam.clicks("Reschedule")
    await sam.clicks("Choose", near="Friday, January 9th")
    await sam.closes()
    assert "Friday, January 9th" in sam.home.text
    await sam.clicks("Cancel")
    assert "When would suit you both?" in sam.home.text
    assert heard(maya, "Canceled: Session 1 of 6")


@pytest.mark.usefixtures("introduced")
async def test_a_pair_that_met_without_a_plan_says_so_on_home(sam: Person) -> None:
    await sam.opens_home()
    await sam.clicks("We met already")

    assert sam.home
    assert "Session 2 of 6: Hands on" in sam.home.text


@pytest.mark.usefixtures("introduced")
async def test_a_stale_cancel_is_answered_in_words(maya: Person, sam: Person) -> None:
    await planned(maya)
    await maya.opens_home()
    await sam.clicks("Cancel")
    await maya.clicks("Cancel")

    assert maya.sees("This message is out of date")
    assert len(heard(maya, "is canceled. Choose a new time")) == 1


async def test_the_last_session_ends_the_pair_warmly(stage: Stage, maya: Person, sofia: Person) -> None:
    await stage.flipside.store.run(_one_session)
    await stage.flipside.store.run(a_pair, MAYA, SOFIA)
    await maya.opens_home()
    await maya.clicks("Choose")
    await stage.live(timedelta(hours=30))
    await sofia.clicks("We met")

    assert heard(maya, "That was your last session in this program. Thank you both")


async def test_people_whose_hours_never_meet_choose_a_time_by_themselves(stage: Stage, sofia: Person) -> None:
    late = {"work_start": time(18), "work_end": time(23)}
    await stage.flipside.store.run(a_member, MAYA, Role.MENTOR, **late)
    await stage.flipside.store.run(a_pair, MAYA, SOFIA)
    await sofia.opens_home()

    assert sofia.sees("Your working hours do not meet.")
    await sofia.clicks("Choose a time")
    assert sofia.modal


def _planned_by(work: Work, person_id: str) -> Meeting:
    [pair] = work.pairs.of(person_id)
    return sessions.plan(work, pair.id, person_id, datetime(2026, 1, 8, 10, tzinfo=UTC)).meeting


def _one_session(work: Work) -> None:
    work.program.current().session_count = 1
