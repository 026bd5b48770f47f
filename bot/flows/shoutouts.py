"""Shout-outs: composed by an admin, released by the people they honor, then posted.

People who are honored together are asked one by one, a row each. The post waits until all of them have
answered and names those who agreed. Whoever does not answer within two weeks keeps the words private.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import content
from bot.flows import admins, recognition, shoutout_letters
from bot.flows.shoutout_letters import Question
from bot.rules import shoutouts as rules
from bot.rules.messages import Kind
from bot.rules.refusals import Mistakes, NotYours, Stale
from bot.rules.shoutouts import Answer, Draft, Honored, Lean
from storage.models import Member, MemberState, ShoutOut, ShoutOutState
from storage.work import Work

DECIDED = {
    Answer.POST: ShoutOutState.POSTED,
    Answer.PRIVATE: ShoutOutState.PRIVATE,
    Answer.DECLINE: ShoutOutState.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as its readers will see it, and whether shout-outs lean to one side with it."""

    admin_id: str
    draft: Draft
    lean: Lean | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody decided about a shout-out, and whether others still have to answer."""

    question: Question
    answer: Answer
    waits_for_others: bool


def begin(work: Work, admin_id: str) -> Draft:
    """Return the empty form, with the program's channel."""
    work.people.require_admin(admin_id)
    return Draft(channel=recognition.begun(work).channel_id)


def preview(work: Work, admin_id: str, draft: Draft) -> Preview:
    """Return a shout-out as it would be read; raises Mistakes by field."""
    work.people.require_admin(admin_id)
    program = recognition.begun(work)
    rules.check_draft(draft, admin_id, content.values())
    _check_people(work, program.id, draft.people)
    newest = work.recognition.newest_shout_outs(program.id, rules.ENOUGH_TO_LEAN)
    people = [*draft.people, *(one.person_id for one in newest)]
    honored = [_honored(work, program.id, person_id) for person_id in people]
    return Preview(admin_id, draft, rules.lean(honored))


def ask(work: Work, admin_id: str, draft: Draft) -> list[ShoutOut]:
    """Keep a shout-out to each of its people and ask them; refuses when it cannot go out as previewed."""
    try:
        preview(work, admin_id, draft)
    except Mistakes as mistakes:
        raise rules.ChangedSince from mistakes
    asked = [_ask(work, admin_id, draft, person_id) for person_id in draft.people]
    admins.note(work, admin_id, "shout_out.asked", str(draft.value))
    return asked


def answer(work: Work, shout_out_id: str, person_id: str, wish: Answer) -> Answered:
    """Keep what the person wants to become of the words about them; the first answer stands."""
    shout_out = work.recognition.shout_out(shout_out_id)
    if shout_out is None:
        raise Stale
    if shout_out.person_id != person_id:
        raise NotYours
    if shout_out.state == ShoutOutState.ASKED:
        if wish == Answer.POST and shoutout_letters.has_left(work, shout_out):
            raise rules.NotPostedAnyMore
        _decide(work, shout_out, DECIDED[wish])
    elif shout_out.state != DECIDED[wish]:
        raise rules.AlreadyAnswered
    together = work.recognition.asked_together(shout_out)
    return Answered(
        shoutout_letters.question(work, shout_out),
        wish,
        any(one.state == ShoutOutState.ASKED for one in together),
    )


def close_unanswered(work: Work) -> int:
    """Let the words to those who have not answered in two weeks stay private; return to how many."""
    unanswered = work.recognition.unanswered(work.now - rules.PATIENCE)
    for shout_out in unanswered:
        _decide(work, shout_out, ShoutOutState.PRIVATE)
    return len(unanswered)


def _check_people(work: Work, program_id: str, people: Sequence[str]) -> None:
    """Refuse people who cannot be asked, whatever the reason, and those who were asked lately."""
    names = work.people.named(people)
    for person_id in people:
        if not _may_be_asked(work, program_id, person_id):
            name = names.get(person_id, "One of them")
            raise Mistakes({"people": f"{name} cannot be asked at the moment. Choose somebody else."})
    lately = work.recognition.honored_since(people, work.now - rules.REST)
    for person_id, last in lately.items():
        day = rules.again_from(last)
        words = f"{names[person_id]} was asked about a shout-out lately; the next is possible from"
        raise Mistakes({"people": f"{words} {day.day} {day:%B %Y}."})


def _may_be_asked(work: Work, program_id: str, person_id: str) -> bool:
    person, member = work.people.get(person_id), work.people.member(person_id, program_id)
    if person is None or not (person.is_employee and person.is_reachable):
        return False
    return member is None or member.state == MemberState.ACTIVE


def _honored(work: Work, program_id: str, person_id: str) -> Honored:
    person = work.people.get(person_id)
    employee = work.people.employee(person) if person else None
    member: Member | None = work.people.member(person_id, program_id)
    return Honored(employee.department if employee else None, member.role.value if member else None)


def _ask(work: Work, admin_id: str, draft: Draft, person_id: str) -> ShoutOut:
    shout_out = work.recognition.add(
        ShoutOut(
            id=work.new_id(),
            program_id=recognition.begun(work).id,
            admin_id=admin_id,
            person_id=person_id,
            value_id=str(draft.value),
            text=draft.text,
            channel_id=str(draft.channel),
            made_at=work.now,
        )
    )
    key = f"shout-out:{shout_out.id}:consent"
    facts = {"shout_out": shout_out.id}
    work.outbox.owe(Kind.SHOUT_OUT_CONSENT, key, person=person_id, facts=facts)
    return shout_out


def _decide(work: Work, shout_out: ShoutOut, state: ShoutOutState) -> None:
    """Note a decision; the last one of those asked together releases the post and tells the admin."""
    shout_out.state, shout_out.decided_at = state, work.now
    work.session.flush()
    together = work.recognition.asked_together(shout_out)
    if any(one.state == ShoutOutState.ASKED for one in together):
        return
    key, ids = f"shout-out:{together[0].id}", [one.id for one in together]
    agreed = any(one.state == ShoutOutState.POSTED for one in together)
    if agreed:
        work.outbox.owe(Kind.SHOUT_OUT, key, channel=shout_out.channel_id, facts={"shout_outs": ids})
    work.outbox.owe(
        Kind.SHOUT_OUT_ANSWER,
        f"{key}:answer",
        person=shout_out.admin_id,
        facts={"shout_outs": ids, "post": key if agreed else None},
        not_before=work.now + rules.TIME_TO_POST if agreed else None,
    )
