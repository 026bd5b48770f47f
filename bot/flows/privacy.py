"""What is held on somebody: shown, handed out, erased."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.flows import pairs, question_turns
from bot.rules.messages import Kind
from bot.rules.people import EmployeesOnly
from storage.models import OutboxMessage, Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Held:
    """How many rows there are on somebody, by table."""

    counts: Mapping[str, int]
    is_member: bool


@dataclass(frozen=True, slots=True)
class Export:
    """All rows on somebody, as a JSON document."""

    day: str
    content: bytes


def card(work: Work, person_id: str) -> bool | None:
    """Tell that there is something to look at; None for those whom the directory does not know."""
    person = work.people.get(person_id)
    return True if person and person.is_employee else None


def look(work: Work, person_id: str) -> Held:
    """Return what is held on somebody."""
    rows = work.privacy.held(_person(work, person_id))
    return Held({table: len(found) for table, found in rows.items()}, is_member="member" in rows)


def ask_for_export(work: Work, person_id: str) -> Held:
    """Owe somebody a file with all that is held on them; two clicks in a minute are one wish."""
    held = look(work, person_id)
    work.outbox.owe(Kind.MY_DATA, f"my-data:{person_id}:{work.now:%Y%m%dT%H%M}", person=person_id)
    return held


def export_to_send(work: Work, message: OutboxMessage) -> Export | None:
    """Return all rows on the recipient as they are now."""
    person = work.people.get(message.person_id or "")
    if person is None:
        return None
    document = {"exported_at": work.now.isoformat(), "person": person.id, "rows": work.privacy.held(person)}
    content = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
    return Export(work.now.date().isoformat(), content.encode())


def erase(work: Work, person_id: str) -> None:
    """Forget somebody: partners are let go neutrally, owed messages are dropped, their rows go.

    What is left names nobody: held sessions under a stand-in, and survey sheets, which were anonymous from
    the start. Slack's directory and the people file are the company's.
    """
    _person(work, person_id)
    pairs.leave(work, person_id)
    question_turns.let_go(work, person_id)
    work.session.flush()
    work.people.drop_suggestions(person_id)
    work.privacy.erase(person_id, work.new_id)


def _person(work: Work, person_id: str) -> Person:
    person = work.people.get(person_id)
    if person is None:
        raise EmployeesOnly
    return person
