"""What a pair reads: loads what the letters and the Home card say, or None once things have moved on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

from bot import content
from bot.content import Agenda
from bot.flows import meetings, pairs, sessions
from bot.flows.reasons import Labels, Told
from storage.models import Member, MemberState, OutboxMessage, Pair, PairState, Role, Side
from storage.pairs import OPEN
from storage.work import Work

MOST_SKILLS = 4


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two as the other gets to know them; skills are what they offer or want, by label."""

    person_id: str
    title: str
    department: str | None
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Introduction:
    """All that a new pair needs to begin."""

    pair_id: str
    mentor: Half
    mentee: Half
    reasons: tuple[Told, ...]
    agenda: Agenda
    slots: tuple[datetime, ...]
    icebreaker: str


@dataclass(frozen=True, slots=True)
class Start:
    """A pair, and times at which both could meet."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    agenda: Agenda
    slots: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """A pair that is over; ``partner_id`` is the other half. ``waits_again``: it ended early."""

    partner_id: str
    is_completed: bool
    waits_again: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A pair that rests until a day; ``partner_id`` is who is away."""

    pair_id: str
    partner_id: str
    until: date


@dataclass(frozen=True, slots=True)
class MyPair:
    """A pair as its member sees it on Home."""

    pair_id: str
    mentor_id: str
    mentee_id: str
    is_mentor: bool
    since: datetime
    reasons: tuple[Told, ...]
    rests_until: date | None
    may_finish: bool
    closes_at: datetime | None = None

    @property
    def partner_id(self) -> str:
        """The other half."""
        return self.mentee_id if self.is_mentor else self.mentor_id


@dataclass(frozen=True, slots=True)
class Left:
    """Why somebody waits in a role, and what would help."""

    role: Role
    why: Told
    advice: Told | None


@dataclass(frozen=True, slots=True)
class PairCard:
    """Somebody's pairs; or, without one, why they wait, and whether there has been a round at all."""

    pairs: tuple[MyPair, ...]
    waits: tuple[Left, ...] = ()
    had_round: bool = False


def half(work: Work, program_id: str, person_id: str, side: Side, labels: Labels) -> Half:
    """Return somebody as a partner gets to know them: what they offer, or what they want."""
    person = work.people.get(person_id)
    employee = work.people.employee(person) if person else None
    skills = work.people.skills_of(person_id, program_id, side)[:MOST_SKILLS]
    return Half(
        person_id,
        person.title if person else "",
        employee.department if employee else None,
        tuple(labels.skills.get(skill, skill) for skill in skills),
    )


def introduction_to_tell(work: Work, message: OutboxMessage) -> Introduction | None:
    """Return who is who and how to begin; None if the pair is no longer to be introduced."""
    pair = work.pairs.find(message.facts["pair"])
    if pair is None or pair.state != PairState.ACTIVE:
        return None
    labels = Labels.of(work)
    questions = content.icebreakers()
    return Introduction(
        pair_id=pair.id,
        mentor=half(work, pair.program_id, pair.mentor_id, Side.OFFERS, labels),
        mentee=half(work, pair.program_id, pair.mentee_id, Side.WANTS, labels),
        reasons=tuple(labels.told(reason) for reason in pair.reasons),
        agenda=meetings.agenda_of(work.program.get(pair.program_id), 1),
        slots=tuple(sessions.offer_slots(work, pair)),
        icebreaker=questions[crc32(pair.id.encode()) % len(questions)],
    )


def start_to_tell(work: Work, message: OutboxMessage) -> Start | None:
    """Return times for a first session; None once the pair has planned one, rests or is over."""
    pair = work.pairs.find(message.facts["pair"])
    if pair is None or pair.state != PairState.ACTIVE or work.sessions.number_planned(pair.id):
        return None
    return _start(work, pair)


def return_to_tell(work: Work, message: OutboxMessage) -> Start | None:
    """Return times for the next session of a pair that is awake again; None if it is not."""
    pair = work.pairs.find(message.facts["pair"])
    return _start(work, pair) if pair and pair.state == PairState.ACTIVE else None


def ending_to_tell(work: Work, message: OutboxMessage) -> Ending | None:
    """Return whose pair is over; None if the reader has left meanwhile."""
    pair = work.pairs.get(message.facts["pair"])
    reader = str(message.person_id)
    member = work.people.member(reader, pair.program_id)
    if member is None or member.state == MemberState.LEFT:
        return None
    return Ending(pairs.partner_of(pair, reader), pair.state == PairState.COMPLETED, pair.waits_again)


def pause_to_tell(work: Work, message: OutboxMessage) -> Pause | None:
    """Return who is away until when; None if the pair no longer rests."""
    pair = work.pairs.get(message.facts["pair"])
    if pair.state != PairState.PAUSED:
        return None
    partner_id = pairs.partner_of(pair, str(message.person_id))
    return Pause(pair.id, partner_id, date.fromisoformat(message.facts["until"]))


def card(work: Work, person_id: str) -> PairCard | None:
    """Return somebody's open pairs, or why they wait; None for those who are not in the program or away."""
    program = work.program.current()
    member = work.people.member(person_id, program.id) if program else None
    if program is None or member is None or member.state == MemberState.LEFT:
        return None
    labels = Labels.of(work)
    mine = [pair for pair in work.pairs.of(person_id, *OPEN) if pairs.is_told(work, pair)]
    if mine:
        return PairCard(tuple(_my_pair(work, pair, person_id, labels) for pair in mine))
    if member.state == MemberState.PAUSED or _has_finished(work, person_id):
        return None
    return _waiting_card(work, member, labels)


def _has_finished(work: Work, person_id: str) -> bool:
    return any(not pair.waits_again for pair in work.pairs.of(person_id, PairState.COMPLETED))


def _waiting_card(work: Work, member: Member, labels: Labels) -> PairCard:
    rounds = work.pairs.published(member.program_id)
    told = [round_ for round_ in rounds if work.outbox.has_left(f"round:{round_.id}:")]
    if not told:
        return PairCard((), had_round=False)
    rows = work.pairs.why_unmatched(told[0].id, member.person_id)
    waits = tuple(Left(Role(row.role), labels.told(row.reason), labels.advised(row.advice)) for row in rows)
    return PairCard((), waits, had_round=True)


def _my_pair(work: Work, pair: Pair, person_id: str, labels: Labels) -> MyPair:
    return MyPair(
        pair_id=pair.id,
        mentor_id=pair.mentor_id,
        mentee_id=pair.mentee_id,
        is_mentor=person_id == pair.mentor_id,
        since=pair.started_at,
        reasons=tuple(labels.told(reason) for reason in pair.reasons),
        rests_until=_rests_until(work, pair),
        may_finish=work.sessions.number_held(pair.id) > 0,
        closes_at=pair.closes_at,
    )


def _rests_until(work: Work, pair: Pair) -> date | None:
    if pair.state != PairState.PAUSED:
        return None
    halves = (work.people.member(each, pair.program_id) for each in (pair.mentor_id, pair.mentee_id))
    return max((half.paused_until for half in halves if half and half.paused_until), default=None)


def _start(work: Work, pair: Pair) -> Start:
    number = work.sessions.number_held(pair.id) + 1
    agenda = meetings.agenda_of(work.program.get(pair.program_id), number)
    slots = tuple(sessions.offer_slots(work, pair))
    return Start(pair.id, pair.mentor_id, pair.mentee_id, agenda, slots)
