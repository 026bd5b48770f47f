"""How the offer of a good close looks. It says nothing of a reason, and to both the same."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.firewall import HandOver
from bot.letters import Message
from bot.words import _
from handlers.views import kit, sessions


class Action(StrEnum):
    """The buttons."""

    NEW = "handover_new"


def letter(offer: HandOver) -> Message:
    """Return the offer of a good close: a last session, or a new partner."""
    headline = _("Your pair with {person} can come to a good close.").format(
        person=kit.person(offer.partner_id)
    )
    words = _(
        "Every pair has its time. Nobody asked for this: it is part of how the program runs, and you both"
        " read the same. Meet once more, or let me look for a new partner for each of you."
    )
    when = kit.moment(offer.closes_at, "{date_long}")
    following = _("If you do nothing, the pair closes on {day}, and you both wait for a new match.")
    if offer.has_met:
        following += " " + _("It counts as completed.")
    return Message(
        text=headline,
        blocks=(
            kit.section(f"*{headline}*\n{words}"),
            kit.actions(
                kit.button(
                    _("Plan a last session"), sessions.Action.PLAN_OTHER, offer.pair_id, style="primary"
                ),
                kit.button(
                    _("Find me a new partner"),
                    Action.NEW,
                    offer.pair_id,
                    confirm=kit.confirm(
                        _("Close this pair now?"),
                        _("You both read that it has come to its end, no reason, and wait for a new match."),
                        _("Yes, please"),
                        _("Not yet"),
                    ),
                ),
            ),
            kit.context(following.format(day=when)),
        ),
    )
