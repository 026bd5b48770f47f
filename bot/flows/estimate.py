"""How long it takes until everybody has what an admin is about to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot import calendars
from bot.flows import pairs
from bot.flows.matching import draft_or_refuse
from bot.rules import estimate as rules
from bot.rules import quiet
from bot.rules.estimate import Crowd, Estimate, Span, Stream
from bot.rules.pairs import UNDO_WINDOW
from bot.rules.quiet import Hours
from storage.models import Step
from storage.work import Work

Rates = Mapping[Step, float]  # calls a minute that Slack takes; 0: any


@dataclass(frozen=True, slots=True)
class Send:
    """A send to come: what it calls, when its readers work, how many wait longer, when it begins."""

    round_id: str
    pairs: int
    streams: tuple[Stream, ...]
    hours: tuple[list[Span], ...]
    later: int
    after: timedelta


@dataclass(frozen=True, slots=True)
class Expected:
    """How long a send takes; ``later``: so many wait longer, for their week to have room or to be back."""

    round_id: str
    pairs: int
    takes: Estimate
    later: int


def of_round(work: Work, admin_id: str, round_id: str, rates: Rates) -> Send:
    """Gather what publishing a draft sends: introductions, and a word to those without a partner."""
    draft = draft_or_refuse(work, admin_id, round_id)
    proposed = work.pairs.proposed_ids(round_id)
    alone = {*pairs.waiting(work, draft.program_id)}.difference(*proposed)
    readers = _readers(work, draft.program_id, work.now + UNDO_WINDOW, is_nudge=True)
    introduced, some_later = readers.sort(proposed)
    told, more_later = readers.sort((one,) for one in alone)
    streams = Stream(rates[Step.OPEN], introduced), Stream(rates[Step.POST], (*introduced, *told))
    return Send(round_id, len(proposed), streams, readers.hours, some_later + more_later, UNDO_WINDOW)


def of_look(work: Work, admin_id: str, round_id: str, rates: Rates) -> Send:
    """Gather what a look before a draft is published sends: a card to everybody in it."""
    draft = draft_or_refuse(work, admin_id, round_id)
    proposed = work.pairs.proposed_ids(round_id)
    readers = _readers(work, draft.program_id, work.now, is_nudge=False)
    shown, later = readers.sort((one,) for one in {half for pair in proposed for half in pair})
    streams = (Stream(rates[Step.POST], shown),)
    return Send(round_id, len(proposed), streams, readers.hours, later, timedelta(0))


def solve(send: Send) -> Expected:
    """Say how long a send takes, without the store."""
    found = rules.estimate(send.streams, send.hours)
    takes = Estimate(*(span and span + send.after for span in (found.last, found.most)))
    return Expected(send.round_id, send.pairs, takes, send.later)


@dataclass(frozen=True, slots=True)
class _Readers:
    """The members who can be reached: their hours by number, and who has to wait longer."""

    numbers: Mapping[str, int]
    hours: tuple[list[Span], ...]
    waiting: frozenset[str]

    def sort(self, messages: Iterable[Sequence[str]]) -> tuple[tuple[Crowd, ...], int]:
        """Return crowds for messages (to one person or to both of a pair), and how many wait longer."""
        there = [people for people in messages if all(one in self.numbers for one in people)]
        soon = [people for people in there if self.waiting.isdisjoint(people)]
        counts = Counter(tuple(self.numbers[one] for one in people) for people in soon)
        return tuple(Crowd(hours, count) for hours, count in counts.items()), len(there) - len(soon)


def _readers(work: Work, program_id: str, begins: datetime, *, is_nudge: bool) -> _Readers:
    """Read when everybody works; a nudge also waits until somebody's week has room for it."""
    heard = work.outbox.heard_since(work.now - quiet.WEEK) if is_nudge else Counter[str]()
    known: dict[tuple[str, time, time, str | None], int] = {}
    numbers, waiting = {}, set()
    for one in work.candidates.readers(program_id):
        key = one.timezone, one.work_start, one.work_end, calendars.country(one.timezone, one.place)
        numbers[one.person_id] = known.setdefault(key, len(known))
        is_away = one.away_until is not None and one.away_until > begins.date()
        if is_away or heard[one.person_id] >= quiet.budget(one.messages_a_week):
            waiting.add(one.person_id)
    hours = tuple(
        rules.spans(begins, calendars.days_off(country).of(Hours(zone, start, end)))
        for zone, start, end, country in known
    )
    return _Readers(numbers, hours, frozenset(waiting))
