"""Certificates: issued once at the end of a pair, made anew at the door whenever they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot import content
from bot.flows import badges
from bot.rules import badges as rules
from bot.rules.messages import Kind
from bot.rules.refusals import NotYours
from storage.models import Certificate, Member, MemberState, OutboxMessage, Pair
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a certificate says: who did what, from when to when."""

    name: str
    program: str
    was_mentor: bool
    was_mentee: bool
    started_on: date
    issued_on: date
    sessions: int
    lessons: int
    badges: tuple[content.Badge, ...]
    questions: int = 0


def certify(work: Work, pairs: Sequence[Pair]) -> None:
    """Give both halves of completed pairs that have met their certificate, once a program, and owe it.

    All pairs are of one program.
    """
    halves = [(half, pair.program_id) for pair in pairs for half in (pair.mentor_id, pair.mentee_id)]
    members = work.people.members_among({half for half, _ in halves}, halves[0][1]) if halves else {}
    for person_id, _ in halves:
        member = members.get(person_id)
        if member is None or member.state == MemberState.LEFT:
            continue
        if rules.came_full_circle(badges.milestones(work, member)):
            _issue(work, member)


def certificate_to_tell(work: Work, message: OutboxMessage) -> Achievement | None:
    """Return what a certificate says, as things stand; None once it is gone."""
    certificate = work.recognition.certificate(message.facts["certificate"])
    return _achievement(work, certificate) if certificate else None


def send_again(work: Work, certificate_id: str, person_id: str) -> None:
    """Owe somebody another copy of their certificate; a doubled click makes one copy."""
    certificate = work.recognition.certificate(certificate_id)
    if certificate is None or certificate.person_id != person_id:
        raise NotYours
    if work.outbox.waiting(person_id, Kind.CERTIFICATE_COPY) is None:
        key = f"certificate:{certificate.id}:copy:{work.now:%Y%m%dT%H%M}"
        facts = {"certificate": certificate.id}
        work.outbox.owe(Kind.CERTIFICATE_COPY, key, person=person_id, facts=facts)


def _issue(work: Work, member: Member) -> None:
    if work.recognition.certificate_of(member.person_id, member.program_id):
        badges.award(work, member.program_id, member.person_id)
        return
    # The certificate lists every badge: it brings the news of the last ones itself.
    badges.earn(work, member.program_id, member.person_id)
    work.outbox.withdraw(person=member.person_id, kinds=[Kind.BADGE])
    certificate = work.recognition.add(
        Certificate(
            id=work.new_id(), person_id=member.person_id, program_id=member.program_id, issued_at=work.now
        )
    )
    key = f"certificate:{member.program_id}:{member.person_id}"
    work.outbox.owe(Kind.CERTIFICATE, key, person=member.person_id, facts={"certificate": certificate.id})


def _achievement(work: Work, certificate: Certificate) -> Achievement | None:
    person_id, program_id = certificate.person_id, certificate.program_id
    person, member = work.people.get(person_id), work.people.member(person_id, program_id)
    pairs = work.recognition.completed_by(person_id, program_id)
    if person is None or member is None or not pairs:
        return None
    zone = ZoneInfo(person.timezone)
    did = badges.milestones(work, member)
    return Achievement(
        name=person.name,
        program=work.program.get(program_id).name,
        was_mentor=any(pair.mentor_id == person_id for pair in pairs),
        was_mentee=any(pair.mentee_id == person_id for pair in pairs),
        started_on=pairs[0].started_at.astimezone(zone).date(),
        issued_on=certificate.issued_at.astimezone(zone).date(),
        sessions=did.sessions,
        lessons=did.lessons,
        badges=badges.earned(work, program_id, person_id),
        questions=did.questions_helped,
    )
