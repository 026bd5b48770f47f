"""What becomes of a quick question: a mentor takes it or lets it go, the two talk, and maybe it helps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.flows import meetings, question_turns, recognition
from bot.flows.question_turns import Spot
from bot.rules import questions as rules
from bot.rules import sessions as times
from bot.rules.agendas import Span
from bot.rules.messages import Kind
from bot.rules.refusals import Stale
from bot.rules.sessions import Diaries
from storage.models import Question, QuestionAsk, QuestionState
from storage.work import Work


class Answer(Enum):
    """How a question stands for a mentor who was asked to take it."""

    TAKEN = "taken"
    TAKEN_BY_ANOTHER = "taken by another"
    PASSED = "passed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a mentor's tap has done; the messages in ``others`` wait for an answer no longer."""

    answer: Answer
    asker_id: str
    others: tuple[Spot, ...] = ()
    is_first: bool = False


def take(work: Work, question_id: str, mentor_id: str) -> Answered:
    """Let a mentor take a question they were asked; the first one does, and is introduced to the asker."""
    question, asked = _asked(work, question_id, mentor_id)
    answer = _standing(work, question, asked)
    if answer or question.state != QuestionState.OPEN:
        return Answered(answer or Answer.OVER, question.person_id)
    member = work.people.member_or_refuse(mentor_id, question.program_id)
    is_first = member.questions_a_week is None
    if is_first:
        member.questions_a_week = rules.USUAL_A_WEEK
    question.state, question.mentor_id, question.taken_at = QuestionState.TAKEN, mentor_id, work.now
    asked.answered_at = work.now
    _owe_to_both(work, question, Kind.QUESTION_TAKEN)
    _owe_follow_up(work, question, work.now + rules.UNPLANNED)
    return Answered(Answer.TAKEN, question.person_id, question_turns.spots(work, question), is_first)


def pass_on(work: Work, question_id: str, mentor_id: str) -> Answered:
    """Note, for nobody's eyes, that a mentor lets a question go; once all have, the next ones are asked."""
    question, asked = _asked(work, question_id, mentor_id)
    answer = _standing(work, question, asked)
    if answer is None:
        asked.answered_at = work.now
        question_turns.hurry(work, question)
    return Answered(answer or Answer.PASSED, question.person_id)


def plan(work: Work, question_id: str, person_id: str, starts_at: datetime, revision: int) -> Question:
    """Fix when the two talk; who chose from times that are out of date changes nothing."""
    question = mine(work, question_id, person_id)
    if revision != question.revision or starts_at == question.starts_at:
        return question
    wanted = Span(starts_at, starts_at + timedelta(minutes=rules.MINUTES))
    both = (str(question.mentor_id), question.person_id)
    mentor, asker = meetings.hours(work, both, question.program_id)
    times.check_time(work.now, wanted, Diaries(mentor, asker), anyway=True)
    question.starts_at = starts_at
    question.revision += 1
    work.session.flush()
    _owe_to_both(work, question, Kind.QUESTION_TALK)
    _owe_follow_up(work, question, wanted.end)
    return question


def helped(work: Work, question_id: str, person_id: str) -> Question:
    """Let the mentor know, in private, that the talk helped; a second tap says nothing new."""
    question = mine(work, question_id, person_id)
    if question.person_id != person_id:
        raise Stale
    if question.helped_at is None:
        question.helped_at = work.now
        facts = {"question": question.id}
        work.outbox.owe(
            Kind.QUESTION_HELPED, f"question:{question.id}:helped", person=question.mentor_id, facts=facts
        )
        work.session.flush()
        recognition.award(work, question.program_id, str(question.mentor_id))
    return question


def mine(work: Work, question_id: str, person_id: str) -> Question:
    """Return a question that was taken, to one of the two it brings together."""
    question = work.questions.find(question_id)
    if question is None or question.state != QuestionState.TAKEN:
        raise Stale
    if person_id not in (question.person_id, question.mentor_id):
        raise Stale
    return question


def _asked(work: Work, question_id: str, mentor_id: str) -> tuple[Question, QuestionAsk]:
    question, asked = work.questions.find(question_id), work.questions.ask(question_id, mentor_id)
    if question is None or asked is None:
        raise Stale
    return question, asked


def _standing(work: Work, question: Question, asked: QuestionAsk) -> Answer | None:
    """Return how a question stands for a mentor; None while it waits for them."""
    if question.state == QuestionState.TAKEN:
        return Answer.TAKEN if question.mentor_id == asked.mentor_id else Answer.TAKEN_BY_ANOTHER
    if question.state != QuestionState.OPEN or not question_turns.is_alive(work, question):
        return Answer.OVER
    return Answer.PASSED if asked.answered_at else None


def _owe_to_both(work: Work, question: Question, kind: Kind) -> None:
    """Owe a message to the group DM of the two."""
    work.outbox.owe(
        kind,
        f"question:{question.id}:{kind}:{question.revision}",
        person=question.person_id,
        other=question.mentor_id,
        facts={"question": question.id, "revision": question.revision},
    )


def _owe_follow_up(work: Work, question: Question, moment: datetime) -> None:
    work.outbox.owe(
        Kind.QUESTION_FOLLOW_UP,
        f"question:{question.id}:follow-up:{question.revision}",
        person=question.person_id,
        facts={"question": question.id, "revision": question.revision},
        not_before=moment,
    )
