"""The life of a pair: introduced, resting, awake again, and at its end. Who ended it is nobody's business."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import chain
from typing import Any

from bot.flows import prompts, recognition
from bot.flows.portions import PEOPLE, Portion
from bot.rules import pairs as rules
from bot.rules.messages import Kind
from bot.rules.pairs import Ids
from storage.models import WAITING, MemberState, Pair, PairState, Round
from storage.outbox import Owed
from storage.pairs import OPEN
from storage.work import Work


def introduce(
    work: Work,
    round_: Round,
    mentor_id: str,
    mentee_id: str,
    reasons: Sequence[Mapping[str, Any]],
    *,
    not_before: datetime | None = None,
) -> Pair:
    """Make two members a pair of a round and owe them the introduction."""
    pair = work.pairs.add(
        Pair(
            id=work.new_id(),
            program_id=round_.program_id,
            round_id=round_.id,
            mentor_id=mentor_id,
            mentee_id=mentee_id,
            reasons=[dict(reason) for reason in reasons],
            started_at=work.now,
        )
    )
    work.outbox.owe(
        Kind.PAIR_INTRODUCTION,
        introduction_key(pair),
        pair=pair.id,
        facts={"pair": pair.id},
        not_before=not_before,
    )
    return pair


def introduce_all(
    work: Work, round_: Round, made: Mapping[Ids, list[dict[str, Any]]], not_before: datetime
) -> None:
    """Make many pairs of a round at once, with their reasons, and owe each the introduction."""
    with_ids = {work.new_id(): ids for ids in made}
    work.pairs.add_pairs(
        {
            "id": pair_id,
            "program_id": round_.program_id,
            "round_id": round_.id,
            "mentor_id": ids[0],
            "mentee_id": ids[1],
            "state": PairState.ACTIVE,
            "reasons": made[ids],
            "started_at": work.now,
            "waits_again": False,
        }
        for pair_id, ids in with_ids.items()
    )
    keys = {pair_id: _introduction_key(round_.id, pair_id) for pair_id in with_ids}
    work.outbox.owe_all(
        Kind.PAIR_INTRODUCTION,
        (Owed(key, None, {"pair": pair_id}, pair_id) for pair_id, key in keys.items()),
        not_before=not_before,
    )


def introduction_key(pair: Pair) -> str:
    """Return the key of a pair's introduction."""
    return _introduction_key(pair.round_id, pair.id)


def _introduction_key(round_id: str, pair_id: str) -> str:
    return f"round:{round_id}:introduction:{pair_id}"


def is_told(work: Work, pair: Pair) -> bool:
    """Tell whether the introduction has left, so that the two know of each other."""
    message = work.outbox.get(introduction_key(pair))
    return message is None or message.state not in WAITING


def told(work: Work, pair_ids: Collection[str]) -> list[str]:
    """Return of these pairs those that know of each other, in their order."""
    rounds = work.pairs.rounds_of(pair_ids)
    keys = {_introduction_key(round_id, pair_id): pair_id for pair_id, round_id in rounds.items()}
    untold = {keys[key] for key in work.outbox.still_due(keys)}
    return [pair_id for pair_id in pair_ids if pair_id not in untold]


def leave(work: Work, person_id: str) -> None:
    """End every open pair of somebody who leaves."""
    for pair in work.pairs.of(person_id, *OPEN):
        _release(work, pair, partner_of(pair, person_id))


def part(work: Work, pair_id: str, person_id: str) -> Pair:
    """End a pair because one half asks for a new match; no reason is asked, both wait again."""
    pair = _open_pair(work, pair_id, person_id)
    _release(work, pair, partner_of(pair, person_id))
    return pair


def rest(work: Work, person_id: str, until: date) -> None:
    """Let the pairs of somebody on a break rest; partners are told until when, and again if it moves."""
    for pair in work.pairs.of(person_id, *OPEN):
        partner_id = partner_of(pair, person_id)
        if not is_told(work, pair):
            _release(work, pair, partner_id)
        elif pair.state == PairState.ACTIVE or not _is_away(work, pair, partner_id):
            pair.state = PairState.PAUSED
            work.outbox.withdraw(pairs=[pair.id])
            work.sessions.call_off([pair.id])
            _owe_pause(work, pair, partner_id, until)


def wake(work: Work, person_id: str) -> None:
    """Wake the resting pairs of somebody who is back, unless the partner is away as well."""
    for pair in work.pairs.of(person_id, PairState.PAUSED):
        partner = work.people.member(partner_of(pair, person_id), pair.program_id)
        if partner and partner.state == MemberState.PAUSED and partner.paused_until:
            _owe_pause(work, pair, person_id, partner.paused_until)
            continue
        pair.state = PairState.ACTIVE
        key = f"pair-resumed:{pair.id}:{_stamp(work)}"
        work.outbox.owe(Kind.PAIR_RESUMED, key, pair=pair.id, facts={"pair": pair.id})


def finish(work: Work, pair_id: str, person_id: str) -> Pair:
    """Complete a pair before its last session, at the word of either half; they must have met."""
    pair = _open_pair(work, pair_id, person_id)
    if not work.sessions.number_held(pair.id):
        raise rules.NotMetYet
    complete(work, pair)
    _owe_ending(work, pair, partner_of(pair, person_id))
    return pair


def complete(work: Work, *some: Pair) -> None:
    """Complete open pairs and let recognition honor them."""
    pairs = [pair for pair in some if pair.state in OPEN]
    _close(work, pairs, PairState.COMPLETED)
    recognition.certify(work, pairs)


def close(work: Work, pair: Pair) -> None:
    """Let a pair come to its end for both at once: both read the same words, and wait again."""
    _let_go(work, pair)
    for person_id in (pair.mentor_id, pair.mentee_id):
        _owe_ending(work, pair, person_id)


def forget(work: Work, pair: Pair, told: Collection[str] = ()) -> None:
    """Take back a pair that nobody was told about; those who still wait (both by default) read so."""
    round_id = pair.round_id
    waiting = told or (pair.mentor_id, pair.mentee_id)
    retract(work, pair)
    for person_id in waiting:
        work.outbox.owe(
            Kind.UNMATCHED,
            f"round:{round_id}:unmatched:{person_id}",
            person=person_id,
            facts={"round": round_id},
        )


def retract(work: Work, pair: Pair) -> None:
    """Take back a pair that nobody was told about, as if it had never been."""
    work.outbox.erase(introduction_key(pair))
    work.session.delete(pair)


def nudge_quiet_starts(work: Work, after: str = "") -> Portion:
    """Offer times, once, to pairs that have planned nothing ten days after they were introduced."""
    quiet = work.pairs.without_a_session(*rules.quiet_starts(work.now), after=after, most=PEOPLE)
    owed = [Owed(f"quiet-start:{one}", None, {"pair": one}, one) for one in told(work, quiet)]
    count = work.outbox.owe_all(Kind.PAIR_QUIET_START, owed)
    return Portion(count, partial(nudge_quiet_starts, after=quiet[-1]) if len(quiet) == PEOPLE else None)


def waiting(work: Work, program_id: str) -> list[str]:
    """Return the active members who have no partner and had none to the end, by id."""
    taught, learned = work.pairs.places_taken(program_id)
    return [
        seat.person_id
        for seat in work.candidates.seats(program_id)
        if not taught[seat.person_id] and not learned[seat.person_id]
    ]


def stay_waiting(work: Work, person_id: str) -> None:
    """Say yes to a new match: whoever is in the program waits by default, so nothing else changes."""
    work.people.member_or_refuse(person_id, work.program.current_or_refuse().id)


def partner_of(pair: Pair, person_id: str) -> str:
    """Return the other half."""
    return pair.mentee_id if person_id == pair.mentor_id else pair.mentor_id


def _open_pair(work: Work, pair_id: str, person_id: str) -> Pair:
    pair = work.pairs.mine_or_refuse(pair_id, person_id)
    if pair.state not in OPEN:
        raise rules.PairOver
    return pair


def _release(work: Work, pair: Pair, partner_id: str) -> None:
    """End a pair; the partner hears of it, unless they were never told that there was one."""
    if is_told(work, pair):
        _let_go(work, pair)
        _owe_ending(work, pair, partner_id)
    else:
        forget(work, pair, [partner_id])


def _let_go(work: Work, pair: Pair) -> None:
    """End a pair early, so that both wait again; if they have met, they have completed it."""
    has_met = work.sessions.number_held(pair.id) > 0
    _close(work, [pair], PairState.COMPLETED if has_met else PairState.ENDED)
    pair.waits_again = True
    if has_met:
        recognition.certify(work, [pair])


def _close(work: Work, pairs: Sequence[Pair], state: PairState) -> None:
    for pair in pairs:
        pair.state, pair.ended_at = state, work.now
    ids = [pair.id for pair in pairs]
    work.outbox.withdraw(pairs=ids)
    work.sessions.call_off(ids)
    prompts.check_ins_over(work, chain.from_iterable(work.checkins.asked(ids).values()))
    work.checkins.close(ids)


def _is_away(work: Work, pair: Pair, person_id: str) -> bool:
    member = work.people.member(person_id, pair.program_id)
    return member is not None and member.state == MemberState.PAUSED


def _owe_ending(work: Work, pair: Pair, person_id: str) -> None:
    key = f"pair-ended:{pair.id}:{person_id}"
    work.outbox.owe(Kind.PAIR_ENDED, key, person=person_id, facts={"pair": pair.id})


def _owe_pause(work: Work, pair: Pair, person_id: str, until: date) -> None:
    facts = {"pair": pair.id, "until": until.isoformat()}
    key = f"pair-paused:{pair.id}:{person_id}:{_stamp(work)}"
    work.outbox.owe(Kind.PAIR_PAUSED, key, person=person_id, facts=facts)


def _stamp(work: Work) -> str:
    """Return the moment as part of a key: the same thing may happen to a pair again on another day."""
    return work.now.strftime("%Y%m%dT%H%M%S")
