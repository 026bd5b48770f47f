"""What is read of quick questions: what the letters and the card on Home say, or None once it is past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.flows import question_pool, question_talks, question_turns, questions
from storage.models import (
    MemberState,
    OutboxMessage,
    Question,
    QuestionState,
)
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Ask:
    """A question as a mentor reads it who may take it; ``is_first`` while they have set no limit."""

    question_id: str
    asker_id: str
    text: str
    skill: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A question that was taken, as the two read it; ``slots`` are times to choose from."""

    question_id: str
    asker_id: str
    mentor_id: str
    names: tuple[str, str]
    text: str
    skill: str
    starts_at: datetime | None
    revision: int
    seen_at: datetime
    slots: tuple[datetime, ...] = ()
    has_helped: bool = False


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """A question that nobody could take, and whom to ask instead."""

    question_id: str
    text: str
    skill: str
    admins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """The pool on Home, for those without a partner: the question that is on its way, if there is one."""

    question_id: str = ""
    text: str = ""
    skill: str = ""


def ask_to_tell(work: Work, message: OutboxMessage) -> Ask | None:
    """Return a question to a mentor; None once it is taken or withdrawn, or they are away."""
    question = work.questions.find(message.facts["question"])
    mentor_id = str(message.person_id)
    asked = work.questions.ask(message.facts["question"], mentor_id)
    if question is None or question.state != QuestionState.OPEN or asked is None or asked.answered_at:
        return None
    if not question_turns.is_alive(work, question):
        return None
    member = work.people.member(mentor_id, question.program_id)
    if member is None or member.state != MemberState.ACTIVE:
        return None
    is_first = member.questions_a_week is None
    return Ask(question.id, question.person_id, question.text, _skill(work, question), is_first)


def talk_to_tell(work: Work, message: OutboxMessage) -> Talk | None:
    """Return a question that was taken, to the two; None once another time was chosen."""
    question = work.questions.find(message.facts["question"])
    if question is None or question.revision != message.facts["revision"]:
        return None
    return talk(work, question) if question.state == QuestionState.TAKEN else None


def follow_up_to_tell(work: Work, message: OutboxMessage) -> Talk | None:
    """Return a talk to its asker, who may say that it helped; None if that is said, or they have left."""
    told = talk_to_tell(work, message)
    question = work.questions.find(message.facts["question"])
    if told is None or question is None or told.has_helped or not _is_member(work, question):
        return None
    return told if question_turns.is_alive(work, question) else None


def help_to_tell(work: Work, message: OutboxMessage) -> Talk | None:
    """Return a talk that helped, to its mentor."""
    question = work.questions.find(message.facts["question"])
    return talk(work, question) if question and question.helped_at else None


def open_end_to_tell(work: Work, message: OutboxMessage) -> OpenEnd | None:
    """Return a question that nobody could take, to its asker; None if they have left."""
    question = work.questions.find(message.facts["question"])
    if question is None or not _is_member(work, question):
        return None
    admins = tuple(one for one in work.people.admins() if one != question.person_id)
    return OpenEnd(question.id, question.text, _skill(work, question), admins)


def talk(work: Work, question: Question) -> Talk:
    """Return a question that was taken as the two read it."""
    both = (question.person_id, str(question.mentor_id))
    named = work.people.named(both)
    found = question_pool.slots(work, question.program_id, both[1], both[0])
    return Talk(
        question_id=question.id,
        asker_id=both[0],
        mentor_id=both[1],
        names=(named.get(both[0], ""), named.get(both[1], "")),
        text=question.text,
        skill=_skill(work, question),
        starts_at=question.starts_at,
        revision=question.revision,
        seen_at=work.now,
        slots=tuple(found),
        has_helped=question.helped_at is not None,
    )


def read(work: Work, question_id: str, person_id: str) -> Talk:
    """Return a question that was taken, to one of the two; refuses anybody else."""
    return talk(work, question_talks.mine(work, question_id, person_id))


def card(work: Work, person_id: str) -> QuestionCard | None:
    """Return the pool for somebody without a partner; None for all others."""
    program = work.program.current()
    if program is None or program.state not in question_turns.UNDER_WAY:
        return None
    member = work.people.member(person_id, program.id)
    if member is None or not questions.may_ask(work, member):
        return None
    question = work.questions.open_of(person_id, program.id)
    return QuestionCard(question.id, question.text, _skill(work, question)) if question else QuestionCard()


def _is_member(work: Work, question: Question) -> bool:
    member = work.people.member(question.person_id, question.program_id)
    return member is not None and member.state != MemberState.LEFT


def _skill(work: Work, question: Question) -> str:
    return work.program.skill_labels().get(question.skill_id, question.skill_id)
