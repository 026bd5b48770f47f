"""The program in numbers, as it stands now; nothing here tells of one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot import content
from bot.flows import objectives, surveys
from bot.rules import metrics
from bot.rules import objectives as rules
from bot.rules.metrics import Course, Facts, Group, Need
from bot.rules.surveys import Results
from storage.models import Objective, PairState, Program, ProgramState, Wave
from storage.reports import Fared, Numbers
from storage.work import Work

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Progress:
    """An objective and how far it is; ``share`` of the way from 0 to 1, ``history`` oldest first."""

    id: str
    title: str
    unit: str
    baseline: float | None
    value: float | None
    target: float
    due_on: date
    share: float | None
    is_on_track: bool
    is_own: bool
    history: tuple[tuple[date, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Mean:
    """A group's mean at the start and in the newest wave, where at least five answered."""

    label: str
    before: float | None
    now: float | None


@dataclass(frozen=True, slots=True)
class Page:
    """The program in numbers."""

    name: str
    is_open: bool
    joined: int
    roles: dict[str, int]
    paired: int
    waiting: int
    pairs: int
    quick: Numbers  # pairs introduced at least 14 days ago, and those of them that met in time
    quiet: int
    sessions_held: int
    sessions_planned: int
    check_ins: Numbers
    surveys: tuple[tuple[Wave, Numbers], ...]
    means: tuple[Mean, ...]
    lessons: Numbers
    progress: tuple[Progress, ...]
    need: Need
    questions: Numbers  # quick questions that were taken, and those that helped
    too_late: int  # messages of this week that were of no use any more when they could have left


def page(work: Work, program: Program) -> Page:
    """Return the program in numbers."""
    pairs = work.reports.fared(program.id, work.now)
    seen = facts(work, program, pairs)
    progress = tuple(_progress(work, program, seen))
    joined = work.reports.roles(program.id)
    quiet = sum(metrics.is_quiet(course, work.now) for course in seen.courses)
    waiting = len(seen.present - seen.paired)
    old = [one for one in seen.courses if work.now - one.introduced_at >= metrics.FIRST_MEETING]
    is_open = program.state in (ProgramState.OPEN, ProgramState.RUNNING)
    behind = sum(not one.is_on_track for one in progress)
    return Page(
        name=program.name,
        is_open=is_open,
        joined=sum(joined.values()),
        roles=joined,
        paired=len(seen.paired),
        waiting=waiting,
        pairs=sum(course.is_active for course in seen.courses),
        quick=Numbers(len(old), sum(course.was_quick for course in old)),
        quiet=quiet,
        sessions_held=sum(course.held for course in seen.courses),
        sessions_planned=len(pairs) * program.session_count,
        check_ins=work.reports.check_ins(program.id),
        surveys=tuple(
            (wave, Numbers(*counts)) for wave, counts in surveys.participation(work, program.id).items()
        ),
        means=_means(seen),
        lessons=Numbers(seen.lessons_sent, seen.lessons_done),
        progress=progress,
        questions=Numbers(*work.questions.taken_and_helped(program.id)),
        too_late=work.reports.too_late(work.now - WEEK),
        need=metrics.need(joined=sum(joined.values()), waiting=waiting, quiet=quiet, behind=behind),
    )


def facts(work: Work, program: Program, pairs: list[Fared]) -> Facts:
    """Return what the measures are taken from."""
    told = {wave: surveys.results(work, program.id, wave) for wave in Wave}
    lessons = work.reports.lessons(program.id)
    recommend = told[Wave.CLOSING].recommend
    return Facts(
        now=work.now,
        present=work.reports.present(program.id),
        paired=_paired(pairs),
        courses=tuple(course(fared) for fared in pairs),
        lessons_sent=lessons.asked,
        lessons_done=lessons.answered,
        baseline=_groups(told[Wave.BASELINE]),
        newest={**_groups(told[Wave.MIDPOINT]), **_groups(told[Wave.CLOSING])},
        recommend=Group(recommend.n, recommend.now) if recommend else Group(),
    )


def course(fared: Fared) -> Course:
    """Return how a pair has fared, as the measures take it."""
    return Course(
        introduced_at=fared.pair.started_at,
        held=fared.held,
        planned=fared.planned,
        first_met_at=fared.first_met_at,
        last_met_at=fared.last_met_at,
        last_answer_at=fared.last_answer_at,
        is_active=fared.pair.state == PairState.ACTIVE,
    )


def _paired(pairs: list[Fared]) -> frozenset[str]:
    """Return who has a partner, or had one to the end: an early finish is a completion."""
    made = (fared.pair for fared in pairs)
    kept = [pair for pair in made if pair.state != PairState.ENDED and not pair.waits_again]
    return frozenset(person_id for pair in kept for person_id in (pair.mentor_id, pair.mentee_id))


def _groups(told: Results) -> dict[str, Group]:
    return {dimension: Group(mean.n, mean.now) for dimension, mean in told.by_dimension.items()}


def _means(seen: Facts) -> tuple[Mean, ...]:
    """Return the means that may be told, by dimension in the survey's order."""
    return tuple(
        Mean(dimension.label, _shown(seen.baseline, name), _shown(seen.newest, name))
        for name, dimension in content.dimensions().items()
        if name in seen.baseline or name in seen.newest
    )


def _shown(groups: Mapping[str, Group], dimension: str) -> float | None:
    return groups.get(dimension, Group()).shown


def _progress(work: Work, program: Program, seen: Facts) -> list[Progress]:
    readings = work.program.readings(program.id)
    shown = []
    for objective in work.program.objectives(program.id):
        known = [(one.on, one.value) for one in readings[objective.id] if one.value is not None]
        shown.append(_standing(work, program, objective, seen, tuple(known)))
    return shown


def _standing(
    work: Work, program: Program, objective: Objective, seen: Facts, history: tuple[tuple[date, float], ...]
) -> Progress:
    is_own = objective.measure == rules.OWN
    last = history[-1][1] if history else None
    value = last if is_own else metrics.MEASURES[objective.measure](seen)
    # What Flipside counts is told as a share of the target; only an own number has a start that is not 0.
    share = rules.share_reached(objective.baseline if is_own else None, objective.target, value)
    today = work.now.date()
    on_track = share is None or rules.is_on_track(share, program.starts_on, objective.due_on, today)
    return Progress(
        id=objective.id,
        title=objective.title,
        unit=objectives.unit(objective),
        baseline=objective.baseline,
        value=value,
        target=objective.target,
        due_on=objective.due_on,
        share=share,
        is_on_track=on_track,
        is_own=is_own,
        history=history,
    )
