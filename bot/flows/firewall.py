"""The firewall stays awake: running pairs that a re-organization has put into one management chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.flows import pairs
from bot.flows.pool import Fence, fence
from bot.matching import MatchingError
from bot.rules import firewall as rules
from bot.rules.messages import Kind
from storage.models import OutboxMessage, Pair, PairState, ProgramState
from storage.work import Work

UNDER_WAY = (ProgramState.OPEN, ProgramState.RUNNING)


@dataclass(frozen=True, slots=True)
class HandOver:
    """A pair that may come to a good close: with whom, and when it closes by itself."""

    pair_id: str
    partner_id: str
    closes_at: datetime
    has_met: bool


def nightly(work: Work) -> None:
    """Close the pairs whose time has come, and look at all others."""
    close_due(work)
    watch(work)


def watch(work: Work) -> int:
    """Offer a good close to both halves of each active pair that shares a chain now; return how many.

    A pair that no longer shares one goes on. Whoever was not told of each other yet never will be.
    """
    program = work.program.current()
    if program is None or program.state not in UNDER_WAY:
        return 0
    between, found = fence(work, program), 0
    for pair in work.pairs.halves(program.id):
        is_one_chain = _is_one_chain(between, pair.mentor_id, pair.mentee_id)
        if is_one_chain and pair.closes_at is None:
            _begin(work, work.pairs.get(pair.id))
            found += 1
        elif pair.closes_at is not None and not is_one_chain:
            work.pairs.get(pair.id).closes_at = None
    return found


def close_due(work: Work) -> int:
    """Close the pairs that had time for a last session; both read the usual words. Return how many."""
    closing = [pair for pair in work.pairs.closing(work.now) if _is_closing(work, pair)]
    for pair in closing:
        pairs.close(work, pair)
    return len(closing)


def hand_over_to_tell(work: Work, message: OutboxMessage) -> HandOver | None:
    """Return the offer of a good close; None once the pair is over, rests or goes on."""
    pair = work.pairs.find(message.facts["pair"])
    if pair is None or pair.state != PairState.ACTIVE or pair.closes_at is None:
        return None
    partner_id = pairs.partner_of(pair, str(message.person_id))
    return HandOver(pair.id, partner_id, pair.closes_at, work.sessions.number_held(pair.id) > 0)


def _begin(work: Work, pair: Pair) -> None:
    if not pairs.is_told(work, pair):
        pairs.forget(work, pair)
        return
    pair.closes_at = rules.closes_at(work.now)
    for person_id in (pair.mentor_id, pair.mentee_id):
        key = f"hand-over:{pair.id}:{person_id}"
        work.outbox.owe(Kind.HAND_OVER, key, person=person_id, facts={"pair": pair.id})


def _is_closing(work: Work, pair: Pair) -> bool:
    last = work.sessions.planned(pair.id)
    moment = last.starts_at if last else None
    return pair.closes_at is not None and rules.is_closing(pair.closes_at, moment, work.now)


def _is_one_chain(between: Fence, one: str, other: str) -> bool:
    """Tell whether two share a chain; a tree of managers that runs in a circle says nothing."""
    try:
        return between.is_one_chain(one, other)
    except MatchingError:
        return False
