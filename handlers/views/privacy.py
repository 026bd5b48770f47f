"""How people see what is held on them."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from bot.flows.privacy import Export, Held
from bot.letters import File, Message
from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    OPEN = "privacy_open"
    EXPORT = "privacy_export"
    ERASE = "privacy_erase"


def card(_there: bool) -> list[Json]:
    """Return the last card of Home."""
    words = _("*My data*\nWhat I hold on you, who can see it, and how to take it along or have it erased.")
    return [kit.divider(), kit.section(words, kit.button(_("My data"), Action.OPEN))]


def my_data(held: Held, *, is_sent: bool = False) -> Json:
    """Return what is held on somebody, in plain words."""
    note = [kit.section(_(":white_check_mark: *Sent.* The file is in your messages with me."))]
    return kit.modal(
        _("My data"),
        [
            *(note if is_sent else []),
            kit.section(_("*What I hold on you*")),
            kit.listing(*_what_is_held(held)),
            kit.section(_("*Who can see it*")),
            kit.listing(*_who_can_see_it()),
            kit.actions(kit.button(_("Export my data"), Action.EXPORT), _erase_button(held)),
        ],
    )


def erased() -> Json:
    """Return the receipt of an erasure."""
    words = _(
        "*Done: you are erased from the program.* Your partner, if you had one, hears one neutral sentence.\n"
        "Slack keeps the messages I sent you; you can delete the conversation there. "
        "Should you ever like to come back, you start afresh."
    )
    return kit.modal(_("Erased"), [kit.section(words)], close=_("Done"))


def export(mine: Export) -> Message:
    """Return the DM that brings the file."""
    words = _("Here is all that I hold on you, as a file. Only you can see it.")
    file = File(f"flipside-my-data-{mine.day}.json", _("My data"), partial(bytes, mine.content))
    return Message(words, (kit.section(words),), (file,))


def _erase_button(held: Held) -> Json:
    consequence = _("You leave the program, too.") if held.is_member else ""
    words = _("Everything listed here as yours is deleted, and nobody can bring it back.")
    question = kit.confirm(
        _("Erase my data?"), f"{words} {consequence}".strip(), _("Erase"), _("Keep"), style="danger"
    )
    return kit.button(_("Erase my data"), Action.ERASE, style="danger", confirm=question)


def _what_is_held(held: Held) -> list[str]:
    lines = (
        (("person",), _("From Slack: your name, e-mail address, title, language and time zone")),
        (("employee",), _("From your company's people file: manager, job level, department, team, place")),
        (
            ("member", "memberskill", "notwith"),
            _("Your profile: role, skills, hours, private wishes ({n} rows)"),
        ),
        (("pair", "session", "goal"), _("Your pairs, their sessions and goals ({n})")),
        (("lessonprogress",), _("Lessons you were sent, and your one-tap answers ({n})")),
        (("checkin",), _("Check-ins, with what you answered and noted ({n})")),
        (("thanks", "shoutout", "badge", "certificate"), _("Thanks, shout-outs, badges, certificates ({n})")),
        (("surveyparticipation",), _("That you were asked in a survey and whether you answered ({n})")),
        (("question", "questionask"), _("Quick questions you asked, took or were asked to take ({n})")),
        (("proposal", "unmatched"), _("How published pairings saw you ({n})")),
        (("outboxmessage", "heard"), _("Which messages I sent or owe you, and when ({n})")),
        (("appointment", "auditentry"), _("Your duty as a program admin, and what you did in it ({n})")),
    )
    counted = ((sum(held.counts.get(table, 0) for table in tables), words) for tables, words in lines)
    return [words.format(n=n) for n, words in counted if n]


def _who_can_see_it() -> list[str]:
    return [
        _("Your partner: name, title, skills, interests, languages, and what you plan together"),
        _("Program admins: who takes part, who is paired, job level, department, team, and totals"),
        _("You alone: your “rather not” list, and the notes of check-ins that you did not share"),
        _("Nobody: your answers to surveys. They carry no name, so they can be neither found nor erased"),
        _("The public: your name in the channel only if you said so, and shout-outs that you released"),
    ]
