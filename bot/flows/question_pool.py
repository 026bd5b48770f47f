"""Who can be asked to take a question: shares the skill, has room this week, and is free to meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.flows import meetings
from bot.flows.pool import Fence, fence
from bot.matching import ManagerLoop, Rules
from bot.rules import agendas
from bot.rules import questions as rules
from bot.rules.questions import Mentor
from storage.models import Member, Question
from storage.questions import Offering
from storage.work import Work


def next_mentors(work: Work, question: Question) -> list[str]:
    """Return up to two mentors to ask now who have not been asked to take this question, in fair turn."""
    asker = work.people.member(question.person_id, question.program_id)
    if asker is None:
        return []
    known = {ask.mentor_id for ask in work.questions.asks(question.id)}
    offering = {
        one.member.person_id: one
        for one in work.questions.offering(question.program_id, question.skill_id)
        if one.member.person_id not in known and one.member.quiet_since is None
    }
    # In no line of managers at all, whatever distance a program allows between the two of a pair.
    between = replace(fence(work, work.program.get(question.program_id)), rules=Rules())
    fitting = (
        mentor_id
        for mentor_id in rules.in_turn(_mentors(work, offering), work.now, question.id)
        if not _stay_apart(between, mentor_id, question.person_id)
        and _can_talk(work, asker, offering[mentor_id].member)
    )
    return list(islice(fitting, rules.ASKED_AT_ONCE))


def slots(work: Work, program_id: str, mentor_id: str, asker_id: str) -> list[datetime]:
    """Return up to three moments for 15 minutes in both people's working hours; maybe none."""
    both = (mentor_id, asker_id)
    mentor, asker = meetings.hours(work, both, program_id)
    busy = (*map(meetings.span, work.sessions.planned_with(both, work.now)), *meetings.talks(work, both))
    return agendas.slots(work.now, mentor, asker, rules.MINUTES, busy=busy)


def _stay_apart(between: Fence, mentor_id: str, asker_id: str) -> bool:
    """Tell whether two are never brought together: one line of managers, a private wish, an earlier pair."""
    try:
        return between.is_ruled_out(mentor_id, asker_id)
    except ManagerLoop:
        return True  # whose line nobody can tell is not asked


def _mentors(work: Work, offering: dict[str, Offering]) -> list[Mentor]:
    asked = work.questions.times_asked(offering)
    return [
        Mentor(mentor_id, one.level, one.member.questions_a_week, tuple(asked[mentor_id]))
        for mentor_id, one in offering.items()
    ]


def _can_talk(work: Work, asker: Member, mentor: Member) -> bool:
    if not set(asker.languages) & set(mentor.languages):
        return False
    return bool(slots(work, asker.program_id, mentor.person_id, asker.person_id))
