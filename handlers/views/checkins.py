"""How check-ins look: one message, three questions, each in the place of the one before."""

from __future__ import annotations

from enum import StrEnum

from bot import content
from bot.flows.checkin_letters import Asked, SharedNote, Silent
from bot.letters import Message
from bot.rules.checkins import LONGEST_NOTE, NOTHING, Mood, Wish
from bot.words import _
from handlers.views import kit, onboarding
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons; those that give an answer end in it: ``checkins_mood.great``."""

    MET = "checkins_met"
    MOOD = "checkins_mood"
    OBSTACLE = "checkins_obstacle"
    NOTE = "checkins_note"
    WORD = "checkins_word"
    NEW_MATCH = "checkins_new_match"
    WISH = "checkins_wish"


class Callback(StrEnum):
    """The forms."""

    NOTE = "checkins_note"


ADMINS = "admins"  # the box that shares a note


def check_in(asked: Asked) -> Message:
    """Return a check-in at the question that is open, or its end."""
    if asked.met is None:
        return _did_you_meet(asked)
    if asked.mood is None:
        return _how_is_it_going(asked)
    if asked.obstacle is None:
        return _is_anything_in_the_way(asked)
    return _thanks(asked)


def match_asked() -> Message:
    """Return what a check-in becomes once its person asked for a new match."""
    words = _("It is done. You are back among those who wait for a partner, and I will look for a new match.")
    told = _("Your partner gets one neutral sentence and no reason.")
    return Message(words, (kit.section(words), kit.context(told)))


def note_form(asked: Asked) -> Json:
    """Return the form of a private note."""
    share = kit.checkboxes("share", [(ADMINS, _("Share with the program admins"))])
    if asked.is_note_shared:
        share = kit.checkboxes("share", [(ADMINS, _("Share with the program admins"))], [ADMINS])
    return kit.modal(
        _("A private note"),
        [
            kit.section(_("This note is for you alone. Nobody else reads it unless you tick the box below.")),
            kit.ask(
                _("Your note"),
                "note",
                kit.text_field("note", asked.note, lines=True, most=LONGEST_NOTE),
                optional=True,
            ),
            kit.ask(
                _("Who may read it?"),
                "share",
                share,
                hint=_("They would see your name and the note. Your partner sees neither."),
                optional=True,
            ),
        ],
        callback=Callback.NOTE,
        submit=_("Keep note"),
        metadata=asked.id,
    )


def silence(silent: Silent) -> Message:
    """Return the one kind message to somebody who did not answer."""
    headline = _("I wrote a few times, and that may have been too much.")
    if silent.partner_id:
        headline = _("I asked twice how it is going with {partner}, and that may have been too much.").format(
            partner=kit.person(silent.partner_id)
        )
    return Message(
        headline,
        (
            kit.section(headline),
            kit.section(_("You are in the program as before. What would you like?")),
            kit.actions(
                kit.button(_("Keep asking me"), f"{Action.WISH}.{Wish.STAY}", silent.program_id),
                kit.button(_("Ask me in a month"), f"{Action.WISH}.{Wish.LATER}", silent.program_id),
                kit.button(_("Stop asking"), f"{Action.WISH}.{Wish.STOP}", silent.program_id),
            ),
            kit.context(_("If you do nothing, I stay quiet.")),
        ),
    )


def wish_granted(wish: Wish, program_id: str) -> Message:
    """Return what that message becomes once the person chose."""
    words = {
        Wish.STAY: _("Gladly. I will write again when the next question is due."),
        Wish.LATER: _("Gladly. You will not hear a question from me for a month."),
        Wish.STOP: _("Gladly. No more questions from me. Lessons and surveys stay on my Home tab."),
    }[wish]
    blocks = [kit.section(words)]
    if wish != Wish.STAY:
        button = kit.button(_("Ask me again"), f"{Action.WISH}.{Wish.STAY}", program_id)
        blocks += [kit.actions(button)]
    return Message(words, tuple(blocks))


def word_wanted(person_id: str) -> Message:
    """Return the DM that tells an admin that somebody asks for a word."""
    words = _("{person} asks for a word with a program admin.").format(person=kit.person(person_id))
    more = _("I know no more than that. Please write to them in a quiet moment, and keep it between you.")
    return Message(words, (kit.section(words), kit.context(more)))


def shared_note(note: SharedNote) -> Message:
    """Return the DM that brings admins a note that somebody shared with them."""
    words = _("{person} shares a note with the program admins.").format(person=kit.person(note.person_id))
    more = _("It is meant for the program admins only. Their partner does not know of it.")
    return Message(words, (kit.section(words), kit.quote(note.text), kit.context(more)))


def _did_you_meet(asked: Asked) -> Message:
    headline = _("A short check-in: did you and {partner} meet lately?").format(
        partner=kit.person(asked.partner_id)
    )
    buttons = (
        kit.button(_("Yes, we met"), f"{Action.MET}.yes", asked.id),
        kit.button(_("Not this time"), f"{Action.MET}.no", asked.id),
    )
    return Message(headline, (kit.section(headline), kit.actions(*buttons), _who_sees()))


def _how_is_it_going(asked: Asked) -> Message:
    headline = _("How is it going?")
    buttons = (kit.button(label, f"{Action.MOOD}.{mood}", asked.id) for mood, label in _moods().items())
    return Message(
        headline, (kit.section(_met(asked)), kit.section(f"*{headline}*"), kit.actions(*buttons), _who_sees())
    )


def _is_anything_in_the_way(asked: Asked) -> Message:
    headline = _("Is anything in the way?")
    buttons = (
        kit.button(label, f"{Action.OBSTACLE}.{obstacle}", asked.id)
        for obstacle, label in _obstacles().items()
    )
    return Message(
        headline,
        (kit.section(_answers(asked)), kit.section(f"*{headline}*"), kit.actions(*buttons), _who_sees()),
    )


def _thanks(asked: Asked) -> Message:
    headline = _("Thank you for checking in.")
    note = _("Change my note") if asked.note else _("Add a private note")
    buttons = [kit.button(note, Action.NOTE, asked.id), *(_help(asked) if asked.is_trouble else ())]
    blocks = [kit.section(f"{headline} {_answers(asked)}"), *_tip(asked)]
    if asked.wants_word:
        blocks.append(
            kit.section(_("A program admin will write to you. They know only that you ask for a word."))
        )
    return Message(headline, (*blocks, kit.actions(*buttons), _who_sees(), *_note_kept(asked)))


def _tip(asked: Asked) -> list[Json]:
    if tip := content.tips().get(asked.obstacle or ""):
        return [kit.section(f":bulb: {tip.tip}")]
    if asked.is_trouble:
        return [kit.section(_("I am sorry that it is hard. You do not have to sort it out alone."))]
    return []


def _help(asked: Asked) -> list[Json]:
    sure = kit.confirm(
        _("A new match?"),
        _("This pair ends now. Your partner gets one neutral sentence, no reason, and you both wait anew."),
        _("Yes, a new match"),
        _("Not now"),
    )
    return [
        *([] if asked.wants_word else [kit.button(_("Talk to an admin"), Action.WORD, asked.id)]),
        kit.button(_("Ask for a new match"), Action.NEW_MATCH, asked.id, confirm=sure),
        kit.button(_("Take a break"), onboarding.Action.PAUSE),
    ]


def _note_kept(asked: Asked) -> list[Json]:
    if not asked.note:
        return []
    if asked.is_note_shared:
        return [kit.context(_(":memo: Your note is kept, and shared with the program admins."))]
    return [kit.context(_(":memo: Your note is kept, for you alone."))]


def _who_sees() -> Json:
    return kit.context(
        _("Your answers stay with you: nobody in your management sees them, and admins see counts only.")
    )


def _met(asked: Asked) -> str:
    if asked.met:
        return _("You met :tada:")
    return _("You did not meet this time. That happens.")


def _answers(asked: Asked) -> str:
    """Return the answers so far in one line."""
    mood = _moods().get(Mood(asked.mood)) if asked.mood else None
    obstacle = _obstacles().get(asked.obstacle) if asked.obstacle else None
    met = _("You met") if asked.met else _("You did not meet this time")
    return " · ".join(part for part in (met, mood, obstacle) if part)


def _moods() -> dict[Mood, str]:
    return {Mood.GREAT: _("Great"), Mood.OKAY: _("Okay"), Mood.HARD: _("Hard")}


def _obstacles() -> dict[str, str]:
    return {NOTHING: _("Nothing")} | {name: tip.label for name, tip in content.tips().items()}
