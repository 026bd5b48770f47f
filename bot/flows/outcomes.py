"""How a step of a message ended.

Only the holder of a claim changes anything; but that a message was said is true, whoever has it by now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.flows.parcels import Parcel, Sent
from bot.rules import pace
from bot.rules.messages import MANNERS, Kind
from storage.delivery import Arrived
from storage.models import OutboxMessage, OutboxState, Step
from storage.work import Work

LAST_TRY = 12  # claims, after which a message that Slack refuses without a known reason is given up
IN_DOUBT = "in doubt"


def attempt(work: Work, parcels: Sequence[Parcel], takes: timedelta, *, has_files: bool) -> list[bool]:
    """Note that messages are about to be said; False where a claim is lost or ends before the call does."""
    files: list[str] | None = [] if has_files else None
    held = {one.message.key: one.claim for one in parcels}
    begun = work.delivery.attempt(held, work.now + takes, files)
    return [one.message.key in begun for one in parcels]


def lost(work: Work, parcel: Parcel) -> None:
    """Note that a claim was lost: where the message was taken back or held, nobody has heard it."""
    message = work.outbox.get(parcel.message.key)
    if message is None or message.state in (OutboxState.DUE, OutboxState.OUTDATED):
        work.delivery.forget_heard(parcel.message.key)


def sent(work: Work, accepted: Sequence[Sent]) -> None:
    """Note that Slack has accepted messages."""
    work.delivery.sent(Arrived(one.parcel.message.key, one.channel, one.ts) for one in accepted)
    _note_dms(work, accepted)


def posted(work: Work, parcel: Parcel, channel: str, ts: str) -> None:
    """Note that Slack has accepted a message whose files are to follow."""
    work.delivery.posted(parcel.message.key, channel, ts)
    _note_dms(work, [Sent(parcel, channel, ts)])
    work.outbox.has_grown = True


def found(work: Work, parcel: Parcel, channel: str, ts: str) -> None:
    """Note that a message in doubt stands in Slack."""
    if parcel.message.files is None:
        sent(work, [Sent(parcel, channel, ts)])
    else:
        posted(work, parcel, channel, ts)


def opened(work: Work, parcel: Parcel, channel: str) -> None:
    """Remember a group DM, so that the message can be said there."""
    due: dict[str, Any] = {"state": OutboxState.DUE, "step": Step.POST, "lease_until": None}
    if parcel.message.pair_id:
        work.pairs.get(parcel.message.pair_id).channel_id = channel
    else:
        due["channel_id"] = channel
    _change(work, parcel, **due)
    work.outbox.has_grown = True


def announced(work: Work, parcel: Parcel, files: list[str]) -> bool:
    """Remember the ids of uploaded files before they are shown; False where the claim is lost."""
    return _change(work, parcel, files=files)


def overtaken(work: Work, parcel: Parcel) -> None:
    """End a message that has nothing to say any more."""
    if parcel.step is Step.ATTACH:
        sent(work, [Sent(parcel)])
    else:
        ended(work, parcel, OutboxState.OUTDATED)
        _unmention(work, parcel)


def ended(work: Work, parcel: Parcel, state: OutboxState, problem: str = "") -> None:
    """Note that a message will not be sent, and why."""
    if _change(work, parcel, state=state, problem=problem or None, lease_until=None):
        work.delivery.forget_heard(parcel.message.key)


def refused(work: Work, parcel: Parcel, problem: str) -> None:
    """Note that Slack refuses a message for good."""
    ended(work, parcel, OutboxState.DEAD, problem)


def door_closed(work: Work, parcel: Parcel, problem: str) -> None:
    """End a message whose person cannot be reached, and remember that nothing reaches them any more."""
    refused(work, parcel, problem)
    person = work.people.get(parcel.message.person_id or "") if len(parcel.recipients) == 1 else None
    if person:
        person.is_reachable = False


def channel_lost(work: Work, parcel: Parcel, problem: str) -> None:
    """End a message whose channel is closed to us, and tell the admins, once a month at most."""
    refused(work, parcel, problem)
    channel = parcel.message.channel_id
    if channel is None or parcel.message.person_id or parcel.message.pair_id:
        return
    for admin in work.people.admins():
        key = f"channel_lost:{channel}:{work.now:%Y-%m}:{admin}"
        work.outbox.owe(Kind.CHANNEL_LOST, key, person=admin, facts={"channel": channel})


def put_off(work: Work, parcel: Parcel, until: datetime, problem: str | None = None) -> None:
    """Make a step due again at a later moment; it certainly had no effect."""
    if parcel.step is Step.LOOK:
        _change(work, parcel, not_before=until)
    elif _change(work, parcel, state=OutboxState.DUE, not_before=until, problem=problem, lease_until=None):
        work.delivery.forget_heard(parcel.message.key)


def limited(work: Work, parcel: Parcel, rest: timedelta, allowed: float, problem: str) -> None:
    """Put a step off for as long as Slack asks, and let everybody call its method more slowly."""
    bucket = work.delivery.buckets().get(parcel.step) or pace.full(allowed, work.now)
    work.delivery.keep_bucket(parcel.step, pace.slowed(bucket, allowed, work.now, rest))
    put_off(work, parcel, work.now + rest, problem)


def failed(work: Work, parcel: Parcel, problem: str) -> None:
    """Try a step again later, ever more rarely; in the end give it up."""
    if parcel.claim < LAST_TRY:
        put_off(work, parcel, retry_at(work.now, parcel.claim), problem)
    elif parcel.step is Step.LOOK:
        unknowable(work, parcel)
    else:
        refused(work, parcel, problem)


def doubted(work: Work, parcel: Parcel, wait: timedelta, problem: str) -> None:
    """Note that a step may have had its effect: it is repeated where it can be, and looked for elsewhere."""
    match parcel.step:
        case Step.POST:
            look_at = work.now + wait
            doubt = {"state": OutboxState.AMBIGUOUS, "step": Step.LOOK, "not_before": look_at}
            _change(work, parcel, **doubt, lease_until=None, problem=problem)
        case Step.WHISPER:
            unknowable(work, parcel)
        case Step.LOOK:
            put_off(work, parcel, retry_at(work.now, parcel.claim))
        case _:
            put_off(work, parcel, max(work.now + wait, retry_at(work.now, parcel.claim)), problem)


def missing(work: Work, parcel: Parcel) -> None:
    """Make a message due again that was looked for and is not there."""
    again = retry_at(work.now, parcel.claim // 2)  # every other claim was a look
    due = {"state": OutboxState.DUE, "step": _said_by(parcel.message), "not_before": again}
    if _change(work, parcel, **due, lease_until=None):
        work.delivery.forget_heard(parcel.message.key)


def unknowable(work: Work, parcel: Parcel) -> None:
    """Say a message again that nobody can look for, or leave it, as its kind wants."""
    if MANNERS[Kind(parcel.message.kind)].may_repeat:
        missing(work, parcel)
    else:
        _change(work, parcel, state=OutboxState.DEAD, problem=IN_DOUBT, lease_until=None)


def take_back(work: Work, grace: timedelta) -> None:
    """Take back the claims of senders that have vanished; what they were saying is in doubt.

    It is looked for after another ``grace``: had our clock jumped, their call could be under way still.
    """
    for message in work.delivery.lapsed():
        message.lease_until = None
        if message.state == OutboxState.CLAIMED:
            message.state = OutboxState.DUE
            work.delivery.forget_heard(message.key)
        elif message.step is Step.POST:
            message.state, message.step = OutboxState.AMBIGUOUS, Step.LOOK
            message.not_before, message.problem = work.now + grace, "interrupted"
        elif MANNERS[Kind(message.kind)].may_repeat:
            message.state, message.not_before = OutboxState.DUE, work.now + grace
            work.delivery.forget_heard(message.key)
        else:
            message.state, message.problem = OutboxState.DEAD, IN_DOUBT
    work.session.flush()


def retry_at(now: datetime, claims: int) -> datetime:
    """Return when to try again after a failure: 10 s, 20 s … up to ten minutes."""
    return now + min(timedelta(seconds=5 * 2 ** min(claims, 10)), timedelta(minutes=10))


def _unmention(work: Work, parcel: Parcel) -> None:
    """Let what a message would have named speak for itself."""
    for key in parcel.message.mentions:
        other = work.outbox.get(key)
        if other and other.state == OutboxState.MENTIONED:
            other.state, other.sent_at, other.not_before = OutboxState.DUE, None, work.now
            work.outbox.has_grown = True


def _change(work: Work, parcel: Parcel, **values: Any) -> bool:
    return work.delivery.change(parcel.message.key, parcel.claim, **values)


def _said_by(message: OutboxMessage) -> Step:
    is_whisper = message.person_id and message.channel_id and not message.other_id
    return Step.WHISPER if is_whisper else Step.POST


def _note_dms(work: Work, accepted: Sequence[Sent]) -> None:
    """Remember the DMs that we did not know."""
    work.people.note_dms(
        {
            str(parcel.message.person_id): channel
            for parcel, channel, _ in accepted
            if channel and channel != parcel.conversation and _is_dm(parcel)
        }
    )


def _is_dm(parcel: Parcel) -> bool:
    message = parcel.message
    is_to_one = message.person_id is not None and message.other_id is None
    return is_to_one and parcel.step in (Step.POST, Step.LOOK)
