"""A draft that leaves as a table and comes back: checked beside the store, kept whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import matching
from bot.flows import matching as rounds
from bot.flows.drafts import SET_ASIDE
from bot.flows.pool import Pool, gather
from bot.flows.reasons import stored
from bot.matching import RULES, MatchingError
from bot.matching.chains import chain_above
from bot.rules import draftfile as rules
from bot.rules import export
from bot.rules import pairs as pair_rules
from bot.rules.csvfile import Problem
from bot.rules.draftfile import Placed
from bot.rules.messages import Kind
from bot.rules.pairs import Ids
from storage.models import OutboxMessage, Role, RoundState, Unmatched
from storage.pairs import Proposed
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Table:
    """A draft on its way to an admin."""

    number: int
    on: date
    content: bytes


@dataclass(frozen=True, slots=True)
class Board:
    """A draft as it stood when a table was handed in, and all that decides on its rows."""

    round_id: str
    pool: Pool
    addresses: Mapping[str, str]
    proposed: Mapping[Ids, Proposed]
    removed: Mapping[Ids, Proposed]


@dataclass(frozen=True, slots=True)
class Checked:
    """A table that was checked: the rows to keep, or what is wrong with it."""

    board: Board
    rows: tuple[dict[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table did to a draft: how many pairs it holds now, how many of them are new, how many went."""

    pairs: int
    new: int
    gone: int


def order(work: Work, admin_id: str, round_id: str) -> None:
    """Owe an admin the draft as a table; a second click within the minute changes nothing."""
    rounds.draft_or_refuse(work, admin_id, round_id)
    key = f"{Kind.DRAFT_TABLE}:{round_id}:{admin_id}:{work.now:%Y-%m-%dT%H:%M}"
    work.outbox.owe(Kind.DRAFT_TABLE, key, person=admin_id, facts={"round": round_id})


def table_to_send(work: Work, message: OutboxMessage) -> Table | None:
    """Return a draft as a table; None once it is none, or its reader no admin."""
    draft = work.pairs.round(str(message.facts["round"]))
    if draft is None or draft.state != RoundState.DRAFT or not work.people.is_admin(str(message.person_id)):
        return None
    known = {person_id: email for email, person_id in work.people.ids_by_email().items()}
    rows = [*work.pairs.proposed(draft.id), *work.pairs.proposed(draft.id, is_removed=True)]
    removed = set(work.pairs.removed_ids(draft.id))
    names = work.people.named({half for row in rows for half in row.ids})
    lines = (
        (
            *(known.get(half, half) for half in row.ids),
            _said(row.is_locked),
            _said(row.ids in removed),
            _said(row.is_by_hand),
            f"{row.score / 1000:g}",
            *(names.get(half, "") for half in row.ids),
        )
        for row in rows
    )
    return Table(draft.number, work.now.date(), export.table(rules.HEADER, lines))


def ask(work: Work, admin_id: str, round_id: str) -> Board:
    """Gather what decides on a table that an admin hands in."""
    rounds.draft_to_change(work, admin_id, round_id)
    return Board(
        round_id,
        gather(work, work.program.current_or_refuse()),
        work.people.ids_by_email(),
        {row.ids: row for row in work.pairs.proposed(round_id)},
        {row.ids: row for row in work.pairs.proposed(round_id, is_removed=True)},
    )


def check(board: Board, content: bytes) -> Checked:
    """Check a table row by row, without the store; refuses what the engine cannot work with."""
    try:
        return _check(board, content)
    except MatchingError as problem:
        raise pair_rules.CannotPropose(problem=str(problem)) from problem


def take(work: Work, admin_id: str, checked: Checked) -> Taken:
    """Make a draft what a table says; refuses if it was changed meanwhile."""
    board = checked.board
    draft = rounds.draft_to_change(work, admin_id, board.round_id)
    now = {row.ids: row for row in work.pairs.proposed(draft.id)}
    removed = {row.ids: row for row in work.pairs.proposed(draft.id, is_removed=True)}
    if (now, removed) != (board.proposed, board.removed):
        raise pair_rules.DraftMoved
    before = work.drafts.unmatched(draft.id)
    kept = {(row["mentor_id"], row["mentee_id"]) for row in checked.rows if not row["is_removed"]}
    work.pairs.forget_all_proposals(draft.id)
    work.pairs.add_proposals(checked.rows)
    work.pairs.add_unmatched(_left(draft.id, before, set(now), kept))
    draft.total = sum(row["score"] for row in checked.rows if not row["is_removed"])
    draft.is_certified = False
    rounds.note(work, admin_id, "draft handed in as a table", draft.id)
    return Taken(len(kept), len(kept - now.keys()), len(now.keys() - kept))


def _check(board: Board, content: bytes) -> Checked:
    file = rules.read(content)
    ids = {person_id: person_id for person_id in board.pool.candidates}
    placed, unknown = rules.place(file.rows, {**ids, **board.addresses})
    wanted = [each for each in placed if not each.row.is_removed]
    problems = [*file.problems, *unknown, *rules.doubles(placed)]
    problems += rules.too_many(wanted, board.pool.places)
    rows = []
    for each in placed:
        row, problem = _checked(board, each)
        rows.append(row)
        problems += [problem] if problem else []
    if problems:
        return Checked(board, problems=tuple(sorted(problems, key=lambda each: (each.line, each.column))))
    return Checked(board, tuple(row for row in rows if row))


def _checked(board: Board, each: Placed) -> tuple[dict[str, Any] | None, Problem | None]:
    """Return a row as the draft keeps it, or what is wrong with it."""
    known = board.proposed.get(each.ids) or board.removed.get(each.ids)
    if each.row.is_removed:
        return _row(board, each, known, known.score if known else 0, known.reasons if known else []), None
    if board.pool.is_ruled_out(*each.ids):
        return None, Problem(each.row.line, "", " ".join((pair_rules.CannotPair.__doc__ or "").split()))
    if known is not None:
        return _row(board, each, known, known.score, known.reasons), None
    return _new(board, each)


def _new(board: Board, each: Placed) -> tuple[dict[str, Any] | None, Problem | None]:
    """Return a pair that the draft did not hold before, unless it breaks a rule."""
    if not set(each.ids) <= board.pool.candidates.keys():
        return None, None  # told already: there is no room
    verdict = _verdict(board.pool, *each.ids)
    if verdict.broken:
        return None, Problem(each.row.line, "", _broken(verdict.broken))
    return _row(board, each, None, verdict.score, [stored(reason) for reason in verdict.reasons]), None


def _verdict(pool: Pool, mentor_id: str, mentee_id: str) -> matching.Verdict:
    """Check one pair; of the tree of managers, only the branches of the two."""
    people = {mentor_id, mentee_id}
    people |= {boss for one in (mentor_id, mentee_id) for boss in chain_above(one, pool.managers)}
    return matching.check(
        pool.candidates[mentor_id],
        pool.candidates[mentee_id],
        managers={one: pool.managers[one] for one in people if one in pool.managers},
        not_with=frozenset(),  # looked at before, with what is never named
        met=frozenset(),
        on=pool.on,
        weights=pool.weights,
        rules=pool.rules,
    )


def _broken(names: tuple[str, ...]) -> str:
    sentences = " ".join(rule.sentence for rule in RULES if rule.name in names)
    return f"{sentences} If it should be so all the same, pair them by hand in the draft."


def _row(
    board: Board, each: Placed, known: Proposed | None, score: int, reasons: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "round_id": board.round_id,
        "mentor_id": each.ids[0],
        "mentee_id": each.ids[1],
        "score": score,
        "reasons": reasons,
        "is_locked": each.row.is_locked and not each.row.is_removed,
        "is_by_hand": not each.row.is_removed and (known is None or known.is_by_hand),
        "is_removed": each.row.is_removed,
    }


def _left(round_id: str, before: list[Unmatched], was: set[Ids], kept: set[Ids]) -> list[dict[str, Any]]:
    """Return who has no partner in a role now: for the reasons known, or because the table left them out."""
    busy = {(half, role) for ids in kept for half, role in zip(ids, (Role.MENTOR, Role.MENTEE), strict=True)}
    rows = {(row.person_id, Role(row.role)): (row.reason, row.advice) for row in before}
    for ids in was - kept:
        for half, role in zip(ids, (Role.MENTOR, Role.MENTEE), strict=True):
            rows.setdefault((half, role), (SET_ASIDE, {}))
    return [
        {"round_id": round_id, "person_id": who, "role": role, "reason": reason, "advice": advice}
        for (who, role), (reason, advice) in sorted(rows.items())
        if (who, role) not in busy
    ]


def _said(yes: bool) -> str:
    return rules.YES if yes else rules.NO
