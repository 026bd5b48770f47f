"""A session as a calendar file (RFC 5545), read by every calendar."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event
from icalendar.enums import STATUS

from bot.flows.meetings import Meeting
from bot.words import _
from storage.models import SessionState

PRODUCT = "-//Flipside//Reverse mentoring//EN"


def file(meeting: Meeting) -> bytes:
    """Return the file that enters a session, moves it (the sequence has grown) or takes it out again."""
    is_canceled = meeting.state == SessionState.CANCELED
    # A published event is taken back by CANCEL with the same uid and a greater sequence (RFC 5546, 3.2.5).
    method = "CANCEL" if is_canceled else "PUBLISH"
    calendar = Calendar.new(prodid=PRODUCT, method=method)
    calendar.add_component(
        Event.new(
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
    )
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
