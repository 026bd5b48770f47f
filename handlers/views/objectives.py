"""How objectives are set and counted."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.objectives import Form, Shown
from bot.rules import objectives as rules
from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json
from storage.models import Objective

LARGEST = "1000000"


class Action(StrEnum):
    """The buttons."""

    COUNT = "objectives_count"


class Callback(StrEnum):
    """The forms."""

    AIM = "objectives_aim"
    COUNT = "objectives_count_form"


def form(form: Form) -> Json:
    """Return the second step of the set-up: a target and a day for each objective, and one of one's own."""
    blocks = [block for one in form.templates for block in _objective(one, is_started=form.is_started)]
    if form.may_have_own:
        blocks += _own(form)
    return kit.modal(_("Targets"), blocks, callback=Callback.AIM, submit=_("Save"), close=_("Later"))


def count(objective: Objective, value: float | None) -> Json:
    """Return the form in which an admin says where their own objective stands."""
    shown = "" if value is None else rules.number(value)
    return kit.modal(
        _("Where it stands"),
        [
            kit.section(f"*{kit.escape(objective.title)}*"),
            kit.ask(_("Today it stands at"), "value", _number("value", shown)),
        ],
        callback=Callback.COUNT,
        submit=_("Save"),
        close=_("Cancel"),
        metadata=objective.id,
    )


def saved(name: str, *, is_draft: bool) -> Json:
    """Return the receipt of the set-up."""
    words = _("*{program}* is saved.").format(program=kit.escape(name))
    if is_draft:
        words += " " + _("It is a draft: open it for joining from your Home tab when you are ready.")
    return kit.modal(_("Saved"), [kit.section(words)], close=_("Done"))


def _objective(one: Shown, *, is_started: bool) -> list[Json]:
    unit = f" ({one.unit})" if one.unit else ""
    target = kit.ask(
        _("{objective}: target{unit}").format(objective=one.title, unit=unit),
        f"{one.id}_target",
        _number(f"{one.id}_target", rules.number(one.target)),
        hint=one.explanation or None,
    )
    due = kit.ask(
        _("{objective}: by when").format(objective=one.title),
        f"{one.id}_due",
        kit.date_field(f"{one.id}_due", one.due_on),
    )
    return [target] if is_started else [target, due]


def _own(form: Form) -> list[Json]:
    own = form.own
    title = kit.text_field(
        "own_title",
        own.title if own else "",
        most=rules.LONGEST_TITLE,
        placeholder=_("Mentors who lead a project"),
    )
    start = rules.number(own.baseline) if own and own.baseline is not None else ""
    target = rules.number(own.target) if own else ""
    due = kit.date_field("own_due", own.due_on if own else form.last_day)
    blocks = [
        kit.divider(),
        kit.ask(_("One of your own"), "own_title", title, hint=_("You update it by hand."), optional=True),
        kit.ask(_("Where it stands today"), "own_start", _number("own_start", start), optional=True),
        kit.ask(_("Where it should be"), "own_target", _number("own_target", target), optional=True),
    ]
    return blocks if form.is_started else [*blocks, kit.ask(_("By when"), "own_due", due, optional=True)]


def _number(name: str, shown: str) -> Json:
    return kit.number_field(name, shown, least="0", most=LARGEST, decimals=True)
