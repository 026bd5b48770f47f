"""A pair that an admin makes by hand: allowed, warned of, or refused without a word why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import matching
from bot.flows.drafts import note_alone
from bot.flows.matching import draft_to_change, note
from bot.flows.pool import Pool, gather
from bot.flows.reasons import stored
from bot.matching import MatchingError
from bot.rules import pairs as rules
from bot.rules.pairs import Ids
from bot.rules.refusals import Mistakes
from storage.models import Proposal, Role
from storage.work import Work


@dataclass(frozen=True, slots=True)
class ByHand:
    """A pair that an admin wants, and the names of rules it would break; without any, it is in the draft."""

    round_id: str
    mentor_id: str
    mentee_id: str
    broken: tuple[str, ...]


def pair(
    work: Work,
    admin_id: str,
    round_id: str,
    mentor_id: str | None,
    mentee_id: str | None,
    *,
    anyway: bool = False,
) -> ByHand:
    """Put a pair into the draft, locked; without ``anyway`` only if it breaks no rule.

    Proposed pairs that take the same places step aside. Refuses pairs that nobody may make.
    """
    draft = draft_to_change(work, admin_id, round_id)
    rows = work.pairs.proposals(round_id, [one for one in (mentor_id, mentee_id) if one])
    concerned = {mentor_id, mentee_id, *(half for row in rows for half in (row.mentor_id, row.mentee_id))}
    pool = gather(work, work.program.current_or_refuse(), [one for one in concerned if one])
    mentor_id, mentee_id = _chosen(pool, mentor_id, mentee_id)
    if pool.is_ruled_out(mentor_id, mentee_id):
        raise rules.CannotPair
    verdict = _verdict(pool, mentor_id, mentee_id)
    if verdict.broken and not anyway:
        return ByHand(round_id, mentor_id, mentee_id, verdict.broken)
    _make_room(work, pool, rows, (mentor_id, mentee_id))
    work.session.merge(
        Proposal(
            round_id=round_id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            score=verdict.score,
            reasons=[stored(reason) for reason in verdict.reasons],
            is_locked=True,
            is_by_hand=True,
            is_removed=False,
        )
    )
    draft.is_certified = False
    work.pairs.no_longer_unmatched(round_id, mentor_id, Role.MENTOR)
    work.pairs.no_longer_unmatched(round_id, mentee_id, Role.MENTEE)
    note(work, admin_id, "pair made by hand", f"{round_id} {mentor_id} {mentee_id}")
    work.session.flush()
    return ByHand(round_id, mentor_id, mentee_id, ())


def _chosen(pool: Pool, mentor_id: str | None, mentee_id: str | None) -> Ids:
    """Return the two; raises Mistakes where somebody is missing or has no room in that role."""
    places = pool.places
    mistakes = {}
    if mentor_id is None or mentor_id not in places or not places[mentor_id].mentor:
        mistakes["mentor"] = "Choose somebody who joined as a mentor and has room for a partner."
    if mentee_id is None or mentee_id not in places or not places[mentee_id].mentee:
        mistakes["mentee"] = "Choose somebody who joined as a mentee and has room for a partner."
    if mentor_id and mentor_id == mentee_id:
        mistakes["mentee"] = "Choose two different people."
    if mentor_id is None or mentee_id is None or mistakes:
        raise Mistakes(mistakes)
    return mentor_id, mentee_id


def _verdict(pool: Pool, mentor_id: str, mentee_id: str) -> matching.Verdict:
    try:
        return matching.check(
            pool.candidates[mentor_id],
            pool.candidates[mentee_id],
            managers=pool.managers,
            not_with=pool.not_with,
            met=pool.met,
            on=pool.on,
            weights=pool.weights,
            rules=pool.rules,
        )
    except MatchingError as problem:
        raise rules.CannotPropose(problem=str(problem)) from problem


def _make_room(work: Work, pool: Pool, rows: Sequence[Proposal], wanted: Ids) -> None:
    """Drop the weakest unlocked proposals that take the places a pair needs; refuses if locked ones do."""
    by_ids = {(row.mentor_id, row.mentee_id): row for row in sorted(rows, key=lambda row: not row.is_locked)}
    by_ids.pop(wanted, None)
    in_order = [wanted, *(ids for ids in by_ids if ids != wanted[::-1])]
    _, rest = rules.fitting(in_order, pool.places)
    if wanted[::-1] in by_ids:
        rest.append(wanted[::-1])
    if any(by_ids[ids].is_locked for ids in rest):
        words = "Their places are taken by locked pairs. Unlock or remove one of those first."
        raise Mistakes({"mentor": words})
    for ids in rest:
        work.session.delete(by_ids[ids])
    work.session.flush()
    if rest:
        note_alone(work, rows[0].round_id, rest)
