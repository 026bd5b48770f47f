"""The outbox, step by step: choose what may leave, mark the attempt, note how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules import quiet
from bot.rules.messages import Urgency
from storage.models import Member, OutboxMessage, OutboxState, Person
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


def claim(work: Work, limit: int) -> list[Parcel]:
    """Mark up to ``limit`` messages as attempted and return them; put off or end those that may not leave."""
    chosen = (_choose(work, message) for message in work.outbox.due(limit))
    return [parcel for parcel in chosen if parcel]


def sent(work: Work, parcel: Parcel, channel: str, ts: str) -> None:
    """Note that Slack has accepted a message."""
    message = work.session.merge(parcel.message)
    message.state, message.sent_at, message.ts = OutboxState.SENT, work.now, ts
    message.channel_id = channel
    person = work.people.get(message.person_id or "")
    if person:
        person.dm_channel = channel


def ended(work: Work, parcel: Parcel, state: OutboxState, problem: str = "") -> None:
    """Note that a message will not be sent, and why."""
    message = work.session.merge(parcel.message)
    message.state, message.problem = state, problem or None
    work.outbox.forget_heard(message.key)


def refused(work: Work, parcel: Parcel, problem: str, *, closes_the_door: bool) -> None:
    """Note that Slack refuses a message for good; some refusals mean that nothing reaches the person."""
    ended(work, parcel, OutboxState.DEAD, problem)
    person = work.people.get(parcel.message.person_id or "")
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
    return [_parcel(work, message) for message in work.outbox.attempted()]


def _choose(work: Work, message: OutboxMessage) -> Parcel | None:
    if message.expires_at <= work.now:
        message.state = OutboxState.EXPIRED
        return None
    parcel = _parcel(work, message)
    if message.person_id and not _is_reachable(work, message.person_id):
        message.state, message.problem = OutboxState.DEAD, "not reachable"
        return None
    allowed = _allowed(work, parcel)
    if allowed > work.now:
        message.not_before = allowed
        return None
    message.state, message.attempt_id = OutboxState.ATTEMPTED, parcel.attempt
    message.attempts += 1
    if message.urgency != Urgency.ANSWER:
        work.outbox.note_heard(message.key, parcel.recipients)
    return parcel


def _parcel(work: Work, message: OutboxMessage) -> Parcel:
    attempt = message.attempt_id or work.new_id()
    if message.person_id:
        person = work.people.get(message.person_id)
        locale, dm = (person.locale, person.dm_channel) if person else ("en-US", None)
        return Parcel(message, (message.person_id,), message.person_id, dm, locale, attempt)
    if message.pair_id:
        pair = work.pairs.get(message.pair_id)
        return Parcel(
            message, (pair.mentor_id, pair.mentee_id), pair.channel_id, pair.channel_id, attempt=attempt
        )
    return Parcel(message, (), message.channel_id, message.channel_id, attempt=attempt)


def _allowed(work: Work, parcel: Parcel) -> datetime:
    """Return when a message may leave, by its urgency."""
    urgency, moment = parcel.message.urgency, work.now
    if urgency == Urgency.ANSWER or not parcel.recipients:
        return moment
    if urgency == Urgency.NUDGE:
        heard = work.outbox.heard_since(parcel.recipients, work.now - quiet.WEEK)
        moment = max(quiet.within_budget(moment, times) for times in heard.values())
    return quiet.next_moment(moment, [_hours(work, person_id) for person_id in parcel.recipients])


def _hours(work: Work, person_id: str) -> quiet.Hours:
    person = work.people.get(person_id) or Person(id=person_id, name=person_id)
    program = work.program.current()
    member: Member | None = work.people.member(person_id, program.id) if program else None
    if member is None:
        return quiet.Hours(person.timezone)
    return quiet.Hours(person.timezone, member.work_start, member.work_end)


def _is_reachable(work: Work, person_id: str) -> bool:
    person = work.people.get(person_id)
    return person is not None and person.is_employee and person.is_reachable


def retry_at(now: datetime, attempts: int) -> datetime:
    """Return when to try again after a failure: 5 s, 10 s, 20 s … up to ten minutes."""
    return now + min(timedelta(seconds=5 * 2 ** min(attempts, 10)), timedelta(minutes=10))
