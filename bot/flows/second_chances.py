"""Every week, a round for those who wait: partners of leavers, latecomers, whoever asked for a new match.

Nobody who has a partner is moved: running pairs do not even enter the pool. The timetable leaves an admin's
draft alone, and renews its own from the week before.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from bot import matching
from bot.flows import looks, publishing
from bot.flows import matching as rounds
from bot.flows.matching import Question
from bot.flows.program import until
from bot.rules import pairs as rules
from bot.rules.looks import HOURS
from bot.rules.refusals import Mistakes, Refusal
from storage.drafts import Part
from storage.models import Program, ProgramState, Round, RoundState, SecondChances
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Settings:
    """What happens every week for those who wait, and for how many hours both look first (0: not at all)."""

    chances: str
    hours: int


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that waits for an admin."""

    round_id: str
    pairs: int


def settings(work: Work, admin_id: str) -> Settings:
    """Return how the program does it, to an admin."""
    work.people.require_admin(admin_id)
    program = work.program.current_or_refuse()
    return Settings(program.second_chances, program.look_hours)


def choose(work: Work, admin_id: str, chosen: Settings) -> None:
    """Keep how the program does it from now on."""
    work.people.require_admin(admin_id)
    program = work.program.current_or_refuse()
    if chosen.chances not in list(SecondChances):
        raise Mistakes({"chances": "Choose what happens every week."})
    if chosen.hours not in (0, *HOURS):
        raise Mistakes({"hours": "Choose for how long people may look."})
    program.second_chances, program.look_hours = SecondChances(chosen.chances), chosen.hours
    rounds.note(work, admin_id, "second chances set", program.id)


def ready(work: Work, program_id: str) -> Ready | None:
    """Return the draft that waits for an admin, if it pairs anybody and nobody is looking at it."""
    draft = work.pairs.draft(program_id)
    count = work.drafts.count(Part(draft.id)) if draft and not draft.is_open_to_look else 0
    return Ready(draft.id, count) if draft and count else None


# Every week


def ask(work: Work) -> Question | None:
    """Gather everything for a round of those who wait; None where there is nothing to do."""
    program = work.program.current()
    if program is None or not _is_time(work, program):
        return None
    draft = work.pairs.draft(program.id)
    if draft is not None and not _is_ours(work, draft):
        return None
    try:
        return rounds.question(work, program, draft)
    except rules.NobodyToPair:
        _drop(draft)
        return None


def solve(question: Question) -> matching.Proposal | None:
    """Let the engine propose; None where it cannot work with a profile or the tree of managers."""
    with suppress(Refusal):
        return rounds.solve(question)
    return None


def settle(work: Work, question: Question, answer: matching.Proposal | None) -> None:
    """Keep the round as a draft for the admins, or let it go its way by itself, as the program says."""
    program = work.program.current()
    draft = work.pairs.draft(program.id) if program else None
    if program is None or (draft is not None and not _is_ours(work, draft)):
        return
    if answer is None or not answer.pairs:
        _drop(draft)
        return
    draft = draft or rounds.new_draft(work, program)
    rounds.keep(work, draft, question, answer, rules.TIMETABLE)
    rounds.note(work, rules.TIMETABLE, "pairs proposed", draft.id)
    if program.second_chances == SecondChances.PUBLISH:
        _go_on(work, draft, program.look_hours)


def _go_on(work: Work, draft: Round, hours: int) -> None:
    with suppress(rules.EmptyDraft):
        if hours:
            looks.open_look(work, draft, hours, publishes=True)
        else:
            publishing.announce(work, draft, rules.TIMETABLE)


def _is_time(work: Work, program: Program) -> bool:
    """Tell whether a program re-matches: after its first round, and while a new pair has time to begin."""
    left = until(program) - work.now.date()
    return (
        program.state == ProgramState.RUNNING
        and program.second_chances != SecondChances.OFF
        and left >= timedelta(weeks=rules.WORTH_BEGINNING)
        and bool(work.pairs.published(program.id))
    )


def _is_ours(work: Work, draft: Round) -> bool:
    """Tell whether a draft is the timetable's own, and no admin has changed it or let people look."""
    is_untouched = not any(row.is_locked or row.is_by_hand for row in work.pairs.placed(draft.id))
    return (
        draft.made_by == rules.TIMETABLE
        and draft.look_ends_at is None
        and is_untouched
        and not work.pairs.removed_ids(draft.id)
    )


def _drop(draft: Round | None) -> None:
    if draft is not None:
        draft.state = RoundState.DISCARDED
