"""How a draft leaves as a table and comes back."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from bot.flows.draft_files import Table, Taken
from bot.letters import File, Message
from bot.rules.csvfile import Problem
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json

SHOWN = 20  # problems; the rest are counted


class Action(StrEnum):
    """The buttons."""

    ORDER = "draftfile_order"
    OPEN = "draftfile_open"


class Callback(StrEnum):
    """The forms."""

    TAKE = "draftfile_take"


def order_button(round_id: str) -> Json:
    """Return the button that brings the table."""
    return kit.button(_("As a table"), Action.ORDER, round_id)


def open_button(round_id: str) -> Json:
    """Return the button to hand a table in."""
    return kit.button(_("Hand in a table"), Action.OPEN, round_id)


def on_its_way() -> Json:
    """Return the receipt of an order."""
    return kit.modal(_("On its way"), [kit.section(_("You find it in our messages."))], close=_("Back"))


def table(table: Table) -> Message:
    """Return the DM that brings the table."""
    words = _("Here is the draft of round {number} as a table. It holds names: keep it among admins.").format(
        number=table.number
    )
    title = _("Draft of round {number}").format(number=table.number)
    file = File(f"draft-{table.number}-{table.on}.csv", title, partial(bytes, table.content))
    return Message(words, (kit.section(words),), (file,))


def form(round_id: str) -> Json:
    """Return the form that asks for the table."""
    words = _(
        "The draft becomes what the table says: its pairs, locked where it says *yes* under `locked`, kept"
        " out where it says so under `removed`. Pairs that it does not name leave the draft."
    )
    return kit.modal(
        _("Hand in a table"),
        [
            kit.section(words),
            kit.ask(_("The file"), "file", kit.file_field("file", ["csv"])),
            kit.context(
                _("A CSV with `mentor` and `mentee` (e-mail addresses or Slack ids). All or nothing.")
            ),
        ],
        callback=Callback.TAKE,
        submit=_("Check and take"),
        close=_("Back"),
        metadata=round_id,
    )


def working() -> Json:
    """Return what an admin sees while a table is checked."""
    words = _("Working… I am checking every row.")
    return kit.modal(_("Hand in a table"), [kit.section(f":hourglass_flowing_sand: {words}")])


def problems(found: tuple[Problem, ...]) -> Json:
    """Return what is wrong with a table, row by row."""
    headline = counted(
        "*{n} thing to mend, and nothing was changed.* Correct it in the table, then hand it in again.",
        "*{n} things to mend, and nothing was changed.* Correct them in the table, then hand it in again.",
        len(found),
    )
    more = len(found) - SHOWN
    rest = [kit.context(counted("… and {n} more", "… and {n} more", more))] if more > 0 else []
    lines = kit.listing(*(str(each) for each in found[:SHOWN]))
    return kit.modal(_("Please mend the table"), [kit.section(headline), lines, *rest], close=_("Back"))


def taken(done: Taken) -> Json:
    """Return the receipt of a table."""
    words = _("Done: {pairs} in the draft, {new} new, {gone} taken out.").format(
        pairs=counted("{n} pair", "{n} pairs", done.pairs), new=done.new, gone=done.gone
    )
    return kit.modal(_("Taken"), [kit.section(words)], close=_("Back"))
