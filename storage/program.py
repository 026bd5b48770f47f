"""Queries on the program, its objectives and skills."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, delete, select

from bot.rules.refusals import NoProgram
from storage.models import AuditEntry, Objective, Program, ProgramState, Reading, Skill
from storage.shelf import Row, Shelf

LABELS = select(Skill.id, Skill.label).order_by(col(Skill.label))
NEWEST = select(Program).order_by(col(Program.made_at).desc()).limit(1)


class Programs(Shelf):
    """The program that is under way, what it wants to reach, what members can choose."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._newest: Program | None = None

    def current(self) -> Program | None:
        """Return the newest program, drafts and closed ones included; looked up once in a transaction."""
        if self._newest is None:
            self._newest = self.session.exec(NEWEST).first()
        return self._newest

    def add(self, row: Row) -> Row:
        """Add a new row to the transaction; it may be the newest program."""
        self._newest = None
        return super().add(row)

    def current_or_refuse(self) -> Program:
        """Return the program that people can take part in: open or running."""
        program = self.current()
        if program is None or program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
            raise NoProgram
        return program

    def get(self, program_id: str) -> Program:
        """Return a program by id."""
        return self.row(Program, program_id) or self.session.get_one(Program, program_id)

    def objectives(self, program_id: str) -> list[Objective]:
        """Return a program's objectives in their order."""
        query = select(Objective).where(Objective.program_id == program_id).order_by(col(Objective.position))
        return list(self.session.exec(query))

    def skills(self) -> list[Skill]:
        """Return the skills that members can choose, by label."""
        return list(self.session.exec(select(Skill).where(Skill.is_active).order_by(col(Skill.label))))

    def all_skills(self) -> list[Skill]:
        """Return every skill, those that are switched off too, by label."""
        return list(self.session.exec(select(Skill).order_by(col(Skill.label))))

    def skill_labels(self) -> dict[str, str]:
        """Return the label of every skill by id, those that are switched off too."""
        return dict(self.session.exec(LABELS).all())

    def drop_objective(self, objective: Objective) -> None:
        """Remove an objective with its readings."""
        self.session.exec(delete(Reading).where(col(Reading.objective_id) == objective.id))
        self.session.delete(objective)

    def read_on(self, objective_id: str, on: date, value: float | None) -> None:
        """Keep an objective's value of a day; a second reading of the day replaces the first."""
        self.session.merge(Reading(objective_id=objective_id, on=on, value=value))

    def readings(self, program_id: str) -> dict[str, list[Reading]]:
        """Return the readings of each objective of a program, the oldest first."""
        found: dict[str, list[Reading]] = {one.id: [] for one in self.objectives(program_id)}
        query = select(Reading).where(col(Reading.objective_id).in_(found)).order_by(col(Reading.on))
        for reading in self.session.exec(query):
            found[reading.objective_id].append(reading)
        return found

    def audit(self) -> list[AuditEntry]:
        """Return what admins did, the oldest first."""
        return list(self.session.exec(select(AuditEntry).order_by(col(AuditEntry.at), col(AuditEntry.id))))
