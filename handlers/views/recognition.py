"""How thanks look."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.recognition import Thanked
from bot.letters import Message
from bot.rules.recognition import LONGEST_THANKS
from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    THANK = "recognition_thank"


class Callback(StrEnum):
    """The forms."""

    THANKS = "recognition_thanks"


def thanks_form(recipient: str | None, text: str) -> Json:
    """Return the form in which somebody thanks a colleague."""
    return kit.modal(
        _("Say thanks"),
        [
            kit.ask(_("To whom?"), "recipient", kit.person_field("recipient", recipient)),
            kit.ask(
                _("For what?"),
                "text",
                kit.text_field("text", text, lines=True, most=LONGEST_THANKS),
                hint=_("Only they will see it. What did they do, and what did it change for you?"),
            ),
        ],
        callback=Callback.THANKS,
        submit=_("Send thanks"),
    )


def thanks_sent(recipient: str) -> str:
    """Return the receipt of a thank-you."""
    return _("Your thanks are on their way to {person}.").format(person=kit.person(recipient))


def thanks_receipt(recipient: str) -> Json:
    """Return the receipt as a modal."""
    return kit.modal(_("Thank you"), [kit.section(thanks_sent(recipient))], close=_("Done"))


def thanked(thanks: Thanked) -> Message:
    """Return the DM that brings a thank-you."""
    headline = _("{person} says thank you :sunflower:").format(person=kit.person(thanks.sender))
    return Message(
        text=headline,
        blocks=(
            kit.section(headline),
            kit.quote(thanks.text),
            kit.actions(kit.button(_("Thank them back"), Action.THANK, thanks.sender)),
        ),
    )
