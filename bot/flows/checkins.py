"""Check-ins: each half of a pair is asked now and then; answers are confidential, trouble meets help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot import content
from bot.flows import pairs
from bot.flows.checkin_letters import Asked, asked_of, key
from bot.flows.pairs import partner_of
from bot.rules import checkins as rules
from bot.rules.checkins import Mood, Wish
from bot.rules.messages import Kind
from bot.rules.refusals import NotYours, Stale
from storage.models import CheckIn, Member, OutboxState, ProgramState
from storage.pairs import OPEN
from storage.work import Work

# Asking


def ask_due_pairs(work: Work) -> int:
    """Owe a check-in to both halves of every pair that is due; return how many were owed."""
    program = work.program.current()
    if program is None or program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
        return 0
    due = rules.due(_rhythms(work, program.id, program.checkin_days), work.now.date())
    halves, asked = work.checkins.halves(due), work.checkins.asked(due)
    return sum(
        _ask(work, pair_id, member, asked.get(pair_id, ()))
        for pair_id in due
        for member in halves.get(pair_id, ())
    )


def _rhythms(work: Work, program_id: str, days: int) -> list[rules.Rhythm]:
    latest = datetime.combine(work.now.date() - timedelta(days=days - 1), time(), work.now.tzinfo)
    return [
        rules.Rhythm(pair_id, days, started_at.date(), asked_at.date() if asked_at else None)
        for pair_id, started_at, asked_at in work.checkins.not_asked_since(program_id, latest)
    ]


def _ask(work: Work, pair_id: str, member: Member, asked: Sequence[CheckIn]) -> bool:
    """Owe a check-in to one half, unless they are quiet or fall quiet now."""
    if _is_quiet(work, member):
        return False
    number = max((check_in.number for check_in in asked), default=0) + 1
    mine = [check_in for check_in in asked if check_in.person_id == member.person_id]
    if _is_silent(work, member, mine):
        member.quiet_since, member.asked_again_from = work.now, None
        reason = f"check-in-silence:{pair_id}:{number}:{member.person_id}"
        work.outbox.owe(Kind.CHECK_IN_SILENCE, reason, person=member.person_id, facts={"pair": pair_id})
        return False
    for check_in in mine:
        check_in.is_closed = True
    member.quiet_since = None
    check_in = CheckIn(
        id=work.new_id(), pair_id=pair_id, person_id=member.person_id, number=number, asked_at=work.now
    )
    work.checkins.add(check_in)
    return work.outbox.owe(
        Kind.CHECK_IN, key(check_in), person=member.person_id, facts={"check_in": check_in.id}
    )


def _is_quiet(work: Work, member: Member) -> bool:
    again = member.asked_again_from
    return member.quiet_since is not None and (again is None or work.now.date() < again)


def _is_silent(work: Work, member: Member, mine: Sequence[CheckIn]) -> bool:
    """Tell whether the check-ins that reached somebody since they last spoke went without an answer."""
    since = member.asked_again_from
    answers = [
        check_in.answered_at is not None
        for check_in in mine[-rules.SILENCES :]
        if (since is None or check_in.asked_at.date() >= since) and _was_heard(work, check_in)
    ]
    return rules.is_silent(answers)


def _was_heard(work: Work, check_in: CheckIn) -> bool:
    message = work.outbox.get(key(check_in))
    return message is not None and message.state == OutboxState.SENT


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
    """Keep somebody's private note, in place of an earlier one; tell the admins only if they wish."""
    rules.check_note(text, shared=shared)
    check_in = _mine(work, check_in_id, person_id)
    check_in.note, check_in.is_note_shared = text, shared
    for admin in _confidants(work, person_id) if shared else ():
        reason = f"note:{check_in.id}:{admin}"
        work.outbox.owe(Kind.NOTE_SHARED, reason, person=admin, facts={"check_in": check_in.id})
    return asked_of(work, check_in)


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
    pairs.part(work, _mine(work, check_in_id, person_id).pair_id, person_id)


def settle(work: Work, program_id: str, person_id: str, wish: Wish) -> Wish:
    """Do as somebody wishes who did not answer twice: ask them as before, in a month, or no more."""
    member = work.people.member_or_refuse(person_id, program_id)
    today = work.now.date()
    member.quiet_since = None if wish == Wish.STAY else member.quiet_since or work.now
    member.asked_again_from = {Wish.STAY: today, Wish.LATER: today + rules.BREAK, Wish.STOP: date.max}[wish]
    return wish


def hear(work: Work, member: Member) -> None:
    """Note that somebody spoke who had fallen silent: they are asked again, unless they wished otherwise."""
    if member.quiet_since and member.asked_again_from is None:
        member.quiet_since, member.asked_again_from = None, work.now.date()


def _mine(work: Work, check_in_id: str, person_id: str) -> CheckIn:
    """Return somebody's own check-in; refuses others', and those that things have moved on from."""
    check_in = work.checkins.get(check_in_id)
    if check_in is None:
        raise Stale
    if check_in.person_id != person_id:
        raise NotYours
    pair = work.pairs.get(check_in.pair_id)
    work.people.member_or_refuse(person_id, pair.program_id)
    if check_in.is_closed or pair.state not in OPEN:
        raise Stale
    return check_in


def _answering(work: Work, check_in_id: str, person_id: str) -> CheckIn:
    """Return somebody's own check-in, now answered."""
    check_in = _mine(work, check_in_id, person_id)
    check_in.answered_at = check_in.answered_at or work.now
    hear(work, work.people.member_or_refuse(person_id, work.pairs.get(check_in.pair_id).program_id))
    return check_in


def _confidants(work: Work, person_id: str) -> list[str]:
    """Return the admins to turn to: neither the person nor a partner of theirs."""
    partners = {partner_of(pair, person_id) for pair in work.pairs.of(person_id, *OPEN)}
    admins = [admin for admin in work.people.admins() if admin != person_id and admin not in partners]
    if not admins:
        raise rules.NobodyToAsk
    return admins
