"""The look before a round is published: both halves of each proposed pair see a card, and may say no once.

A no changes nothing until the look is over. Then everything is solved anew in any case, at one fixed moment,
with all that is known by then; whoever is proposed somebody else is not asked again. See bot/rules/looks.py.
"""

from __future__ import annotations

from contextlib import suppress

from bot import matching
from bot.flows import matching as rounds
from bot.flows import publishing
from bot.flows.drafts import note_alone
from bot.flows.matching import Question, draft_to_change, note
from bot.flows.pool import still_possible
from bot.rules import looks as rules
from bot.rules import pairs as pair_rules
from bot.rules.messages import Kind
from bot.rules.refusals import Mistakes, Refusal
from storage.drafts import Part
from storage.models import Look, ProgramState, Round, RoundState, Veto
from storage.outbox import Owed
from storage.work import Work

UNDER_WAY = (ProgramState.OPEN, ProgramState.RUNNING)


def usual_hours(work: Work, admin_id: str, round_id: str) -> int:
    """Return for how long people look unless an admin chooses otherwise; refuses where they may not look."""
    _may_begin(draft_to_change(work, admin_id, round_id))
    return work.program.current_or_refuse().look_hours or rules.USUAL_HOURS


def begin(work: Work, admin_id: str, round_id: str, hours: int | None, *, publishes: bool = False) -> Round:
    """Begin a look of so many hours, in a moment: nothing in the draft moves from now on.

    ``show_cards`` is to follow; after a stop in between, the timetable does it. When the look is over, the
    draft waits for an admin, or is published by itself.
    """
    draft = draft_to_change(work, admin_id, round_id)
    if hours not in rules.HOURS:
        raise Mistakes({"hours": "Choose for how long people may look."})
    _may_begin(draft)
    if not work.drafts.count(Part(round_id)):
        raise pair_rules.EmptyDraft
    work.program.current_or_refuse().look_hours = hours
    draft.look_ends_at, draft.publishes_itself = rules.ends_at(work.now, hours), publishes
    draft.look_by = admin_id
    note(work, admin_id, "look begun", round_id)
    return draft


def show_cards(work: Work, round_id: str) -> bool:
    """Owe both halves of each pair that can still be made a card, once, and tell whether there is any.

    Where no pair can be made any more, the look is called off.
    """
    draft = work.pairs.round(round_id)
    if draft is None or draft.state != RoundState.DRAFT or not draft.is_open_to_look:
        return False
    if not work.looks.has_begun(round_id) and not _show(work, draft):
        draft.look_ends_at, draft.publishes_itself, draft.look_by = None, False, ""
        return False
    return True


def open_look(work: Work, draft: Round, hours: int, *, publishes: bool) -> None:
    """Begin a look and show the cards, for the timetable; refuses where no pair can be made any more."""
    draft.look_ends_at, draft.publishes_itself = rules.ends_at(work.now, hours), publishes
    if not show_cards(work, draft.id):
        raise pair_rules.EmptyDraft


def _show(work: Work, draft: Round) -> bool:
    rows = sorted(work.pairs.placed(draft.id), key=lambda row: not row.is_locked)
    possible = still_possible(work, work.program.get(draft.program_id), [row.ids for row in rows])
    shown = [both for ids in possible for both in (ids, ids[::-1])]
    if not shown or draft.look_ends_at is None:
        return False
    work.looks.begin(draft.id, shown)
    if other := work.pairs.alternative(draft.id):
        other.state = RoundState.DISCARDED  # it would bring back whom somebody would rather not have
    facts = {"round": draft.id}
    work.outbox.owe_all(
        Kind.LOOK,
        [Owed(f"look:{draft.id}:{person_id}", person_id, facts) for person_id in sorted(dict(shown))],
        lifetime=draft.look_ends_at - work.now,
    )
    return True


def say_fine(work: Work, person_id: str, round_id: str, other_id: str) -> None:
    """Note that a proposed partner sounds good to somebody."""
    _shown(work, person_id, round_id, other_id).is_fine = True
    work.looks.take_back(round_id, person_id, other_id)


def rather_not(work: Work, person_id: str, round_id: str, other_id: str) -> None:
    """Note that somebody would rather not have a proposed partner: once a round, seen by nobody."""
    shown = _shown(work, person_id, round_id, other_id)
    spent = work.looks.vetoed(round_id, person_id)
    if spent is not None and spent != other_id:
        raise rules.VetoSpent
    shown.is_fine = False
    work.session.merge(Veto(person_id=person_id, other_id=other_id, round_id=round_id))


def take_back(work: Work, person_id: str, round_id: str, other_id: str) -> None:
    """Forget what somebody said of a proposed partner, while the look lasts."""
    _shown(work, person_id, round_id, other_id).is_fine = False
    work.looks.take_back(round_id, person_id, other_id)


# The end of a look


def ask(work: Work) -> Question | None:
    """Gather what solving anew takes, for the look that is over; None where there is none.

    A look that a stop has kept from being shown is shown now.
    """
    draft = _current(work)
    if draft is None:
        return None
    if not _is_past(work, draft):
        show_cards(work, draft.id)
        return None
    try:
        return rounds.question(work, work.program.get(draft.program_id), draft)
    except pair_rules.NobodyToPair:
        settle(work, None, None)
        return None


def solve(question: Question) -> matching.Proposal | None:
    """Let the engine propose anew; None where it cannot work with a profile or the tree of managers."""
    with suppress(Refusal):
        return rounds.solve(question)
    return None


def settle(work: Work, question: Question | None, answer: matching.Proposal | None) -> None:
    """End a look: keep the new proposal, then tell the admin, or publish."""
    draft = _over(work)
    if draft is None:
        return
    if question is not None and answer is not None:
        rounds.keep(work, draft, question, answer, draft.made_by)
    else:
        _drop_the_impossible(work, draft)
    draft.is_looked_at = True
    work.looks.forget(draft.id)
    note(work, pair_rules.TIMETABLE, "look ended", draft.id)
    if draft.publishes_itself:
        with suppress(pair_rules.EmptyDraft):
            publishing.announce(work, draft, pair_rules.TIMETABLE)
    if draft.look_by:
        facts = {"round": draft.id}
        work.outbox.owe(Kind.LOOK_OVER, f"look-over:{draft.id}", person=draft.look_by, facts=facts)


def _may_begin(draft: Round) -> None:
    if draft.is_looked_at:
        raise rules.LookedAt


def _shown(work: Work, person_id: str, round_id: str, other_id: str) -> Look:
    """Return that somebody was shown a partner; refuses, always in the same words, once the look is over."""
    draft, shown = work.pairs.round(round_id), work.looks.find(round_id, person_id, other_id)
    is_open = draft is not None and draft.is_open_to_look and not _is_past(work, draft)
    if shown is None or not is_open:
        raise rules.LookOver
    return shown


def _over(work: Work) -> Round | None:
    draft = _current(work)
    return draft if draft and _is_past(work, draft) else None


def _current(work: Work) -> Round | None:
    """Return the draft that people look at, if any."""
    program = work.program.current()
    if program is None or program.state not in UNDER_WAY:
        return None
    draft = work.pairs.draft(program.id)
    return draft if draft and draft.is_open_to_look else None


def _is_past(work: Work, draft: Round) -> bool:
    return draft.look_ends_at is not None and draft.look_ends_at <= work.now


def _drop_the_impossible(work: Work, draft: Round) -> None:
    """Keep of a draft what can still be made; the rest goes without a trace."""
    rows = sorted(work.pairs.placed(draft.id), key=lambda row: not row.is_locked)
    wanted = [row.ids for row in rows]
    possible = set(still_possible(work, work.program.get(draft.program_id), wanted))
    gone = [ids for ids in wanted if ids not in possible]
    work.pairs.drop_proposals(draft.id, gone)
    note_alone(work, draft.id, gone)
    draft.is_certified = False
