"""Setting a program up, and changing what can still change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot import content
from bot.flows import admins, skills
from bot.flows.program import until
from bot.rules import objectives as rules
from bot.rules.objectives import Plan
from bot.rules.refusals import Stale
from storage.models import Objective, OutboxMessage, Program, ProgramState
from storage.work import Work

WEEK = 7
USUAL_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Form:
    """What the set-up form shows: the plan so far and the departments there are."""

    plan: Plan
    departments: tuple[str, ...]
    is_started: bool
    copied_from: str = ""


def form(work: Work, admin_id: str) -> Form:
    """Return what the set-up form shows: this program, or a new one modeled on the last."""
    work.people.require_admin(admin_id)
    program = work.program.current()
    departments = tuple(work.people.departments())
    if program is None:
        return Form(_usual(work, admin_id), departments, is_started=False)
    plan = _plan(work, program)
    if program.state != ProgramState.CLOSED:
        return Form(plan, departments, is_started=program.state == ProgramState.RUNNING)
    return Form(_again(work, admin_id, plan), departments, is_started=False, copied_from=program.name)


def plan(work: Work, admin_id: str, filled: Plan) -> Program:
    """Set a program up or change it while it has not started; raises Mistakes by field."""
    work.people.require_admin(admin_id)
    program = work.program.current()
    if program and program.state == ProgramState.RUNNING:
        raise rules.AlreadyStarted
    rules.check_plan(filled, _today(work, admin_id))
    if program is None or program.state == ProgramState.CLOSED:
        old, program = program, _new(work, admin_id, filled)
        program.pairing = dict(old.pairing) if old else {}
        _copy_own(work, old, program)
        _choose(work, program, filled.measures, _targets(work, old))
        admins.note(work, admin_id, "program.made", program.name)
    else:
        _write(program, filled)
        _choose(work, program, filled.measures, {})
        admins.note(work, admin_id, "program.changed", program.name)
    return program


def adjust(work: Work, admin_id: str, filled: Plan) -> Program:
    """Change what is safe in a program under way: name, purpose, channel, rhythm of check-ins."""
    work.people.require_admin(admin_id)
    program = work.program.current()
    if program is None or program.state == ProgramState.CLOSED:
        raise Stale
    rules.check_safe(filled)
    _write_safe(program, filled)
    admins.note(work, admin_id, "program.changed", program.name)
    return program


def lost_channel(work: Work, message: OutboxMessage) -> str | None:
    """Return the channel that the program has lost; None once it has another."""
    program = work.program.current()
    channel = str(message.facts["channel"])
    return channel if program and program.channel_id == channel else None


def _today(work: Work, person_id: str) -> date:
    """Return the earlier of the person's day and UTC's: both count as today."""
    person = work.people.get(person_id)
    zone = ZoneInfo(person.timezone if person else "UTC")
    return min(work.now.date(), work.now.astimezone(zone).date())


def _usual_start(work: Work, admin_id: str) -> date:
    today = _today(work, admin_id)
    return today + timedelta(days=WEEK - today.weekday())


def _usual(work: Work, admin_id: str) -> Plan:
    """Return what most programs begin with: six sessions in half a year, from next Monday on."""
    starts_on = _usual_start(work, admin_id)
    last = rules.last_day(starts_on, USUAL_WEEKS)
    return Plan("", "", starts_on, last, session_count=6, session_weeks=4, checkin_weeks=2)


def _again(work: Work, admin_id: str, plan: Plan) -> Plan:
    """Return a plan as the next program's: another name, the same length, from next Monday on."""
    starts_on = _usual_start(work, admin_id)
    name = f"{plan.name[: rules.LONGEST_NAME - 4]} (2)"
    return replace(plan, name=name, starts_on=starts_on, last_day=rules.last_day(starts_on, plan.weeks))


def _plan(work: Work, program: Program) -> Plan:
    measures = (objective.measure for objective in work.program.objectives(program.id))
    return Plan(
        name=program.name,
        purpose=program.purpose,
        starts_on=program.starts_on,
        last_day=until(program),
        session_count=program.session_count,
        session_weeks=program.session_days // WEEK,
        checkin_weeks=program.checkin_days // WEEK,
        channel_id=program.channel_id,
        open_to=tuple(program.open_to),
        measures=tuple(measure for measure in measures if measure != rules.OWN),
    )


def _new(work: Work, admin_id: str, filled: Plan) -> Program:
    skills.seed(work)
    program = Program(
        id=work.new_id(), name="", purpose="", starts_on=work.now.date(), made_by=admin_id, made_at=work.now
    )
    _write(program, filled)
    return work.program.add(program)


def _write(program: Program, filled: Plan) -> None:
    _write_safe(program, filled)
    program.starts_on = filled.starts_on or program.starts_on
    program.weeks = filled.weeks
    program.session_count = filled.session_count
    program.session_days = filled.session_weeks * WEEK
    program.open_to = list(filled.open_to)


def _write_safe(program: Program, filled: Plan) -> None:
    program.name, program.purpose = filled.name, filled.purpose
    program.channel_id = filled.channel_id
    program.checkin_days = filled.checkin_weeks * WEEK


def _targets(work: Work, old: Program | None) -> Mapping[str, float]:
    kept = work.program.objectives(old.id) if old else []
    return {objective.measure: objective.target for objective in kept}


def _choose(work: Work, program: Program, measures: tuple[str, ...], targets: Mapping[str, float]) -> None:
    """Give the program exactly these objectives from the templates, beside its own."""
    kept = {objective.measure: objective for objective in work.program.objectives(program.id)}
    for measure, objective in kept.items():
        objective.due_on = min(max(objective.due_on, program.starts_on), until(program))
        if measure not in (*measures, rules.OWN):
            work.program.drop_objective(objective)
    for position, template in enumerate(content.objectives().values()):
        if template.measure in measures and template.measure not in kept:
            target = targets.get(template.measure, template.target)
            work.program.add(_objective(work, program, template, position, target))
    work.session.flush()


def _objective(
    work: Work, program: Program, template: content.Objective, position: int, target: float
) -> Objective:
    if template.measure == "sessions_per_pair":
        target = min(target, program.session_count)
    return Objective(
        id=work.new_id(),
        program_id=program.id,
        position=position,
        measure=template.measure,
        title=template.title,
        target=target,
        due_on=until(program),
    )


def _copy_own(work: Work, old: Program | None, program: Program) -> None:
    for objective in work.program.objectives(old.id) if old else []:
        if objective.measure == rules.OWN:
            copy = {"id": work.new_id(), "program_id": program.id, "due_on": until(program)}
            work.program.add(Objective(**objective.model_dump() | copy))
