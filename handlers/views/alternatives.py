"""Two drafts side by side, and the settings that make another one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.flows.alternatives import Column, Comparison
from bot.flows.pairing import Form
from bot.words import _, counted
from handlers.views import kit, pairing
from handlers.views.insights import Action, Callback
from handlers.views.kit import Json
from handlers.views.pairing import points
from storage.models import Role


def try_form(form: Form) -> Json:
    """Return the settings for another draft."""
    why = _("This makes another draft beside the present one. You see both, and choose.")
    return kit.modal(
        _("Try other settings"),
        [kit.context(why), *pairing.fields(form)],
        callback=Callback.TRY,
        submit=_("Make the draft"),
        close=_("Back"),
        metadata=form.round_id or "",
    )


def comparison(both: Comparison) -> Json:
    """Return two drafts side by side, and the choice."""
    rows = list(zip(_column(both.present), _column(both.other), strict=True))
    heads = (_(":one: The present draft"), _(":two: The other draft"))
    parts = [[heads, *rows[:4]], rows[4:]]
    value = json.dumps([both.draft_id, both.other_id])
    return kit.modal(
        _("Two drafts"),
        [
            *(kit.fields(*(text for row in part for text in row)) for part in parts),
            kit.context(_differ(both)),
            kit.actions(
                kit.button(_("Use the other one"), Action.USE, value, style="primary", confirm=_sure()),
                kit.button(_("Keep the present one"), Action.KEEP, value),
            ),
            kit.context(_("Nothing is lost if you close this: both stay until you choose.")),
        ],
    )


def _column(column: Column) -> list[str]:
    settings = pairing.in_words(column.settings) or [_("as usual")]
    scarce = ", ".join(kit.escape(skill) for skill in column.scarce) or _("none")
    lowest = "-" if column.lowest is None else points(column.lowest)
    pairs = _("{n} (proven best)") if column.is_best else "{n}"
    rows = (
        (_("Pairs"), pairs.format(n=column.pairs)),
        (_("Without a partner"), _who(column.left)),
        (_("Points by its own settings"), points(column.total)),
        (_("Points by the present settings"), points(column.common)),
        (_("Lowest pair, by the present settings"), lowest),
        (_("Wanted by those without a mentor"), scarce),
        (_("Settings"), "\n".join(settings)),
    )
    return [f"*{label}*\n{value}" for label, value in rows]


def _who(left: Mapping[Role, int]) -> str:
    mentees = counted("{n} mentee", "{n} mentees", left.get(Role.MENTEE, 0))
    return f"{mentees}, {counted('{n} mentor', '{n} mentors', left.get(Role.MENTOR, 0))}"


def _differ(both: Comparison) -> str:
    return counted(
        "{n} pair of the present draft is not in the other one.",
        "{n} pairs of the present draft are not in the other one.",
        both.differ,
    )


def _sure() -> Json:
    return kit.confirm(
        _("Use the other draft?"),
        _("It takes the present one's place, and its settings become the program's. Nobody is told."),
        _("Use it"),
        _("Not yet"),
    )


def used() -> Json:
    """Return the receipt of a choice for the other draft."""
    words = _("The other draft is the present one now, and its settings are the program's.")
    return kit.modal(_("Chosen"), [kit.section(f":white_check_mark: {words}")], close=_("Back"))


def kept() -> Json:
    """Return the receipt of a choice for the present draft."""
    words = _("The present draft stays as it is. The other one is gone.")
    return kit.modal(_("Chosen"), [kit.section(f":white_check_mark: {words}")], close=_("Back"))
