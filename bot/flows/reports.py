"""What admins read about the program: its page, a weekly digest, a chart, a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.flows import admins, second_chances, standing
from bot.flows.second_chances import Ready
from bot.flows.standing import Page
from bot.rules import export, metrics, rhythms
from bot.rules import objectives as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NoProgram
from bot.rules.rhythms import Rhythm
from storage.models import OutboxMessage, Program, ProgramState
from storage.work import Work

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAYS = Rhythm(time(9), weekday=0)
COLUMNS = (
    "mentor", "mentee", "state", "introduced", "sessions held", "sessions planned", "last session",
    "mentor's lessons done", "mentee's lessons done",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Digest:
    """A week's look at the program: the page, and what the week itself brought."""

    page: Page
    held_this_week: int
    draft: Ready | None = None  # a draft of pairs that waits for an admin


@dataclass(frozen=True, slots=True)
class Quiet:
    """A pair that has gone quiet."""

    mentor_id: str
    mentee_id: str
    last_met_on: date | None


@dataclass(frozen=True, slots=True)
class Export:
    """A table on its way to an admin."""

    program: str
    on: date
    content: bytes


def card(work: Work, person_id: str) -> Page | None:
    """Return the program in numbers for an admin's Home; None for others, and before it opens."""
    program = work.program.current()
    if program is None or program.state == ProgramState.DRAFT or not work.people.is_admin(person_id):
        return None
    return standing.page(work, program)


def measure(work: Work) -> None:
    """Keep where each objective stands today; the first known value is where it started from."""
    program = _under_way(work)
    if program is None:
        return
    seen = standing.facts(work, program, work.reports.fared(program.id, work.now))
    for objective in work.program.objectives(program.id):
        if objective.measure == rules.OWN:
            continue
        value = metrics.MEASURES[objective.measure](seen)
        work.program.read_on(objective.id, work.now.date(), value)
        if objective.baseline is None and value is not None:
            objective.baseline = 0.0 if objective.measure.endswith("_gain") else value


def digest(work: Work) -> None:
    """Owe each admin a look at the program on their Monday morning.

    After an absence of ours there may be several: what comes too late to be useful expires, and is counted.
    """
    program = _under_way(work)
    if program is None:
        return
    last = work.beats.latest("digest", work.now)
    since = max(program.made_at, last - DAY) if last else program.made_at
    if not rhythms.may_come(MONDAYS, since, work.now):
        return
    people = work.people.among(work.people.admins())
    for admin_id, person in people.items():
        for day, moment in rhythms.occasions(MONDAYS, person.timezone, since, work.now):
            key = f"digest:{program.id}:{day}:{admin_id}"
            facts = {"program": program.id}
            work.outbox.owe(Kind.DIGEST, key, person=admin_id, facts=facts, not_before=moment)


def digest_to_tell(work: Work, message: OutboxMessage) -> Digest | None:
    """Return what a digest says; None for somebody who is no admin any more."""
    program = _readable(work, message)
    if program is None:
        return None
    held = work.reports.held_since(program.id, work.now - WEEK)
    return Digest(standing.page(work, program), held, second_chances.ready(work, program.id))


def quiet_pairs(work: Work, admin_id: str) -> list[Quiet]:
    """Return the pairs that have gone quiet, to an admin, in the order they were introduced."""
    program = _current(work, admin_id)
    return [
        Quiet(fared.pair.mentor_id, fared.pair.mentee_id, fared.last_met_at and fared.last_met_at.date())
        for fared in work.reports.fared(program.id, work.now)
        if metrics.is_quiet(standing.course(fared), work.now)
    ]


def order_export(work: Work, admin_id: str) -> None:
    """Owe an admin the table of pairs; a second click within the minute changes nothing."""
    _order(work, Kind.EXPORT, admin_id)


def order_chart(work: Work, admin_id: str) -> None:
    """Owe an admin the chart of objectives; a second click within the minute changes nothing."""
    _order(work, Kind.CHART, admin_id)


def export_to_send(work: Work, message: OutboxMessage) -> Export | None:
    """Return the table of pairs: what an admin may see, and nothing that people told in confidence."""
    program = _readable(work, message)
    if program is None:
        return None
    rows = _rows(work, program)
    return Export(program.name, work.now.date(), export.table(COLUMNS, rows))


def page_to_send(work: Work, message: OutboxMessage) -> Page | None:
    """Return the program in numbers, for the chart."""
    program = _readable(work, message)
    return standing.page(work, program) if program else None


def _rows(work: Work, program: Program) -> list[tuple[object, ...]]:
    pairs = work.reports.fared(program.id, work.now)
    people = {one for fared in pairs for one in (fared.pair.mentor_id, fared.pair.mentee_id)}
    names, lessons = work.people.named(people), work.reports.lessons_by_person(program.id)
    return [
        (
            names.get(fared.pair.mentor_id),
            names.get(fared.pair.mentee_id),
            fared.pair.state.value,
            fared.pair.started_at.date(),
            fared.held,
            fared.planned,
            fared.last_met_at and fared.last_met_at.date(),
            lessons.get(fared.pair.mentor_id, 0),
            lessons.get(fared.pair.mentee_id, 0),
        )
        for fared in pairs
    ]


def _order(work: Work, kind: Kind, admin_id: str) -> None:
    program = _current(work, admin_id)
    key = f"{kind}:{program.id}:{admin_id}:{work.now:%Y-%m-%dT%H:%M}"
    if work.outbox.owe(kind, key, person=admin_id, facts={"program": program.id}):
        admins.note(work, admin_id, f"report.{kind}", program.name)


def _current(work: Work, admin_id: str) -> Program:
    work.people.require_admin(admin_id)
    program = work.program.current()
    if program is None:
        raise NoProgram
    return program


def _under_way(work: Work) -> Program | None:
    program = work.program.current()
    return program if program and program.state in (ProgramState.OPEN, ProgramState.RUNNING) else None


def _readable(work: Work, message: OutboxMessage) -> Program | None:
    """Return the program of a report, if its recipient is still an admin."""
    if not work.people.is_admin(message.person_id or ""):
        return None
    return work.program.get(message.facts["program"])
