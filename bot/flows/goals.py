"""Goals of a pair: up to three, set by either half, moved on by one tap."""

from __future__ import annotations

from dataclasses import dataclass

from bot.flows import pairs, recognition
from bot.rules import goals as rules
from bot.rules.pairs import PairOver
from bot.rules.refusals import Stale
from storage.models import Goal, Pair
from storage.pairs import OPEN
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal as both halves see it; progress in percent."""

    id: str
    title: str
    progress: int


@dataclass(frozen=True, slots=True)
class PairGoals:
    """The goals of a pair, for one of its halves."""

    pair_id: str
    partner_id: str
    aims: tuple[Aim, ...]

    @property
    def has_room(self) -> bool:
        """Whether another goal may be set."""
        return len(self.aims) < rules.MOST_GOALS


def add(work: Work, pair_id: str, person_id: str, title: str) -> Goal:
    """Set a goal; the same one twice is one."""
    pair = _open_pair(work, pair_id, person_id)
    title = rules.check_title(title)
    goals = work.sessions.goals(pair.id)
    if known := next((goal for goal in goals if goal.title == title), None):
        return known
    if len(goals) >= rules.MOST_GOALS:
        raise rules.EnoughGoals
    return work.sessions.add(Goal(id=work.new_id(), pair_id=pair.id, title=title, made_at=work.now))


def edit(work: Work, goal_id: str, person_id: str, title: str) -> Goal:
    """Put a goal in other words."""
    goal, _ = _mine(work, goal_id, person_id)
    goal.title = rules.check_title(title)
    return goal


def read(work: Work, goal_id: str, person_id: str) -> Aim:
    """Return a goal to its owners."""
    return _aim(_mine(work, goal_id, person_id)[0])


def remove(work: Work, goal_id: str, person_id: str) -> None:
    """Drop a goal; one that is gone already stays gone."""
    if work.sessions.goal(goal_id):
        work.sessions.remove(_mine(work, goal_id, person_id)[0])


def move(work: Work, goal_id: str, person_id: str, percent: int) -> Goal:
    """Note how far a goal is, in percent; the first time it is reached counts for both halves."""
    goal, pair = _mine(work, goal_id, person_id)
    goal.progress = rules.check_progress(percent)
    if goal.progress < 100:
        goal.reached_at = None
    elif goal.reached_at is None:
        goal.reached_at = work.now
        for half in (pair.mentor_id, pair.mentee_id):
            recognition.award(work, pair.program_id, half)
    return goal


def aims(work: Work, pair_id: str) -> tuple[Aim, ...]:
    """Return the goals of a pair, the oldest first."""
    return tuple(_aim(goal) for goal in work.sessions.goals(pair_id))


def card(work: Work, person_id: str) -> tuple[PairGoals, ...] | None:
    """Return the goals of somebody's open pairs; None without a pair."""
    mine = [pair for pair in work.pairs.of(person_id, *OPEN) if pairs.is_told(work, pair)]
    return (
        tuple(PairGoals(pair.id, pairs.partner_of(pair, person_id), aims(work, pair.id)) for pair in mine)
        or None
    )


def _aim(goal: Goal) -> Aim:
    return Aim(goal.id, goal.title, goal.progress)


def _mine(work: Work, goal_id: str, person_id: str) -> tuple[Goal, Pair]:
    goal = work.sessions.goal(goal_id)
    if goal is None:
        raise Stale
    return goal, _open_pair(work, goal.pair_id, person_id)


def _open_pair(work: Work, pair_id: str, person_id: str) -> Pair:
    pair = work.pairs.mine_or_refuse(pair_id, person_id)
    if pair.state not in OPEN:
        raise PairOver
    return pair
