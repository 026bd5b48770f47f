"""What Slack's directory says of people.

The whole of it is read a page at a time. A page, what it changes and the place to go on from are kept in one
transaction, so a stop loses nothing and repeats nothing. Nobody is missing before the last page is kept.
Whoever works here no more is sent nothing from that moment on, and leaves the program a few at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import structlog

from bot.flows import onboarding
from bot.rules import directory as rules
from storage.models import Appointment, Duty
from storage.work import Work

log = structlog.get_logger()

AT_ONCE = 10  # people seen off in one transaction
TOO_FEW = "Nobody was let go. Look at Slack's list of members; I read it again next night."


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody as Slack lists them now."""

    id: str
    name: str
    email: str | None
    title: str
    timezone: str
    locale: str
    is_employee: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading of the directory goes on: the number of the reading, and the page to ask Slack for."""

    reading: int
    cursor: str


def learn(work: Work, entries: Iterable[Entry]) -> None:
    """Keep what Slack says of some people; somebody who works here no more leaves."""
    _keep(work, entries)
    see_off(work)


def begin(work: Work, *, anew: bool = False) -> Place:
    """Return where to go on: where a reading was interrupted lately, or at the first page of a new one."""
    listing = work.directory.listing()
    is_old = listing is None or listing.ended_at or work.now - listing.began_at > rules.FRESH
    if listing is None or is_old or anew:
        listing = work.directory.begin(work.now)
    return Place(listing.number, listing.cursor)


def keep_page(work: Work, place: Place, entries: Sequence[Entry], cursor: str) -> Place | None:
    """Keep a page and the cursor of the next one; return the next place, None after the last.

    None as well where somebody else went on from this place: they read the rest.
    """
    listing = work.directory.listing()
    if listing is None or listing.ended_at or Place(listing.number, listing.cursor) != place:
        return None
    _keep(work, entries)
    work.directory.note_listed({entry.id for entry in entries})
    listing.cursor = cursor
    if cursor:
        return Place(listing.number, cursor)
    listing.ended_at = work.now
    _end(work)
    return None


def see_off(work: Work) -> int:
    """Let a few members leave whom the company no longer has; return how many.

    Their partners hear the usual sentence.
    """
    program = work.program.current()
    gone = work.directory.to_see_off(program.id, AT_ONCE) if program else []
    for person_id in gone:
        onboarding.leave(work, person_id)
    work.session.flush()
    return len(gone)


def appoint(work: Work, admins: Iterable[str]) -> None:
    """Make the people named in the settings (ids or e-mail addresses) program admins."""
    for name in admins:
        person = work.people.get(name) or work.people.by_email(name)
        if person:
            work.session.merge(Appointment(person_id=person.id, duty=Duty.ADMIN))


def is_known(work: Work, person_id: str) -> bool:
    """Tell whether the directory has a person among those who work here; anybody else may be back."""
    person = work.people.get(person_id)
    return person is not None and person.is_employee


def _keep(work: Work, entries: Iterable[Entry]) -> None:
    work.session.flush()
    work.directory.keep([asdict(entry) for entry in {entry.id: entry for entry in entries}.values()])


def _end(work: Work) -> None:
    """Note at the end of a list that whoever it did not name has gone, unless it cannot be the whole list."""
    employed, unlisted = work.directory.number_employed(), work.directory.number_unlisted()
    if rules.is_plausible(employed, unlisted):
        work.directory.drop_unlisted()
    else:
        log.error("directory.too_few", employed=employed, unlisted=unlisted, remedy=TOO_FEW)
