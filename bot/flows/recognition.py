"""Thanks between people, and what somebody sees of all recognition on Home.

Badges, certificates and shout-outs have files of their own; other rows call ``award`` and ``certify``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import content
from bot.flows import badges
from bot.flows.badges import award
from bot.flows.certificates import certify
from bot.rules import recognition as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NoProgram
from storage.models import MemberState, OutboxMessage, Person, Program, ProgramState, Thanks
from storage.work import Work

__all__ = ["award", "begun", "card", "certify", "partners", "thank", "thanks_to_tell"]


@dataclass(frozen=True, slots=True)
class Thanked:
    """A thank-you as its recipient reads it."""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class RecognitionCard:
    """What came somebody's way: badges, how often they were thanked, the newest thanks, a certificate."""

    badges: tuple[content.Badge, ...]
    thanks: int
    newest: Thanked | None
    certificate_id: str | None


def begun(work: Work) -> Program:
    """Return the program that is open, runs, or has ended: praise may come late."""
    program = work.program.current()
    if program is None or program.state == ProgramState.DRAFT:
        raise NoProgram
    return program


def partners(work: Work, person_id: str) -> tuple[str, ...]:
    """Return whom somebody most likely wants to thank: their partner, where there is just one."""
    halves = {half for pair in work.pairs.of(person_id) for half in (pair.mentor_id, pair.mentee_id)}
    others = halves - {person_id}
    return tuple(others) if len(others) == 1 else ()


def thank(work: Work, sender: str, recipients: Sequence[str], text: str) -> list[Thanks]:
    """Keep a thank-you to each of up to five people and owe it; refuses people who cannot be reached."""
    people = [_reachable(work, person_id) for person_id in rules.check_thanks(sender, recipients, text)]
    program = begun(work)
    given = [_give(work, program.id, sender, person.id, text) for person in people]
    award(work, program.id, sender)
    return given


def thanks_to_tell(work: Work, message: OutboxMessage) -> Thanked | None:
    """Return the thank-you that a message is about; None once it is gone."""
    thanks = work.recognition.thanks(message.facts["thanks"])
    return Thanked(thanks.from_id, thanks.text) if thanks else None


def card(work: Work, person_id: str) -> RecognitionCard | None:
    """Return what came somebody's way; None for those who are not in the program, without a certificate."""
    program = work.program.current()
    member = work.people.member(person_id, program.id) if program else None
    if program is None or member is None:
        return None
    certificate = work.recognition.certificate_of(person_id, program.id)
    if member.state == MemberState.LEFT and certificate is None:
        return None
    newest = work.recognition.last_thanks(person_id, program.id)
    return RecognitionCard(
        badges=badges.earned(work, program.id, person_id),
        thanks=work.recognition.count_thanks(person_id, program.id),
        newest=Thanked(newest.from_id, newest.text) if newest else None,
        certificate_id=certificate.id if certificate else None,
    )


def _reachable(work: Work, person_id: str) -> Person:
    person = work.people.get(person_id)
    if person is None or not (person.is_employee and person.is_reachable):
        raise rules.CannotThank(name=person.name if person else "This person")
    return person


def _give(work: Work, program_id: str, sender: str, recipient: str, text: str) -> Thanks:
    """Keep and owe one thank-you; the same words a moment ago are the same thank-you."""
    since = work.now - rules.SAME_THANKS
    if same := work.recognition.same_thanks(sender, recipient, text, since):
        return same
    thanks = work.recognition.add(
        Thanks(
            id=work.new_id(),
            program_id=program_id,
            from_id=sender,
            to_id=recipient,
            text=text,
            sent_at=work.now,
        )
    )
    work.outbox.owe(Kind.THANKS, f"thanks:{thanks.id}", person=recipient, facts={"thanks": thanks.id})
    return thanks
