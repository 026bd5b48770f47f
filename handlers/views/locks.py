"""What each locked pair of a draft costs everybody together."""

from __future__ import annotations

from bot.flows.insights import LockCosts
from bot.words import _
from handlers.payloads.matching import Place
from handlers.views import kit, reasons
from handlers.views.insights import Action, more
from handlers.views.kit import Json


def page(found: LockCosts) -> Json:
    """Return what each locked pair costs everybody together."""
    lines = [
        _("{mentor} mentors {mentee}: {more}").format(
            mentor=kit.person(mentor), mentee=kit.person(mentee), more=more(cost)
        )
        for (mentor, mentee), cost in found.locks
    ]
    head = _("*What each lock costs all together.* Solved again without it, there would be:")
    return kit.modal(
        _("What locks cost"),
        [
            kit.section(f"{head}\n{reasons.bullets(lines)}" if lines else _("No pair is locked.")),
            kit.actions(kit.button(_("Back"), Action.OPEN, found.round_id), *_turning(found)),
        ],
        metadata=Place(found.round_id).text(),
    )


def _turning(found: LockCosts) -> list[Json]:
    buttons = []
    if found.page:
        buttons.append(kit.button(_("Previous page"), Action.BACK, str(found.page - 1)))
    if found.page + 1 < found.pages:
        buttons.append(kit.button(_("Next page"), Action.ON, str(found.page + 1)))
    return buttons
