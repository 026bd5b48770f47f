"""Who runs the program, and the memory of what they did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.refusals import Mistakes
from storage.models import Appointment, AuditEntry, Duty
from storage.work import Work


def note(work: Work, actor_id: str, action: str, subject: str = "") -> None:
    """Keep what an admin did."""
    work.program.add(
        AuditEntry(id=work.new_id(), at=work.now, actor_id=actor_id, action=action, subject=subject)
    )


def listed(work: Work, admin_id: str) -> list[str]:
    """Return the program admins, to an admin."""
    work.people.require_admin(admin_id)
    return work.people.admins()


def choose(work: Work, admin_id: str, chosen: Sequence[str]) -> list[str]:
    """Make exactly these people program admins and return them; somebody always remains."""
    work.people.require_admin(admin_id)
    if not chosen:
        raise Mistakes({"admins": "Keep at least one admin, so that somebody can look after the program."})
    strangers = [person_id for person_id in chosen if not _works_here(work, person_id)]
    if strangers:
        raise Mistakes({"admins": "Choose people who work here: guests, apps and former colleagues cannot."})
    before = set(work.people.admins())
    for person_id in sorted(set(chosen) - before):
        work.people.add(Appointment(person_id=person_id, duty=Duty.ADMIN))
        note(work, admin_id, "admin.appointed", person_id)
    for person_id in sorted(before - set(chosen)):
        work.session.delete(work.session.get_one(Appointment, (person_id, Duty.ADMIN)))
        note(work, admin_id, "admin.withdrawn", person_id)
    work.session.flush()
    return work.people.admins()


def _works_here(work: Work, person_id: str) -> bool:
    person = work.people.get(person_id)
    return person is not None and person.is_employee
