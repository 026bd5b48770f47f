"""How it looks that something was kept back: a card on Home, the foot of a message, a form."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.flows.kept import Kept, Wishes
from bot.flows.parcels import Also
from bot.letters import Message
from bot.rules.messages import Kind
from bot.words import _
from handlers.payloads.kept import FOOT
from handlers.views import kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    SHOW = "kept_show"
    WISH = "kept_wish"


class Callback(StrEnum):
    """The forms."""

    WISHES = "kept_wishes"


def card(kept: Kept) -> list[Json]:
    """Return what was kept for somebody, and how often they are written to."""
    change = kit.button(_("Change"), Action.WISH, hint=_("Change how often I write to you"))
    wishes = kit.section(_wishes(kept.wishes), change)
    if not kept.waiting:
        return [wishes]
    headline = kit.section(_("*What I kept for you*\nIt can wait. Have a look whenever you like."))
    return [headline, *(_line(one.kind, one.key) for one in kept.waiting), wishes]


def foot(named: Sequence[Also]) -> Message:
    """Return the foot of a message that names others: a line and a button each."""
    headline = _("Also for you, so that I need not write again:")
    blocks = [{**kit.context(headline), "block_id": f"{FOOT}0"}]
    blocks += [
        {**_line(one.kind, one.key), "block_id": f"{FOOT}{place}"} for place, one in enumerate(named, 1)
    ]
    return Message(headline, tuple(blocks))


def form(wishes: Wishes) -> Json:
    """Return the form."""
    a_week = kit.radios(
        "a_week",
        [("2", _("At most two messages a week")), ("1", _("At most one message a week"))],
        str(wishes.a_week),
    )
    return kit.modal(
        _("How often I write"),
        [
            kit.section(_("This is about what I write by myself. What you ask for comes at once.")),
            kit.ask(_("How often?"), "a_week", a_week),
            kit.ask(
                _("Away? The day you are back"),
                "away_until",
                kit.date_field("away_until", wishes.away_until),
                hint=_("Messages wait until then. Your pair goes on as before; a pause lets it rest, too."),
                optional=True,
            ),
        ],
        callback=Callback.WISHES,
        submit=_("Save"),
    )


def kept_wishes(wishes: Wishes) -> Json:
    """Return the receipt."""
    return kit.modal(_("How often I write"), [kit.section(_wishes(wishes))], close=_("Done"))


def over(kind: Kind) -> Message:
    """Return what a question becomes once time has overtaken it."""
    words = {
        Kind.CHECK_IN: _("This check-in is over, and that is fine. The next one asks afresh."),
        Kind.SURVEY: _("This survey is still open: a newer message of mine has its button."),
    }.get(kind, _("This is over."))
    return Message(words, (kit.context(words),))


def _wishes(wishes: Wishes) -> str:
    words = (
        _("By myself I write to you *at most once a week*, in your working hours.")
        if wishes.a_week == 1
        else _("By myself I write to you *at most twice a week*, in your working hours.")
    )
    if wishes.away_until is None:
        return words
    away = _("You are away: I write again on {day}.").format(day=kit.day(wishes.away_until))
    return f"{words}\n{away}"


def _line(kind: str, key: str) -> Json:
    words = _names().get(Kind(kind), _("A message"))
    return kit.section(words, kit.button(_("Show me"), Action.SHOW, key, hint=f"{_('Show me')}: {words}"))


def _names() -> dict[Kind, str]:
    return {
        Kind.LESSON: _("A short lesson"),
        Kind.CHECK_IN: _("A check-in: how is it going?"),
        Kind.CHECK_IN_SILENCE: _("A question on how often I ask"),
        Kind.SURVEY: _("A short survey"),
        Kind.UNMATCHED: _("News on your next partner"),
        Kind.BADGE: _("A badge you have earned"),
        Kind.CERTIFICATE: _("Your certificate"),
        Kind.DIGEST: _("The program's week"),
        Kind.PROGRAM_CLOSED: _("The end of the program"),
        Kind.PAUSE_ENDED: _("Welcome back"),
        Kind.HAND_OVER: _("A hand-over"),
    }
