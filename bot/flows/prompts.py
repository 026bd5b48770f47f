"""A question that time has overtaken: its message says so where it stands, and its buttons go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.rules.messages import Kind
from storage.checkins import New
from storage.models import CheckIn, OutboxMessage
from storage.outbox import Owed
from storage.work import Work


def over(work: Work, asked: Mapping[str, str], kind: Kind) -> None:
    """Let messages, readers by key, say that they are over, where they were said; nobody is notified."""
    if not asked:
        return
    said = work.outbox.sent(list(asked))
    owed = [Owed(f"{key}:over", asked[key], {"kind": kind}, edits=key) for key in said]
    work.outbox.overtake(list(said))
    work.outbox.owe_all(Kind.PROMPT_OVER, owed)


def check_ins_over(work: Work, check_ins: Iterable[CheckIn]) -> None:
    """Let check-ins that are open and went unanswered say that they are over."""
    silent = [one for one in check_ins if one.answered_at is None and not one.is_closed]
    over(work, {check_in_key(one): one.person_id for one in silent}, Kind.CHECK_IN)


def check_in_key(check_in: CheckIn | New) -> str:
    """Return the key of a check-in's message."""
    return f"check-in:{check_in.pair_id}:{check_in.number}:{check_in.person_id}"


def over_to_tell(_work: Work, message: OutboxMessage) -> Kind:
    """Return what kind of question is over."""
    return Kind(message.facts["kind"])
