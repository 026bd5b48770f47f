"""The program's objectives: targets and dates, and the one that an admin counts by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot import content
from bot.flows import admins
from bot.flows.program import until
from bot.rules import objectives as rules
from bot.rules.objectives import Aim
from bot.rules.refusals import Mistakes, NoProgram, NotYours
from storage.models import Objective, Program, ProgramState
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Shown:
    """An objective as its form shows it."""

    id: str
    title: str
    explanation: str
    unit: str
    target: float
    due_on: date
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What the form of objectives shows; dates can change until the program starts."""

    templates: tuple[Shown, ...]
    own: Shown | None
    may_have_own: bool
    is_started: bool
    last_day: date


@dataclass(frozen=True, slots=True)
class Own:
    """An objective of the admin's own, as filled in; ``start`` is where it stands today."""

    title: str = ""
    start: float | None = None
    target: float | None = None
    due_on: date | None = None


def form(work: Work, admin_id: str) -> Form:
    """Return the objectives to an admin, for changing."""
    work.people.require_admin(admin_id)
    program = _program(work)
    every = work.program.objectives(program.id)
    templates = tuple(_shown(objective) for objective in every if objective.measure != rules.OWN)
    own = next((_shown(objective) for objective in every if objective.measure == rules.OWN), None)
    is_started = program.state == ProgramState.RUNNING
    may_have_own = own is not None or len(templates) < rules.MOST_OBJECTIVES
    return Form(templates, own, may_have_own, is_started, until(program))


def aim(
    work: Work, admin_id: str, given: Mapping[str, tuple[float | None, date | None]], own: Own
) -> Program:
    """Set targets and dates by objective, and the own objective; raises Mistakes by field.

    Once the program runs, a date that is not given stays as it was.
    """
    work.people.require_admin(admin_id)
    program = _program(work)
    every = {objective.id: objective for objective in work.program.objectives(program.id)}
    chosen = [objective for key, objective in every.items() if key in given]
    _check(program, chosen, given, own, sum(one.measure != rules.OWN for one in every.values()))
    for objective in chosen:
        target, due_on = given[objective.id]
        objective.target = target or objective.target
        objective.due_on = due_on or objective.due_on
    _keep_own(work, program, own)
    admins.note(work, admin_id, "objectives.changed", program.name)
    return program


def count(work: Work, admin_id: str, objective_id: str, value: float | None) -> Objective:
    """Note where an objective that is counted by hand stands today."""
    objective, _ = own(work, admin_id, objective_id)
    if value is None:
        raise Mistakes({"value": "Where does it stand today? Write a number."})
    if objective.baseline is None:
        objective.baseline = value
    work.program.read_on(objective.id, work.now.date(), value)
    admins.note(work, admin_id, "objective.counted", objective.title)
    return objective


def own(work: Work, admin_id: str, objective_id: str) -> tuple[Objective, float | None]:
    """Return an objective that is counted by hand and where it stood last, to an admin."""
    work.people.require_admin(admin_id)
    objective = work.session.get(Objective, objective_id)
    if objective is None or objective.measure != rules.OWN:
        raise NotYours
    readings = work.program.readings(objective.program_id)[objective.id]
    return objective, readings[-1].value if readings else objective.baseline


def unit(objective: Objective) -> str:
    """Return what an objective is counted in; empty for one's own."""
    return next((one.unit for one in content.objectives().values() if one.measure == objective.measure), "")


def _program(work: Work) -> Program:
    program = work.program.current()
    if program is None or program.state == ProgramState.CLOSED:
        raise NoProgram
    return program


def _shown(objective: Objective) -> Shown:
    explanation = next(
        (one.explanation for one in content.objectives().values() if one.measure == objective.measure), ""
    )
    return Shown(
        id=objective.id,
        title=objective.title,
        explanation=explanation,
        unit=unit(objective),
        target=objective.target,
        due_on=objective.due_on,
        baseline=objective.baseline,
    )


def _check(
    program: Program,
    chosen: list[Objective],
    given: Mapping[str, tuple[float | None, date | None]],
    own: Own,
    templates: int,
) -> None:
    aims = [_aim(program, objective, *given[objective.id]) for objective in chosen]
    if own.title and own.target is not None:
        aims.append(Aim("own", own.target, own.due_on or until(program)))
    mistakes = rules.check_aims(aims, program.starts_on, until(program))
    mistakes |= rules.check_own(own.title, own.start, own.target, templates)
    if mistakes:
        raise Mistakes(mistakes)


def _aim(program: Program, objective: Objective, target: float | None, due_on: date | None) -> Aim:
    is_started = program.state == ProgramState.RUNNING
    most = float(program.session_count) if objective.measure == "sessions_per_pair" else None
    return Aim(
        name=objective.id,
        target=target,
        due_on=due_on or (objective.due_on if is_started else None),
        unit=unit(objective),
        baseline=objective.baseline,
        most=most,
    )


def _keep_own(work: Work, program: Program, own: Own) -> None:
    """Add, change or drop the objective that is counted by hand."""
    every = work.program.objectives(program.id)
    kept = next((objective for objective in every if objective.measure == rules.OWN), None)
    if kept and (not own.title or own.target is None):
        work.program.drop_objective(kept)
    if not own.title or own.target is None:
        return
    objective = kept or work.program.add(
        Objective(
            id=work.new_id(),
            program_id=program.id,
            position=len(content.objectives()),
            measure=rules.OWN,
            title=own.title,
            target=own.target,
            due_on=until(program),
        )
    )
    objective.title, objective.target = own.title, own.target
    objective.due_on = own.due_on or objective.due_on
    if own.start is not None and own.start != objective.baseline:
        objective.baseline = own.start
        work.program.read_on(objective.id, work.now.date(), own.start)
