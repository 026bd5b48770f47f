"""Whose turn it is to be asked: two mentors, then the next two, then a word to the asker."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.flows import question_pool
from bot.rules import questions as rules
from bot.rules.messages import Kind
from storage.models import ProgramState, Question, QuestionAsk, QuestionState
from storage.work import Work

UNDER_WAY = (ProgramState.OPEN, ProgramState.RUNNING)


class Spot(NamedTuple):
    """Where a mentor's message about a question stands."""

    channel: str
    ts: str


def ask_next(work: Work, question: Question) -> int:
    """Ask the next mentors, if there are any, and return how many."""
    chosen = question_pool.next_mentors(work, question)
    for mentor_id in chosen:
        work.questions.add(QuestionAsk(question_id=question.id, mentor_id=mentor_id, asked_at=work.now))
        key = f"question:{question.id}:asked:{mentor_id}"
        work.outbox.owe(Kind.QUESTION, key, person=mentor_id, facts={"question": question.id})
    return len(chosen)


def look_again(work: Work) -> int:
    """Ask the next mentors where three working days brought nobody; after that, say so to the asker."""
    due = work.questions.due(work.now)
    for question in due:
        if is_alive(work, question):
            _go_on(work, question)
        else:
            question.state = QuestionState.WITHDRAWN
    return len(due)


def let_go(work: Work, person_id: str) -> None:
    """Withdraw the open question of somebody who is away or leaves, and pass on what they were asked."""
    program = work.program.current()
    if program and (mine := work.questions.open_of(person_id, program.id)):
        mine.state = QuestionState.WITHDRAWN
    for asked, question in work.questions.waiting_for(person_id):
        asked.answered_at = work.now
        hurry(work, question)


def hurry(work: Work, question: Question) -> None:
    """Ask the next mentors before their time where all have let a question go.

    The end keeps its day, so that nobody can tell from it when somebody said no.
    """
    work.session.flush()
    is_silent = all(ask.answered_at for ask in work.questions.asks(question.id))
    if question.state == QuestionState.OPEN and is_silent and question.wave < rules.WAVES:
        _go_on(work, question)


def is_alive(work: Work, question: Question) -> bool:
    """Tell whether the program goes on and the asker can be reached."""
    if work.program.get(question.program_id).state not in UNDER_WAY:
        return False
    person = work.people.get(question.person_id)
    return person is not None and person.is_employee and person.is_reachable


def spots(work: Work, question: Question) -> tuple[Spot, ...]:
    """Return where mentors who have not answered still read the question."""
    work.session.flush()
    waiting = {ask.mentor_id for ask in work.questions.asks(question.id) if ask.answered_at is None}
    letters = work.questions.letters(question.id)
    return tuple(Spot(str(one.channel_id), str(one.ts)) for one in letters if one.person_id in waiting)


def deadline(work: Work, question: Question) -> datetime:
    """Return when a question is looked at again after now, and after the day that it was promised for."""
    person = work.people.get(question.person_id)
    return rules.deadline(max(work.now, question.due_at), person.timezone if person else "UTC")


def _go_on(work: Work, question: Question) -> None:
    if question.wave < rules.WAVES:
        question.wave += 1
        question.due_at = deadline(work, question)
        ask_next(work, question)
        return
    question.state = QuestionState.UNANSWERED
    facts = {"question": question.id}
    key = f"question:{question.id}:open-end"
    work.outbox.owe(Kind.QUESTION_OPEN_END, key, person=question.person_id, facts=facts)
