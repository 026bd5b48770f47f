"""Thanks between people."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import recognition as rules
from bot.rules.messages import Kind
from storage.models import OutboxMessage, Thanks
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Thanked:
    """A thank-you as its recipient reads it."""

    sender: str
    text: str


def thank(work: Work, sender: str, recipient: str | None, text: str) -> Thanks:
    """Keep a thank-you and owe it to its recipient; refuses people who cannot be reached."""
    recipient = rules.check_thanks(sender, recipient, text)
    person = work.people.get(recipient)
    if person is None or not person.is_employee:
        raise rules.CannotThank
    program = work.program.current_or_refuse()
    thanks = work.recognition.add(
        Thanks(
            id=work.new_id(),
            program_id=program.id,
            from_id=sender,
            to_id=recipient,
            text=text,
            sent_at=work.now,
        )
    )
    work.outbox.owe(Kind.THANKS, f"thanks:{thanks.id}", person=recipient, facts={"thanks": thanks.id})
    return thanks


def thanks_to_tell(work: Work, message: OutboxMessage) -> Thanked | None:
    """Return the thank-you that a message is about; None once it is gone."""
    thanks = work.recognition.thanks(message.facts["thanks"])
    return Thanked(thanks.from_id, thanks.text) if thanks else None
