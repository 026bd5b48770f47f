"""How the hub looks: what one can do here, by who one is."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.hub import Standing
from bot.words import _
from handlers.views import kit, onboarding, questions, recognition
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    HOME = "hub_home"


def text(standing: Standing) -> str:
    """Return the hub in one line, for notifications and screen readers."""
    return _("Flipside: {program}").format(program=kit.escape(standing.program or _("reverse mentoring")))


def hub(standing: Standing, home: str, unknown: str = "") -> list[Json]:
    """Return the hub; ``unknown`` is a word that was typed and means nothing here."""
    return [*_hint(unknown), kit.section(_where(standing)), *_buttons(standing, home), *_admin(standing)]


def help_text() -> list[Json]:
    """Return what can be typed."""
    words = _(
        "*Everything works by button, and this can be typed:*\n"
        "`/flipside` shows what you can do\n"
        "`/flipside join` opts in\n"
        "`/flipside profile` changes your profile\n"
        "`/flipside pause` takes a break, `/flipside resume` ends it\n"
        "`/flipside leave` leaves, without a reason\n"
        "`/flipside thanks @person` says thanks\n"
        "`/flipside ask how do I ...` finds somebody with 15 minutes, while you have no partner"
    )
    return [kit.section(words), kit.context(onboarding.who_sees_what())]


def _hint(unknown: str) -> list[Json]:
    if not unknown:
        return []
    words = _("I do not know “{word}” yet. Here is what I can do; `/flipside help` lists what can be typed.")
    return [kit.context(words.format(word=kit.escape(kit.shorten(unknown, 40))))]


def _where(standing: Standing) -> str:
    if standing.card is None:
        return onboarding.standing_words(standing)
    return onboarding.member_words(standing, standing.card)


def _buttons(standing: Standing, home: str) -> list[Json]:
    if standing.card is None:
        buttons = onboarding.join_buttons(standing)
        return [kit.actions(*buttons)] if buttons else []
    return [
        kit.actions(
            kit.button(_("My Home"), Action.HOME, url=home),
            kit.button(_("Say thanks"), recognition.Action.THANK),
            *([questions.ask_button()] if standing.may_ask and not standing.is_over else []),
            *([] if standing.is_over else onboarding.member_buttons(standing.card)),
        )
    ]


def _admin(standing: Standing) -> list[Json]:
    if not standing.is_admin:
        return []
    words = kit.context(_("You are a program admin: the program's page is on my Home tab."))
    if standing.program is None:
        return [words]
    return [words, kit.actions(kit.button(_("Shout-out"), recognition.Action.COMPOSE))]
