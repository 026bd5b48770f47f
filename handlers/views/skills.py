"""How an admin keeps the list of skills."""

from __future__ import annotations

from enum import StrEnum

from bot.flows.skills import LONGEST, Listing
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    OPEN = "skills_open"


class Callback(StrEnum):
    """The forms."""

    CHOOSE = "skills_choose"


def form(skills: Listing) -> Json:
    """Return the form that says what members can choose from."""
    choices = [(skill.id, skill.label) for skill in skills.choices]
    active = [skill.id for skill in skills.choices if skill.is_active]
    return kit.modal(
        _("Skills"),
        [
            kit.ask(
                _("Members can choose"),
                "active",
                kit.multi_select("active", choices, active),
                hint=_("What you take out stays in the profiles that have it; nobody new can choose it."),
                optional=True,
            ),
            kit.ask(
                _("Add a skill"),
                "new",
                kit.text_field("new", most=LONGEST, placeholder=_("Writing for the web")),
                optional=True,
            ),
            *_ideas(skills),
        ],
        callback=Callback.CHOOSE,
        submit=_("Save"),
        close=_("Cancel"),
    )


def _ideas(skills: Listing) -> list[Json]:
    """Return what members described in their own words, to choose from; nothing where there is nothing."""
    if not skills.ideas:
        return []
    menu = kit.multi_select("ideas", [(idea, idea) for idea in skills.ideas])
    hint = _("Those who wrote it have it on their list then. Who that is stays with them.")
    return [kit.ask(_("Members wrote, in their own words"), "ideas", menu, hint=hint, optional=True)]


def chosen(skills: Listing) -> Json:
    """Return the receipt."""
    offered = sum(skill.is_active for skill in skills.choices)
    words = counted("Members can choose from {n} skill.", "Members can choose from {n} skills.", offered)
    return kit.modal(_("Saved"), [kit.section(words)], close=_("Done"))
