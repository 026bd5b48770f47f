"""What may leave the outbox now: chosen, claimed for a while, and loaded with what its words need."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows import manners, outcomes
from bot.flows.manners import Known
from bot.flows.parcels import Also, Claimed, Parcel, Terms
from bot.letters import Letters
from bot.rules import pace
from bot.rules.messages import Urgency
from storage.models import OutboxMessage, OutboxState, Step
from storage.work import Work

SPOKEN = (Step.POST, Step.WHISPER)
SOON = timedelta(minutes=1)


def claim(work: Work, terms: Terms) -> Claimed:
    """Claim what may leave now, within each method's pace; put off or end what may not leave.

    Claims of senders that have vanished are taken back first.
    """
    outlook = work.delivery.outlook()
    if outlook.has_lapsed:
        outcomes.take_back(work, terms.grace)
        outlook = work.delivery.outlook()
    if not outlook.due:
        return Claimed(again_at=outlook.first)
    buckets = _buckets(work, terms, outlook.due)
    room = {step: min(terms.room, pace.left(bucket, terms.rates[step])) for step, bucket in buckets.items()}
    due = {step: work.delivery.due(step, most) for step, most in room.items() if most > 0}
    messages = [message for some in due.values() for message in some]
    opening = work.delivery.opening() if outlook.is_claimed else []
    parcels = _choose_all(work, messages, opening, terms.lease)
    _take(work, terms, buckets, parcels)
    if parcels or _is_more(work, due, room):
        return Claimed(tuple(parcels), is_more=True)
    return Claimed(again_at=_again_at(work, [bucket for step, bucket in buckets.items() if room[step] <= 0]))


def claim_loaded(work: Work, terms: Terms, letters: Letters) -> Claimed:
    """Claim what may leave now, and load it, in one transaction."""
    claimed = claim(work, terms)
    if not claimed.parcels:
        return claimed
    work.session.flush()
    for parcel in claimed.parcels:
        work.session.expunge(parcel.message)  # it is in the sender's hands, as it is now
    return replace(claimed, parcels=tuple(load(work, letters, claimed.parcels)))


def load(work: Work, letters: Letters, parcels: Sequence[Parcel]) -> list[Parcel]:
    """Give parcels what their words are made of; those that things have overtaken end here."""
    loaded: list[Parcel] = []
    for parcel in parcels:
        is_look = parcel.step is Step.LOOK
        values = None if is_look else letters[parcel.message.kind].load(work, parcel.message)
        if values is None and not is_look:
            outcomes.overtaken(work, parcel)
        else:
            loaded.append(replace(parcel, values=values, also=_also(work, letters, parcel)))
    return loaded


def _also(work: Work, letters: Letters, parcel: Parcel) -> tuple[Also, ...]:
    """Return what a message names besides itself, unless it was shown or things have moved on."""
    found = filter(None, (work.outbox.get(key) for key in parcel.message.mentions))
    named = (one for one in found if one.state == OutboxState.MENTIONED)
    return tuple(Also(one.key, one.kind) for one in named if letters[one.kind].load(work, one) is not None)


def _buckets(work: Work, terms: Terms, steps: Collection[Step]) -> dict[Step, pace.Bucket]:
    known = work.delivery.buckets()
    for step, bucket in known.items():
        if bucket.at > work.now:  # our clock was set back: without this, nothing would leave until then
            work.delivery.keep_bucket(step, replace(bucket, at=work.now))
    return {
        step: pace.refilled(known.get(step) or pace.full(allowed, work.now), allowed, work.now)
        for step, allowed in terms.rates.items()
        if step in steps
    }


def _take(work: Work, terms: Terms, buckets: Mapping[Step, pace.Bucket], parcels: Sequence[Parcel]) -> None:
    for step, bucket in buckets.items():
        calls = sum(parcel.step is step for parcel in parcels)
        if calls and terms.rates[step]:
            work.delivery.keep_bucket(step, pace.taken(bucket, calls))


def _is_more(work: Work, due: Mapping[Step, Sequence[OutboxMessage]], room: Mapping[Step, int]) -> bool:
    """Tell whether more may leave at once: some changed their step, or there was no room for all."""
    if any(message.step is not step for step, some in due.items() for message in some):
        return True
    return any(
        len(some) == room[step] and any(not _still_due(work, message) for message in some)
        for step, some in due.items()
    )


def _still_due(work: Work, message: OutboxMessage) -> bool:
    return message.state == OutboxState.DUE and message.not_before <= work.now


def _again_at(work: Work, empty: Sequence[pace.Bucket]) -> datetime | None:
    moments = [pace.again_at(bucket) for bucket in empty]
    if next_due := work.delivery.next_moment():
        moments.append(next_due)
    return min(moments, default=None)


def _choose_all(
    work: Work, messages: Sequence[OutboxMessage], opening: Sequence[OutboxMessage], lease: timedelta
) -> list[Parcel]:
    """Choose, the most urgent first. Who waits for a group DM to open hears nothing else before."""
    if not messages:
        return []
    known, until = manners.known(work, messages), work.now + lease
    waiting = {person for one in opening for person in _recipients(work, one)}
    chosen = []
    for message in sorted(messages, key=lambda one: (one.urgency, one.rank, one.not_before, one.key)):
        people = known.recipients(message)
        if not waiting.isdisjoint(people) and message.step in SPOKEN:
            continue
        if _may_leave(work, message, known):
            chosen.append(_claimed(work, message, known, until))
        if message.step is Step.OPEN:
            waiting |= set(people)
    work.delivery.note_heard((one.message.key, one.recipients) for one in chosen if _is_unasked(one.message))
    return chosen


def _recipients(work: Work, message: OutboxMessage) -> tuple[str, ...]:
    return manners.known(work, [message]).recipients(message)


def _claimed(work: Work, message: OutboxMessage, known: Known, until: datetime) -> Parcel:
    message.attempts += 1
    message.attempt_id = message.attempt_id or work.new_id()
    if message.step is Step.LOOK:
        message.not_before = until  # whoever looks now is not disturbed
    else:
        message.state, message.lease_until = OutboxState.CLAIMED, until
    if _is_unasked(message):
        manners.note(work, message, known)
    return _parcel(work, message, known, until)


def _is_unasked(message: OutboxMessage) -> bool:
    return message.step in SPOKEN and message.urgency != Urgency.ANSWER


def _may_leave(work: Work, message: OutboxMessage, known: Known) -> bool:
    """Tell whether a message may take its step now; otherwise note what becomes of it."""
    if message.state == OutboxState.MENTIONED:
        return False  # by another of this batch
    if message.step in (Step.LOOK, Step.ATTACH):
        return True
    if message.expires_at <= work.now:
        message.state = OutboxState.EXPIRED
    elif message.person_id and not all(known.can_reach(one) for one in known.recipients(message)):
        message.state, message.problem = OutboxState.DEAD, "not reachable"
    elif message.edits:
        return _may_edit(work, message)
    elif manners.leaves_out(work, message, known):
        message.state, message.problem = OutboxState.OUTDATED, "left in peace"
    elif manners.puts_off(work.now, message, known):
        return False
    elif _is_group(message) and (message.step is Step.OPEN) != (known.group(message) is None):
        message.step = Step.OPEN if known.group(message) is None else Step.POST
    else:
        return True
    return False


def _is_group(message: OutboxMessage) -> bool:
    return message.pair_id is not None or message.other_id is not None


def _may_edit(work: Work, message: OutboxMessage) -> bool:
    """Tell whether the message to be changed stands in Slack; one that will never stand needs no change."""
    earlier = work.outbox.get(message.edits or "")
    if earlier and earlier.state in (OutboxState.ATTEMPTED, OutboxState.AMBIGUOUS):
        message.not_before = work.now + SOON
    elif earlier is None or earlier.ts is None:
        message.state = OutboxState.OUTDATED  # should it be said later, it is said as things are then
    else:
        return True
    return False


def _parcel(work: Work, message: OutboxMessage, known: Known, until: datetime) -> Parcel:
    parcel = Parcel(message, message.step, message.attempts, until, known.recipients(message), ts=message.ts)
    person = known.people.get(message.person_id or "") if len(parcel.recipients) == 1 else None
    parcel = replace(parcel, locale=person.locale) if person else parcel
    if message.edits and (earlier := work.outbox.get(message.edits)):
        return replace(parcel, channel=earlier.channel_id, ts=earlier.ts)
    if message.channel_id:
        return replace(parcel, channel=message.channel_id, conversation=message.channel_id)
    if message.person_id and not message.other_id:
        return replace(parcel, channel=message.person_id, conversation=person.dm_channel if person else None)
    return replace(parcel, channel=known.group(message), conversation=known.group(message))
