"""Surveys: three waves, asked by name; what comes of them is told in means of groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial

from bot import content
from bot.flows import prompts
from bot.flows.portions import PEOPLE, Portion
from bot.rules import surveys as rules
from bot.rules.messages import Kind
from bot.rules.surveys import Results
from storage.models import (
    Member,
    MemberState,
    OutboxMessage,
    ProgramState,
    Survey,
    SurveyParticipation,
    Wave,
)
from storage.outbox import Owed
from storage.work import Work

RECOMMEND = "recommend"  # the item of the recommend score


@dataclass(frozen=True, slots=True)
class Invitation:
    """A survey that waits for somebody."""

    survey_id: str
    wave: Wave
    is_reminder: bool = False


# Asking


def begin(work: Work, member: Member) -> str:
    """Note that a new member is asked for the baseline; return the survey's id, for the welcome's button."""
    survey = _opened(work, member.program_id, Wave.BASELINE)
    if work.surveys.participation(survey.id, member.person_id) is None:
        work.surveys.ask(survey, [member.person_id], work.now.date())
    return survey.id


def open_waves(work: Work, after: str = "") -> Portion:
    """Open the midpoint and the closing survey on their days and owe them.

    Whoever was away on the day is asked when they are back; whoever joined later is not.
    """
    program = work.program.current()
    if program is None or program.state != ProgramState.RUNNING:
        return Portion()
    wave = rules.wave_due(program.starts_on, program.weeks, work.now.date())
    if wave is None:
        return Portion()
    survey = _opened(work, program.id, Wave(wave))
    morning = datetime.combine(survey.opens_on, time(), work.now.tzinfo)
    people = work.surveys.to_ask(survey, morning, after=after, most=PEOPLE)
    work.surveys.ask(survey, people, work.now.date())
    count = work.outbox.owe_all(
        Kind.SURVEY,
        [Owed(key(survey.id, person_id), person_id, {"survey": survey.id}) for person_id in people],
    )
    return Portion(count, partial(open_waves, after=people[-1]) if len(people) == PEOPLE else None)


def remind(work: Work, after: tuple[str, str] = ("", "")) -> Portion:
    """Owe one reminder, a week after the question was heard, and never another."""
    program = work.program.current()
    if program is None or program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
        return Portion()
    today = work.now.date()
    days = (today - rules.OPEN_FOR, today - rules.REMINDER_AFTER)
    late = work.surveys.to_remind(program.id, *days, after=after, most=PEOPLE)
    heard = _heard(work, program.id, late)
    for one in heard:
        one.is_reminded = True
    asked_before = {key(one.survey_id, one.person_id): one.person_id for one in heard}
    prompts.over(work, asked_before, Kind.SURVEY)
    count = work.outbox.owe_all(
        Kind.SURVEY,
        [
            Owed(reminder_key(one.survey_id, one.person_id), one.person_id, {"survey": one.survey_id})
            for one in heard
        ],
    )
    last = (late[-1].person_id, late[-1].survey_id) if len(late) == PEOPLE else None
    return Portion(count, partial(remind, after=last) if last else None)


def survey_to_tell(work: Work, message: OutboxMessage) -> Invitation | None:
    """Return the survey that a message asks for; None once it is answered or over, or its reader away."""
    survey, person_id = work.surveys.get(message.facts["survey"]), str(message.person_id)
    if survey is None or not is_waiting(work, survey, work.surveys.participation(survey.id, person_id)):
        return None
    member = work.people.member(person_id, survey.program_id)
    if member is None or member.state != MemberState.ACTIVE:
        return None
    return Invitation(survey.id, survey.wave, message.key == reminder_key(survey.id, person_id))


def card(work: Work, person_id: str) -> Invitation | None:
    """Return the newest survey that waits for somebody; None if none does."""
    program = work.program.current()
    member = work.people.member(person_id, program.id) if program else None
    if program is None or member is None or member.state == MemberState.LEFT:
        return None
    waiting = (
        Invitation(survey.id, survey.wave)
        for survey, participation in work.surveys.unanswered(program.id, person_id)
        if is_waiting(work, survey, participation)
    )
    return next(waiting, None)


def is_waiting(work: Work, survey: Survey, participation: SurveyParticipation | None) -> bool:
    """Tell whether somebody was asked and may still answer; the midpoint is over once the closing opens."""
    if participation is None or participation.has_answered:
        return False
    if survey.wave == Wave.MIDPOINT and work.surveys.of(survey.program_id, Wave.CLOSING):
        return False
    is_over = work.program.get(survey.program_id).state == ProgramState.CLOSED
    return not is_over and rules.is_open(participation.asked_on, work.now.date())


def key(survey_id: str, person_id: str) -> str:
    """Return the key of the message that asks somebody."""
    return f"survey:{survey_id}:{person_id}"


def reminder_key(survey_id: str, person_id: str) -> str:
    """Return the key of the one reminder."""
    return f"{key(survey_id, person_id)}:reminder"


# Telling


def results(work: Work, program_id: str, wave: Wave) -> Results:
    """Return what may be told of a wave: five answers or more, no small group showing through."""
    survey = work.surveys.of(program_id, wave)
    if survey is None:
        return Results()
    dimensions = {item.id: item.dimension for item in content.items().values()}
    return rules.results(work.surveys.tallies(survey.id), dimensions, RECOMMEND)


def participation(work: Work, program_id: str) -> dict[Wave, tuple[int, int]]:
    """Return how many were asked and how many answered, for each wave that was opened."""
    surveys = {wave: work.surveys.of(program_id, wave) for wave in Wave}
    return {wave: work.surveys.counts(survey.id) for wave, survey in surveys.items() if survey}


def _opened(work: Work, program_id: str, wave: Wave) -> Survey:
    survey = work.surveys.of(program_id, wave)
    if survey is None:
        survey = Survey(id=work.new_id(), program_id=program_id, wave=wave, opens_on=work.now.date())
        work.surveys.add(survey)
        work.session.flush()
    return survey


def _heard(work: Work, program_id: str, late: Sequence[SurveyParticipation]) -> list[SurveyParticipation]:
    """Return those whom the question reached a week ago; the baseline's comes with the welcome."""
    baseline = work.surveys.of(program_id, Wave.BASELINE)
    sent = work.outbox.sent([key(one.survey_id, one.person_id) for one in late])
    week_ago = work.now - rules.REMINDER_AFTER
    return [
        one
        for one in late
        if (baseline and one.survey_id == baseline.id)
        or sent.get(key(one.survey_id, one.person_id), work.now) <= week_ago
    ]
