"""Quick questions of people without a partner: asked, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bot.flows import own_words, pairs, profiles, question_turns
from bot.flows.question_turns import Spot
from bot.matching import skills as words
from bot.rules import questions as rules
from bot.rules.quiet import WEEK
from bot.rules.refusals import Stale
from storage.models import Member, MemberState, Pair, PairState, Question, QuestionState
from storage.pairs import OPEN
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Form:
    """What the form shows: the question so far, the skill it seems to be about, and those to choose from."""

    text: str
    skill: str | None
    skills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Partnered:
    """That somebody has a partner to ask; ``pair_id`` is empty while that pair rests."""

    partner_id: str
    pair_id: str


class Asked(Enum):
    """What became of a question at once."""

    SENT = "sent"  # mentors are asked
    LATER = "later"  # nobody who shares the skill can be asked right now
    NOBODY_SHARES_IT = "nobody"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a question, and about which skill it is."""

    asked: Asked
    skill: str
    question_id: str


def begin(work: Work, person_id: str, text: str = "", question_id: str = "") -> Form | Partnered:
    """Return the form for a question, or the partner whom somebody can ask; an earlier question fills it."""
    program = profiles.open_program(work)
    member = work.people.member_or_refuse(person_id, program.id)
    if pair := _pair(work, person_id):
        partner_id = pairs.partner_of(pair, person_id)
        return Partnered(partner_id, pair.id if pair.state == PairState.ACTIVE else "")
    _require_room(work, member)
    earlier = work.questions.find(question_id) if question_id else None
    if earlier and earlier.person_id == person_id:
        text = text or earlier.text
    skills = work.program.skills()
    guess = words.named(text, own_words.names_of(skills))
    return Form(text, guess, tuple((skill.id, skill.label) for skill in skills))


def ask(work: Work, person_id: str, text: str, skill_id: str) -> Receipt:
    """Bring a question to up to two mentors who share the skill; or note that it is wanted."""
    program = profiles.open_program(work)
    member = work.people.member_or_refuse(person_id, program.id)
    if _pair(work, person_id):
        raise rules.PartnerIsThere
    _require_room(work, member)
    labels = {skill.id: skill.label for skill in work.program.skills()}
    rules.check(text, skill_id, labels)
    others = work.questions.offering(program.id, skill_id, MemberState.ACTIVE, MemberState.PAUSED)
    if all(one.member.person_id == person_id for one in others):
        return Receipt(Asked.NOBODY_SHARES_IT, labels[skill_id], _wanted(work, member, text, skill_id).id)
    question = _add(work, member, text, skill_id, QuestionState.OPEN)
    sent = question_turns.ask_next(work, question)
    return Receipt(Asked.SENT if sent else Asked.LATER, labels[skill_id], question.id)


def withdraw(work: Work, question_id: str, person_id: str) -> tuple[Spot, ...]:
    """Take an open question back; returns the messages of mentors who need not answer any more."""
    question = work.questions.find(question_id)
    if question is None or question.person_id != person_id or question.state != QuestionState.OPEN:
        raise Stale
    question.state = QuestionState.WITHDRAWN
    return question_turns.spots(work, question)


def may_ask(work: Work, member: Member) -> bool:
    """Tell whether somebody has no partner to ask, so that the pool is open to them."""
    return member.state == MemberState.ACTIVE and _pair(work, member.person_id) is None


def _pair(work: Work, person_id: str) -> Pair | None:
    """Return the pair of somebody who knows that they have one."""
    known = (pair for pair in work.pairs.of(person_id, *OPEN) if pairs.is_told(work, pair))
    return next(known, None)


def _require_room(work: Work, member: Member) -> None:
    if member.state == MemberState.PAUSED:
        raise rules.BackFirst
    if work.questions.open_of(member.person_id, member.program_id):
        raise rules.OneAtATime
    asked = work.questions.number_asked(member.person_id, member.program_id, work.now - WEEK)
    if asked >= rules.MOST_OPEN_A_WEEK:
        raise rules.EnoughForNow


def _wanted(work: Work, member: Member, text: str, skill_id: str) -> Question:
    """Note, once a person, that a skill is wanted that nobody shares."""
    before = work.questions.unmet(member.person_id, member.program_id, skill_id)
    if before:
        before.text = text
        return before
    return _add(work, member, text, skill_id, QuestionState.UNMET)


def _add(work: Work, member: Member, text: str, skill_id: str, state: QuestionState) -> Question:
    question = work.program.add(
        Question(
            id=work.new_id(),
            program_id=member.program_id,
            person_id=member.person_id,
            skill_id=skill_id,
            text=text,
            state=state,
            asked_at=work.now,
            due_at=work.now,
        )
    )
    question.due_at = question_turns.deadline(work, question)
    work.session.flush()
    return question
