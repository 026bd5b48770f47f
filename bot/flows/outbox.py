"""The outbox, step by step: choose what may leave, mark the attempt, note how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules import quiet
from bot.rules.messages import Urgency
from storage.models import Member, OutboxMessage, OutboxState, Pair, Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that may leave now: where to, for whom, in which language."""

    message: OutboxMessage
    recipients: tuple[str, ...] = ()  # people, for a DM or a pair's group DM
    channel: str | None = None  # where it goes; None while a pair's group DM is not open yet
    conversation: str | None = None  # where it can be read again, where known
    locale: str = "en-US"
    attempt: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """All that decides on a batch of messages, read at once: a batch costs few queries, however long."""

    people: Mapping[str, Person]
    pairs: Mapping[str, Pair]
    members: Mapping[str, Member]  # of the newest program
    heard: Mapping[
        str, list[datetime]
    ]  # when they were spoken to unasked within a week; grows with the batch

    def recipients(self, message: OutboxMessage) -> tuple[str, ...]:
        """Return whom a message is for; nobody in particular in a channel."""
        if message.person_id:
            return (message.person_id, message.other_id) if message.other_id else (message.person_id,)
        pair = self.pairs[message.pair_id] if message.pair_id else None
        return (pair.mentor_id, pair.mentee_id) if pair else ()

    def hours(self, person_id: str) -> quiet.Hours:
        """Return when somebody works."""
        person, member = self.people.get(person_id), self.members.get(person_id)
        zone = person.timezone if person else "UTC"
        return quiet.Hours(zone, member.work_start, member.work_end) if member else quiet.Hours(zone)

    def can_reach(self, person_id: str) -> bool:
        """Tell whether messages arrive at somebody at all."""
        person = self.people.get(person_id)
        return person is not None and person.is_employee and person.is_reachable


def claim(work: Work, limit: int) -> tuple[list[Parcel], bool]:
    """Mark messages as attempted and return them; put off or end those that may not leave.

    Looks at up to ``limit``; the second value tells whether more may be due.
    """
    messages = work.outbox.due(limit)
    known = _known(work, messages)
    chosen = (_choose(work, message, known) for message in messages)
    return [parcel for parcel in chosen if parcel], len(messages) == limit


def sent(work: Work, parcel: Parcel, channel: str, ts: str) -> None:
    """Note that Slack has accepted a message."""
    work.outbox.note_sent(parcel.message.key, channel, ts)
    if parcel.message.person_id and not parcel.message.other_id and channel != parcel.conversation:
        work.people.note_dm(parcel.message.person_id, channel)


def ended(work: Work, parcel: Parcel, state: OutboxState, problem: str = "") -> None:
    """Note that a message will not be sent, and why."""
    message = work.session.merge(parcel.message)
    message.state, message.problem = state, problem or None
    work.outbox.forget_heard(message.key)


def refused(work: Work, parcel: Parcel, problem: str, *, closes_the_door: bool) -> None:
    """Note that Slack refuses a message for good; some refusals mean that nothing reaches the person."""
    ended(work, parcel, OutboxState.DEAD, problem)
    person = work.people.get(parcel.message.person_id or "") if len(parcel.recipients) == 1 else None
    if person and closes_the_door:
        person.is_reachable = False


def put_off(work: Work, parcel: Parcel, until: datetime, problem: str) -> None:
    """Make a message due again at a later moment; it was certainly not posted."""
    message = work.session.merge(parcel.message)
    message.state, message.not_before, message.problem = OutboxState.DUE, until, problem
    work.outbox.forget_heard(message.key)


def opened(work: Work, pair_id: str, channel: str) -> None:
    """Remember a pair's group DM."""
    work.pairs.get(pair_id).channel_id = channel


def interrupted(work: Work) -> list[Parcel]:
    """Return the messages whose sending began before a restart and was not seen to end."""
    messages = work.outbox.attempted()
    known = _known(work, messages)
    return [_parcel(message, known) for message in messages]


def retry_at(now: datetime, attempts: int) -> datetime:
    """Return when to try again after a failure: 5 s, 10 s, 20 s … up to ten minutes."""
    return now + min(timedelta(seconds=5 * 2 ** min(attempts, 10)), timedelta(minutes=10))


def _known(work: Work, messages: Sequence[OutboxMessage]) -> _Known:
    if not messages:
        return _Known({}, {}, {}, {})
    pairs = work.pairs.among({one.pair_id for one in messages if one.pair_id})
    halves = {half for pair in pairs.values() for half in (pair.mentor_id, pair.mentee_id)}
    named = {person_id for one in messages for person_id in (one.person_id, one.other_id)}
    people = {person_id for person_id in named if person_id} | halves
    known = _Known(work.people.among(people), pairs, {}, {})
    if all(one.urgency == Urgency.ANSWER for one in messages):
        return known  # an answer leaves at any hour
    program = work.program.current()
    members = work.people.members_among(people, program.id) if program else {}
    heard = work.outbox.heard_since(people, work.now - quiet.WEEK)
    return replace(known, members=members, heard=heard)


def _choose(work: Work, message: OutboxMessage, known: _Known) -> Parcel | None:
    if message.expires_at <= work.now:
        message.state = OutboxState.EXPIRED
        return None
    recipients = known.recipients(message)
    if message.person_id and not all(known.can_reach(person_id) for person_id in recipients):
        message.state, message.problem = OutboxState.DEAD, "not reachable"
        return None
    allowed = _allowed(work.now, message, recipients, known)
    if allowed > work.now:
        message.not_before = allowed
        return None
    message.state = OutboxState.ATTEMPTED
    message.attempt_id = message.attempt_id or work.new_id()
    message.attempts += 1
    if message.urgency != Urgency.ANSWER:
        _note_heard(work, message, recipients, known)
    return _parcel(message, known)


def _parcel(message: OutboxMessage, known: _Known) -> Parcel:
    people, attempt = known.recipients(message), message.attempt_id or ""
    if message.other_id:
        return Parcel(message, people, attempt=attempt)  # Slack finds the group DM by its people
    if message.person_id:
        person = known.people.get(message.person_id)
        locale, dm = (person.locale, person.dm_channel) if person else ("en-US", None)
        return Parcel(message, people, message.person_id, dm, locale, attempt)
    channel = known.pairs[message.pair_id].channel_id if message.pair_id else message.channel_id
    return Parcel(message, people, channel, channel, attempt=attempt)


def _allowed(now: datetime, message: OutboxMessage, recipients: Sequence[str], known: _Known) -> datetime:
    """Return when a message may leave, by its urgency."""
    if message.urgency == Urgency.ANSWER or not recipients:
        return now
    moment = now
    if message.urgency == Urgency.NUDGE:
        moment = max(quiet.within_budget(now, known.heard[person]) for person in recipients)
    return quiet.next_moment(moment, [known.hours(person) for person in recipients])


def _note_heard(work: Work, message: OutboxMessage, recipients: Sequence[str], known: _Known) -> None:
    work.outbox.note_heard(message.key, recipients)
    for person in recipients:
        known.heard[person].append(work.now)
