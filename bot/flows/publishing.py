"""From a draft to pairs, in one transaction, and back while nobody was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.flows import pairs
from bot.flows.matching import draft_or_refuse, note
from bot.flows.pool import still_possible
from bot.rules import pairs as rules
from bot.rules.looks import LookOpen
from bot.rules.messages import Kind
from bot.rules.pairs import Ids
from storage.models import Round, RoundState
from storage.outbox import Owed
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: how many pairs it made, and how many it left out because things had changed."""

    round_id: str
    pairs: int
    left_out: int
    tells_from: datetime


def publish(work: Work, admin_id: str, round_id: str) -> Published:
    """Make every proposed pair a pair and owe everybody their message, all or nothing.

    Pairs that a change since the draft has made impossible are left out. Nobody is told before the undo
    window closes. Refuses while people are looking.
    """
    draft = draft_or_refuse(work, admin_id, round_id)
    if draft.is_open_to_look:
        raise LookOpen
    return announce(work, draft, admin_id)


def announce(work: Work, draft: Round, actor_id: str) -> Published:
    """Publish a draft, in the name of an admin or of the timetable (an empty id)."""
    program = work.program.get(draft.program_id)
    rows = sorted(work.pairs.proposed(draft.id), key=lambda row: not row.is_locked)
    reasons = {row.ids: row.reasons for row in rows}
    chosen = still_possible(work, program, reasons)
    if not chosen:
        raise rules.EmptyDraft
    draft.state, draft.published_at = RoundState.PUBLISHED, work.now
    tells_from = work.now + rules.UNDO_WINDOW
    pairs.introduce_all(work, draft, {ids: reasons[ids] for ids in chosen}, tells_from)
    _tell_the_unmatched(work, draft, chosen, tells_from)
    _tell_the_channel(work, draft, program.channel_id)
    work.looks.forget(draft.id)
    note(work, actor_id, "round published", draft.id)
    return Published(draft.id, len(chosen), len(rows) - len(chosen), tells_from)


def undo(work: Work, admin_id: str, round_id: str) -> Round:
    """Turn a published round back into a draft; refuses once the first message has left."""
    work.people.require_admin(admin_id)
    published = work.pairs.round(round_id)
    if published is None or published.state != RoundState.PUBLISHED:
        raise rules.DraftGone
    if not may_undo(work, published):
        raise rules.TooLateToUndo
    work.pairs.retract_round(round_id)
    work.outbox.erase(_reason(round_id))
    published.state, published.published_at = RoundState.DRAFT, None
    note(work, admin_id, "publication undone", round_id)
    return published


def may_undo(work: Work, published: Round) -> bool:
    """Tell whether nobody has been told of a round yet, and no draft was begun after it."""
    return not work.outbox.has_left(_reason(published.id)) and not work.pairs.draft(published.program_id)


def _tell_the_unmatched(work: Work, round_: Round, made: Sequence[Ids], tells_from: datetime) -> None:
    """Owe a word to everybody who stays without a partner."""
    left = sorted(set(pairs.waiting(work, round_.program_id)) - {half for pair in made for half in pair})
    facts = {"round": round_.id}
    owed = (Owed(f"{_reason(round_.id)}unmatched:{person_id}", person_id, facts) for person_id in left)
    work.outbox.owe_all(Kind.UNMATCHED, owed, not_before=tells_from)


def _tell_the_channel(work: Work, round_: Round, channel_id: str | None) -> None:
    if channel_id:
        work.outbox.owe(
            Kind.PAIRS_ANNOUNCEMENT,
            f"{_reason(round_.id)}announcement",
            channel=channel_id,
            facts={"round": round_.id},
            not_before=work.now + rules.ANNOUNCED_AFTER,
        )


def _reason(round_id: str) -> str:
    """Return how the keys of all messages of a round begin."""
    return f"round:{round_id}:"
