"""Queries on the program, its objectives and skills."""

from __future__ import annotations

from sqlmodel import col, select

from bot.rules.refusals import NoProgram
from storage.models import Objective, Program, ProgramState, Skill
from storage.shelf import Shelf


class Programs(Shelf):
    """The program that is under way, what it wants to reach, what members can choose."""

    def current(self) -> Program | None:
        """Return the newest program, drafts and closed ones included."""
        return self.session.exec(select(Program).order_by(col(Program.made_at).desc())).first()

    def current_or_refuse(self) -> Program:
        """Return the program that people can take part in: open or running."""
        program = self.current()
        if program is None or program.state not in (ProgramState.OPEN, ProgramState.RUNNING):
            raise NoProgram
        return program

    def get(self, program_id: str) -> Program:
        """Return a program by id."""
        return self.session.get_one(Program, program_id)

    def objectives(self, program_id: str) -> list[Objective]:
        """Return a program's objectives in their order."""
        query = select(Objective).where(Objective.program_id == program_id).order_by(col(Objective.position))
        return list(self.session.exec(query))

    def skills(self) -> list[Skill]:
        """Return the skills that members can choose, by label."""
        return list(self.session.exec(select(Skill).where(Skill.is_active).order_by(col(Skill.label))))
