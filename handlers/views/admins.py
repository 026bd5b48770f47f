"""How admins appoint each other."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json

MOST = 20


class Action(StrEnum):
    """The buttons."""

    OPEN = "admins_open"


class Callback(StrEnum):
    """The forms."""

    CHOOSE = "admins_choose"


def form(admins: Sequence[str]) -> Json:
    """Return the form that says who looks after the program."""
    field = kit.people_field("admins", admins, most=max(MOST, len(admins)))
    hint = _("They set the program up, see its numbers and pair people. Nobody sees answers to check-ins.")
    return kit.modal(
        _("Program admins"),
        [
            kit.ask(_("Who looks after the program?"), "admins", field, hint=hint),
            kit.context(_("Admins named in the settings come back when Flipside restarts.")),
        ],
        callback=Callback.CHOOSE,
        submit=_("Save"),
        close=_("Cancel"),
    )


def chosen(admins: Sequence[str]) -> Json:
    """Return the receipt."""
    words = _("These people look after the program now:")
    names = "\n".join(kit.person(person_id) for person_id in admins)
    return kit.modal(_("Saved"), [kit.section(f"{words}\n{names}")], close=_("Done"))
