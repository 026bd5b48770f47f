"""Whether a message may leave now: hours and days of its readers, their quiet budget, and their silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot import calendars
from bot.flows import silence
from bot.rules import quiet
from bot.rules.messages import MANNERS, Kind, Manner, Urgency
from storage.models import Member, MemberState, OutboxMessage, OutboxState, Pair, Person, Step
from storage.work import Work

MOST_MENTIONS = 2  # further messages that one names


@dataclass(frozen=True, slots=True)
class Known:
    """All that decides on a batch of messages, read at once: a batch costs few queries, however long."""

    people: Mapping[str, Person]
    pairs: Mapping[str, Pair]
    members: Mapping[str, Member]  # of the newest program
    places: Mapping[str, str | None]  # where people work
    # When they were spoken to unasked in a week; grows with the batch.
    heard: Mapping[str, list[datetime]] = field(default_factory=dict)
    # What else is to be said unasked to those who hear no more this week.
    rivals: Mapping[str, list[OutboxMessage]] = field(default_factory=dict)

    def recipients(self, message: OutboxMessage) -> tuple[str, ...]:
        """Return whom a message is for; nobody in particular in a channel."""
        if message.person_id:
            return (message.person_id, message.other_id) if message.other_id else (message.person_id,)
        pair = self.pairs[message.pair_id] if message.pair_id else None
        return (pair.mentor_id, pair.mentee_id) if pair else ()

    def hours(self, person_id: str, manner: Manner) -> quiet.Hours:
        """Return when somebody can be spoken to in this manner."""
        person, member = self.people.get(person_id), self.members.get(person_id)
        zone = person.timezone if person else "UTC"
        hours = quiet.Hours(zone, member.work_start, member.work_end) if member else quiet.Hours(zone)
        if member and not manner.reaches_away:
            hours = replace(hours, back_on=_back_on(member))
        return calendars.calendar(zone, self.places.get(person_id)).of(hours)

    def can_reach(self, person_id: str) -> bool:
        """Tell whether messages arrive at somebody at all."""
        person = self.people.get(person_id)
        return person is not None and person.is_employee and person.is_reachable

    def group(self, message: OutboxMessage) -> str | None:
        """Return the group DM that a message goes to, where it is open."""
        return self.pairs[message.pair_id].channel_id if message.pair_id else message.channel_id

    def budget(self, person_id: str) -> int:
        """Return how many unasked messages a week somebody gets."""
        member = self.members.get(person_id)
        return quiet.budget(member.messages_a_week) if member else quiet.WEEKLY_BUDGET


def known(work: Work, messages: Sequence[OutboxMessage]) -> Known:
    """Read what decides on these messages."""
    pairs = work.pairs.among({one.pair_id for one in messages if one.pair_id})
    halves = {half for pair in pairs.values() for half in (pair.mentor_id, pair.mentee_id)}
    named = {person_id for one in messages for person_id in (one.person_id, one.other_id)}
    people = {person_id for person_id in named if person_id} | halves
    habits = work.people.with_habits(people)
    found = Known(
        people={person.id: person for person, _, _ in habits},
        pairs=pairs,
        members={member.person_id: member for _, member, _ in habits if member},
        places={person.id: place for person, _, place in habits},
    )
    if all(one.urgency == Urgency.ANSWER for one in messages):
        return found  # an answer leaves at any hour
    found = replace(found, heard=work.delivery.heard_since(people, work.now - quiet.WEEK))
    return replace(found, rivals=work.delivery.rivals(_last_this_week(found, messages)))


def leaves_out(work: Work, message: OutboxMessage, known: Known) -> bool:
    """Tell whether a message is not for people who do not answer; here it shows who does not."""
    manner = MANNERS[Kind(message.kind)]
    members = [known.members.get(person) for person in known.recipients(message)]
    if not manner.rests or not members:
        return False
    for member in members:
        if manner.asks and member and _falls_quiet(member, work.now.date()):
            silence.begin(work, member)
    return all(member is not None and silence.is_quiet(member, work.now.date()) for member in members)


def puts_off(now: datetime, message: OutboxMessage, known: Known) -> bool:
    """Tell whether a message has to wait, and note until when; while its reader is away it stays useful."""
    recipients = known.recipients(message)
    if message.urgency == Urgency.ANSWER or not recipients:
        return False
    moment = now
    if message.urgency == Urgency.NUDGE:
        budgets = (quiet.within_budget(now, known.heard[one], known.budget(one)) for one in recipients)
        moment = max(budgets)
    hours = [known.hours(one, MANNERS[Kind(message.kind)]) for one in recipients]
    allowed = quiet.next_moment(moment, hours)
    if allowed <= now:
        return False
    if any(one.back_on and not one.works_on(now.date()) and now.date() < one.back_on for one in hours):
        message.expires_at += allowed - now
    message.not_before, message.held_since = allowed, message.held_since or now
    return True


def note(work: Work, message: OutboxMessage, known: Known) -> None:
    """Count that people are spoken to unasked; who gets no more this week reads what else waits."""
    recipients = known.recipients(message)
    for person in recipients:
        known.heard[person].append(work.now)
    if len(recipients) > 1:
        return
    member = known.members.get(recipients[0])
    if member and MANNERS[Kind(message.kind)].asks:
        silence.asked(member, work.now.date())
    if _is_own_nudge(message) and not message.mentions:
        message.mentions = _mention(work, message, known)


def _mention(work: Work, message: OutboxMessage, known: Known) -> list[str]:
    """Choose what a message names besides, where the week has no room for it; return the keys."""
    person = str(message.person_id)
    if len(known.heard[person]) < known.budget(person):
        return []
    others = [one for one in known.rivals[person] if one.state == OutboxState.DUE and one.key != message.key]
    named = [one for one in others if not leaves_out(work, one, known)][:MOST_MENTIONS]
    for one in named:
        one.state, one.sent_at = OutboxState.MENTIONED, work.now
    return [one.key for one in named]


def _last_this_week(known: Known, messages: Sequence[OutboxMessage]) -> set[str]:
    """Return who is perhaps told the last that they hear unasked this week."""
    to_come = Counter(person for message in messages for person in known.recipients(message))
    nudged = {str(message.person_id) for message in messages if _is_own_nudge(message)}
    return {one for one in nudged if len(known.heard[one]) + to_come[one] >= known.budget(one)}


def _falls_quiet(member: Member, today: date) -> bool:
    return not silence.is_quiet(member, today) and silence.has_gone_on(member, today)


def _back_on(member: Member) -> date | None:
    days = [member.away_until, member.paused_until if member.state == MemberState.PAUSED else None]
    return max((day for day in days if day), default=None)


def _is_own_nudge(message: OutboxMessage) -> bool:
    is_own = message.person_id is not None and message.other_id is None and message.step is Step.POST
    return is_own and message.urgency == Urgency.NUDGE
