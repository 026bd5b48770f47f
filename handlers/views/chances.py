"""What happens every week for those who wait, as an admin sets it."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.second_chances import Settings
from bot.rules import looks as rules
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json
from storage.models import SecondChances


class Action(StrEnum):
    """The buttons."""

    OPEN = "chances_open"


class Callback(StrEnum):
    """The forms."""

    SAVE = "chances_save"


def button() -> Json:
    """Return the button that leads here."""
    return kit.button(_("Second chances"), Action.OPEN)


def form(settings: Settings) -> Json:
    """Return the form."""
    choices = [
        (SecondChances.DRAFT.value, _("Prepare a draft, and tell me in the weekly digest")),
        (SecondChances.PUBLISH.value, _("Let both look, then publish by itself")),
        (SecondChances.OFF.value, _("Nothing: I propose pairs when I want to")),
    ]
    hours = [("0", _("Nobody looks first")), *((str(each), duration(each)) for each in rules.HOURS)]
    return kit.modal(
        _("Second chances"),
        [
            kit.section(
                _(
                    "From the second round on, every Monday, for everybody who waits: latecomers, partners of"
                    " people who left, and whoever asked for a new match. Nobody who has a partner is moved,"
                    " and nobody meets the same partner again."
                )
            ),
            kit.ask(_("Every week"), "chances", kit.radios("chances", choices, settings.chances)),
            kit.ask(
                _("For how long both look first"),
                "hours",
                kit.select("hours", hours, str(settings.hours)),
                hint=_("Weekends do not count. You choose it anew whenever you let people look yourself."),
            ),
        ],
        callback=Callback.SAVE,
        submit=_("Save"),
        close=_("Cancel"),
    )


def duration(hours: int) -> str:
    """Return hours as days."""
    return counted("{n} day", "{n} days", hours // 24)
