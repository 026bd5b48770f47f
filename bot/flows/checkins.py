"""Check-ins: each half of a pair is asked now and then; answers are confidential, trouble meets help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from bot import content
from bot.flows import pairs, prompts, silence
from bot.flows.checkin_letters import Asked, asked_of
from bot.flows.pairs import partner_of
from bot.flows.portions import PAIRS, Portion
from bot.flows.prompts import check_in_key as key
from bot.rules import checkins as rules
from bot.rules.checkins import Mood
from bot.rules.messages import Kind
from bot.rules.refusals import NotAMember, NotYours, Stale
from storage.checkins import AskedBefore, New
from storage.models import CheckIn, Member, MemberState, Program, ProgramState
from storage.outbox import Owed
from storage.pairs import OPEN
from storage.work import Work

# Asking


def ask_due_pairs(work: Work, after: str = "") -> Portion:
    """Owe a check-in to both halves of every pair that is due."""
    program = work.program.current()
    if program is None or program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
        return Portion()
    active = work.pairs.active_ids(program.id, after=after, most=PAIRS)
    before = {one.pair_id: one for one in work.checkins.not_asked_since(active, _morning(work, program))}
    due = pairs.told(work, rules.due(_rhythms(before.values(), program.checkin_days), work.now.date()))
    lately = work.now - timedelta(days=program.checkin_days) * (rules.SILENCES + 1)
    halves, asked = work.checkins.halves(due), work.checkins.asked(due, lately)
    heard = _heard(work, asked)
    silent = [one for some in asked.values() for one in some if not (one.is_closed or one.answered_at)]
    new = [
        New(work.new_id(), pair_id, member.person_id, before[pair_id].number + 1)
        for pair_id in due
        for member in halves.get(pair_id, ())
        if _may_ask(work, before[pair_id], member, asked.get(pair_id, ()), heard)
    ]
    prompts.over(work, {key(one): one.person_id for one in silent if one.is_closed}, Kind.CHECK_IN)
    work.checkins.ask(new, work.now)
    count = work.outbox.owe_all(
        Kind.CHECK_IN, [Owed(key(one), one.person_id, {"check_in": one.id}) for one in new]
    )
    return Portion(count, partial(ask_due_pairs, after=active[-1]) if len(active) == PAIRS else None)


def _morning(work: Work, program: Program) -> datetime:
    """Return the beginning of the day from which on nobody is asked again today."""
    return datetime.combine(
        work.now.date() - timedelta(days=program.checkin_days - 1), time(), work.now.tzinfo
    )


def _rhythms(pairs_before: Iterable[AskedBefore], days: int) -> list[rules.Rhythm]:
    return [
        rules.Rhythm(one.pair_id, days, one.started_at.date(), one.asked_at.date() if one.asked_at else None)
        for one in pairs_before
    ]


def _heard(work: Work, asked: Mapping[str, Sequence[CheckIn]]) -> Collection[str]:
    """Return the keys of the check-ins without an answer that did arrive."""
    open_ones = (one for check_ins in asked.values() for one in check_ins if one.answered_at is None)
    return work.outbox.sent([key(one) for one in open_ones])


def _may_ask(
    work: Work, before: AskedBefore, member: Member, asked: Sequence[CheckIn], heard: Collection[str]
) -> bool:
    """Close what one half was asked before, unless they are quiet or fall quiet now."""
    if silence.is_quiet(member, work.now.date()):
        return False
    mine = [check_in for check_in in asked if check_in.person_id == member.person_id]
    if _is_silent(member, mine, heard):
        silence.begin(work, member, before.pair_id)
        return False
    for check_in in mine:
        check_in.is_closed = True
    member.quiet_since = None
    return True


def _is_silent(member: Member, mine: Sequence[CheckIn], heard: Collection[str]) -> bool:
    """Tell whether the newest check-ins arrived and went without an answer, since somebody last spoke."""
    since = member.asked_again_from
    answers = [
        check_in.answered_at is not None
        for check_in in mine[-rules.SILENCES :]
        if (since is None or check_in.asked_at.date() >= since)
        and (check_in.answered_at or key(check_in) in heard)
    ]
    return rules.is_silent(answers)


# Answering


def met(work: Work, check_in_id: str, person_id: str, answer: bool) -> Asked:
    """Note whether the two met. A question that is answered stays answered, here and below."""
    check_in = _answering(work, check_in_id, person_id)
    check_in.met = answer if check_in.met is None else check_in.met
    return asked_of(work, check_in)


def mood(work: Work, check_in_id: str, person_id: str, answer: str) -> Asked:
    """Note how it is going."""
    check_in = _answering(work, check_in_id, person_id)
    if answer not in set(Mood):
        raise Stale
    check_in.mood = check_in.mood or answer
    return asked_of(work, check_in)


def obstacle(work: Work, check_in_id: str, person_id: str, answer: str) -> Asked:
    """Note whether anything is in the way."""
    check_in = _answering(work, check_in_id, person_id)
    if answer not in {rules.NOTHING, *content.tips()}:
        raise Stale
    check_in.obstacle = check_in.obstacle or answer
    return asked_of(work, check_in)


def read(work: Work, check_in_id: str, person_id: str) -> Asked:
    """Return somebody's own check-in."""
    return asked_of(work, _mine(work, check_in_id, person_id))


def keep_note(work: Work, check_in_id: str, person_id: str, text: str, *, shared: bool) -> Asked:
    """Keep somebody's private note, in place of an earlier one; tell the admins only if they wish.

    Return the check-in with the place of its message: a form has none.
    """
    rules.check_note(text, shared=shared)
    check_in = _mine(work, check_in_id, person_id)
    check_in.note, check_in.is_note_shared = text, shared
    for admin in _confidants(work, person_id) if shared else ():
        reason = f"note:{check_in.id}:{admin}"
        work.outbox.owe(Kind.NOTE_SHARED, reason, person=admin, facts={"check_in": check_in.id})
    channel, ts = work.outbox.places([key(check_in)]).get(key(check_in), (None, None))
    return replace(asked_of(work, check_in), channel=channel, ts=ts)


def want_word(work: Work, check_in_id: str, person_id: str) -> Asked:
    """Tell the admins that somebody asks for a word."""
    check_in = _mine(work, check_in_id, person_id)
    if not check_in.wants_word:
        ask_for_word(work, person_id)
        check_in.wants_word = True
    return asked_of(work, check_in)


def ask_for_word(work: Work, person_id: str) -> None:
    """Tell the admins that somebody asks for a word, once a day; they learn nothing else."""
    for admin in _confidants(work, person_id):
        reason = f"word:{person_id}:{work.now.date()}:{admin}"
        work.outbox.owe(Kind.HELP_WANTED, reason, person=admin, facts={"person": person_id})


def ask_for_match(work: Work, check_in_id: str, person_id: str) -> None:
    """End the pair of a check-in because this half would like another partner."""
    check_in = _mine(work, check_in_id, person_id)
    check_in.is_closed = True  # its message shows what became of it
    pairs.part(work, check_in.pair_id, person_id)


def _mine(work: Work, check_in_id: str, person_id: str) -> CheckIn:
    """Return somebody's own check-in; refuses others', and those that things have moved on from."""
    found = work.checkins.with_pair(check_in_id)
    if found is None:
        raise Stale
    check_in, pair, member = found
    if check_in.person_id != person_id:
        raise NotYours
    if member is None or member.state == MemberState.LEFT:
        raise NotAMember
    if check_in.is_closed or pair.state not in OPEN:
        raise Stale
    return check_in


def _answering(work: Work, check_in_id: str, person_id: str) -> CheckIn:
    """Return somebody's own check-in, now answered."""
    check_in = _mine(work, check_in_id, person_id)
    program_id = work.pairs.get(check_in.pair_id).program_id
    silence.end(work, work.people.member_or_refuse(person_id, program_id))
    check_in.answered_at = check_in.answered_at or work.now  # last: what is asked after it has to be written
    return check_in


def _confidants(work: Work, person_id: str) -> list[str]:
    """Return the admins to turn to: neither the person nor a partner of theirs."""
    partners = {partner_of(pair, person_id) for pair in work.pairs.of(person_id, *OPEN)}
    admins = [admin for admin in work.people.admins() if admin != person_id and admin not in partners]
    if not admins:
        raise rules.NobodyToAsk
    return admins
