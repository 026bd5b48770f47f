"""How goals look."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.flows.goals import Aim, PairGoals
from bot.rules.goals import LONGEST_TITLE, STEPS
from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons; the menu's id ends in its goal: ``goals_progress.<goal id>``."""

    ADD = "goals_add"
    EDIT = "goals_edit"
    REMOVE = "goals_remove"
    PROGRESS = "goals_progress"


class Callback(StrEnum):
    """The forms."""

    ADD = "goals_add"
    EDIT = "goals_edit"


def card(mine: Sequence[PairGoals]) -> list[Json]:
    """Return the goals of somebody's pairs on Home."""
    blocks = [kit.header(_("Goals"))]
    for pair in mine:
        blocks += _of_a_pair(pair)
    return blocks


def add_form(pair_id: str) -> Json:
    """Return the form that sets a goal."""
    return kit.modal(
        _("A new goal"),
        [_title_field("")],
        callback=Callback.ADD,
        submit=_("Set goal"),
        metadata=pair_id,
    )


def edit_form(aim: Aim) -> Json:
    """Return the form that words a goal anew, or drops it."""
    question = kit.confirm(
        _("Remove this goal?"), _("It leaves both your Home tabs."), _("Remove"), _("Keep it")
    )
    return kit.modal(
        _("Change a goal"),
        [
            _title_field(aim.title),
            kit.actions(kit.button(_("Remove this goal"), Action.REMOVE, aim.id, confirm=question)),
        ],
        callback=Callback.EDIT,
        submit=_("Save"),
        metadata=aim.id,
    )


def removed() -> Json:
    """Return what the form becomes once its goal is gone."""
    return kit.modal(
        _("Change a goal"),
        [kit.section(_("The goal is removed. There is room for another."))],
        close=_("Done"),
    )


def _of_a_pair(pair: PairGoals) -> list[Json]:
    partner = kit.person(pair.partner_id)
    words = (
        _("What {person} and you want to reach:")
        if pair.aims
        else _("What do {person} and you want to reach? One goal is a good start, three are plenty.")
    )
    add = kit.button(_("Add a goal"), Action.ADD, pair.pair_id)
    blocks = [kit.section(words.format(person=partner), add if pair.has_room else None)]
    for aim in pair.aims:
        blocks += _aim(aim)
    return blocks


def _aim(aim: Aim) -> list[Json]:
    steps = [(str(step), f"{step} %") for step in STEPS]
    progress = kit.select(f"{Action.PROGRESS}.{aim.id}", steps, str(aim.progress), _("How far?"))
    change = kit.button(
        _("Change"), Action.EDIT, aim.id, hint=_("Change the goal {title}").format(title=aim.title)
    )
    return [
        kit.section(f"{_bar(aim.progress)}  *{kit.escape(aim.title)}*"),
        kit.actions(progress, change),
    ]


def _bar(percent: int) -> str:
    if percent == 100:
        return ":tada:"
    done = percent // 25
    return "▰" * done + "▱" * (4 - done)


def _title_field(initial: str) -> Json:
    return kit.ask(
        _("What do you two want to reach?"),
        "title",
        kit.text_field("title", initial, most=LONGEST_TITLE),
        hint=_("Small and concrete works best: “Sam posts a short demo video by March.”"),
    )
