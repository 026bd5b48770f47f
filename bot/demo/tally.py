"""What happened in a program, counted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import SQLModel, col, select

from bot.rules.messages import MANNERS, Kind, Urgency
from storage.models import (
    Badge,
    Certificate,
    CheckIn,
    Goal,
    LessonProgress,
    Member,
    OutboxMessage,
    OutboxState,
    Pair,
    Person,
    Reading,
    Round,
    RoundState,
    Session,
    SessionState,
    ShoutOut,
    SurveyParticipation,
    Thanks,
    Unmatched,
)
from storage.work import Work

Numbers = dict[str, Any]


def tally(work: Work) -> Numbers:
    """Return the program in numbers, as the rehearsal prints them."""
    return {
        "people": _count(work, Person, col(Person.is_employee)),
        "joined": _count(work, Member),
        "pairs": _count(work, Pair),
        "pairs_by_state": _by(work, Pair, Pair.state),
        "unmatched": _unmatched(work),
        "messages_by_kind": _by(
            work, OutboxMessage, OutboxMessage.kind, OutboxMessage.state == OutboxState.SENT
        ),
        "messages_unsent": _by(
            work, OutboxMessage, OutboxMessage.state, OutboxMessage.state != OutboxState.SENT
        ),
        "most_messages_to_one_person_in_a_week": _busiest_week(work, unasked_only=True),
        "most_messages_of_any_kind_in_a_week": _busiest_week(work, unasked_only=False),
        "lessons_done": _count(work, LessonProgress, col(LessonProgress.done_at).is_not(None)),
        "sessions_planned": _count(work, Session),
        "sessions_held": _count(work, Session, Session.state == SessionState.HELD),
        "goals": _count(work, Goal),
        "check_ins_asked": _count(work, CheckIn),
        "check_ins_answered": _count(work, CheckIn, col(CheckIn.answered_at).is_not(None)),
        "survey_answers": _count(work, SurveyParticipation, col(SurveyParticipation.has_answered)),
        "objectives": _objectives(work),
        "shout_outs": _count(work, ShoutOut),
        "thanks": _count(work, Thanks),
        "badges": _count(work, Badge),
        "certificates": _count(work, Certificate),
    }


def _count(work: Work, table: type[SQLModel], *where: Any) -> int:
    return work.session.exec(select(func.count()).select_from(table).where(*where)).one()


def _by(work: Work, table: type[SQLModel], column: Any, *where: Any) -> dict[str, int]:
    query = select(column, func.count()).select_from(table).where(*where).group_by(column).order_by(column)
    return {str(name): number for name, number in work.session.exec(query)}


def _unmatched(work: Work) -> dict[str, int]:
    """Return how many the newest published round left without a partner, by reason."""
    newest = (
        select(Round.id)
        .where(Round.state == RoundState.PUBLISHED)
        .order_by(col(Round.number).desc())
        .limit(1)
    )
    left = work.session.exec(select(Unmatched).where(Unmatched.round_id == newest.scalar_subquery()))
    return dict(sorted(Counter(str(one.reason.get("kind")) for one in left).items()))


def _objectives(work: Work) -> list[Numbers]:
    program = work.program.current()
    return [
        {
            "title": objective.title,
            "measure": objective.measure,
            "baseline": objective.baseline,
            "now": _latest(work, objective.id),
            "target": objective.target,
        }
        for objective in (work.program.objectives(program.id) if program else [])
    ]


def _latest(work: Work, objective_id: str) -> float | None:
    query = select(Reading.value).where(Reading.objective_id == objective_id).order_by(col(Reading.on).desc())
    return work.session.exec(query.limit(1)).first()


def _busiest_week(work: Work, *, unasked_only: bool) -> int:
    """Return the most messages that anybody got within any seven days, DMs and their pairs' group DMs."""
    kinds = [kind for kind, manner in MANNERS.items() if not unasked_only or manner.urgency == Urgency.NUDGE]
    return max((_most_in_a_week(moments) for moments in _moments(work, kinds).values()), default=0)


def _moments(work: Work, kinds: list[Kind]) -> dict[str, list[Any]]:
    halves = {pair.id: (pair.mentor_id, pair.mentee_id) for pair in work.session.exec(select(Pair))}
    query = (
        select(OutboxMessage.person_id, OutboxMessage.pair_id, OutboxMessage.sent_at)
        .where(OutboxMessage.state == OutboxState.SENT, col(OutboxMessage.kind).in_(kinds))
        .order_by(col(OutboxMessage.sent_at))
    )
    moments: dict[str, list[Any]] = {}
    for person_id, pair_id, sent_at in work.session.exec(query):
        for person in [person_id] if person_id else halves.get(pair_id or "", ()):
            moments.setdefault(str(person), []).append(sent_at)
    return moments


def _most_in_a_week(moments: list[Any]) -> int:
    """Return the most of these sorted moments that lie within less than seven days."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= timedelta(days=7):
            first += 1
        most = max(most, last - first + 1)
    return most
