"""Who does not answer: noticed over all kinds of questions, asked once and kindly, and then left in peace."""

from __future__ import annotations

from datetime import date

from bot.rules import quiet
from bot.rules.checkins import BREAK, Wish
from bot.rules.messages import Kind
from storage.models import Member
from storage.work import Work


def is_quiet(member: Member, today: date) -> bool:
    """Tell whether somebody is not to be asked anything today."""
    again = member.asked_again_from
    return member.quiet_since is not None and (again is None or today < again)


def asked(member: Member, today: date) -> None:
    """Note that somebody is asked something; until they answer, each week of it is a silence."""
    if quiet.another_silence(member.silent_on, today):
        member.silences, member.silent_on = member.silences + 1, today


def has_gone_on(member: Member, today: date) -> bool:
    """Tell whether somebody left the questions of two weeks without an answer."""
    return quiet.falls_quiet(member.silences, member.silent_on, today)


def begin(work: Work, member: Member, pair_id: str | None = None) -> None:
    """Ask somebody no more, and owe them the one kind question; ``pair_id``: it was about that pair."""
    member.quiet_since, member.asked_again_from = work.now, None
    facts = {"program": member.program_id, "pair": pair_id}
    key = f"silence:{member.program_id}:{member.person_id}:{work.now.date()}"
    work.outbox.owe(Kind.CHECK_IN_SILENCE, key, person=member.person_id, facts=facts)


def settle(work: Work, program_id: str, person_id: str, wish: Wish) -> Wish:
    """Do as somebody wishes who did not answer: ask them as before, in a month, or no more."""
    member = work.people.member_or_refuse(person_id, program_id)
    today = work.now.date()
    member.silences, member.silent_on = 0, None
    member.quiet_since = None if wish == Wish.STAY else member.quiet_since or work.now
    member.asked_again_from = {Wish.STAY: today, Wish.LATER: today + BREAK, Wish.STOP: date.max}[wish]
    return wish


def end(work: Work, member: Member) -> None:
    """Note that somebody spoke: they are asked again, unless they wished otherwise."""
    if member.silences or member.silent_on:  # to set what is set already would cost a look at the whole row
        member.silences, member.silent_on = 0, None
    if member.quiet_since and member.asked_again_from is None:
        member.quiet_since, member.asked_again_from = None, work.now.date()


def spoke(work: Work, person_id: str) -> None:
    """Note that somebody spoke, whoever they are."""
    program = work.program.current()
    member = work.people.member(person_id, program.id) if program else None
    if member:
        end(work, member)
