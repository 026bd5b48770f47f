"""A session as a calendar file (RFC 5545), read by every calendar."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event
from icalendar.enums import STATUS

from bot.flows.meetings import Meeting
from bot.flows.question_letters import Talk
from bot.rules.questions import MINUTES
from bot.words import _
from storage.models import SessionState

PRODUCT = "-//Flipside//Reverse mentoring//EN"


def file(meeting: Meeting) -> bytes:
    """Return the file that enters a session, moves it (the sequence has grown) or takes it out again."""
    is_canceled = meeting.state == SessionState.CANCELED
    event = Event.new(
        uid=f"{meeting.id}@flipside",
        sequence=meeting.revision,
        stamp=meeting.seen_at.replace(microsecond=0),
        start=meeting.starts_at,
        end=meeting.starts_at + timedelta(minutes=meeting.minutes),
        summary=_("{mentor} and {mentee}: {title}").format(
            mentor=meeting.names[0], mentee=meeting.names[1], title=meeting.agenda.title
        ),
        description=_description(meeting),
        status=STATUS.CANCELLED if is_canceled else STATUS.CONFIRMED,
    )
    # A published event is taken back by CANCEL with the same uid and a greater sequence (RFC 5546, 3.2.5).
    return _calendar(event, "CANCEL" if is_canceled else "PUBLISH")


def talk(talk: Talk) -> bytes:
    """Return the file that enters 15 minutes about a question, or moves them."""
    starts_at = talk.starts_at or talk.seen_at
    event = Event.new(
        uid=f"{talk.question_id}@flipside",
        sequence=talk.revision,
        stamp=talk.seen_at.replace(microsecond=0),
        start=starts_at,
        end=starts_at + timedelta(minutes=MINUTES),
        summary=_("{asker} and {mentor}: {skill}").format(
            asker=talk.names[0], mentor=talk.names[1], skill=talk.skill
        ),
        description=talk.text,
        status=STATUS.CONFIRMED,
    )
    return _calendar(event, "PUBLISH")


def _calendar(event: Event, method: str) -> bytes:
    calendar = Calendar.new(prodid=PRODUCT, method=method)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(meeting: Meeting) -> str:
    agenda, (mentor, mentee) = meeting.agenda, meeting.names
    return "\n\n".join(
        (
            _("To open: {words}").format(words=agenda.opening),
            _("{person}'s half: {words}").format(person=mentor, words=agenda.mentor_half),
            _("{person}'s half: {words}").format(person=mentee, words=agenda.mentee_half),
            _("To close: {words}").format(words=agenda.closing),
        )
    )
