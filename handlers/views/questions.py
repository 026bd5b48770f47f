"""How quick questions look: to who asks, to who is asked, and to the two who talk."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from bot.flows.question_letters import Ask, OpenEnd, QuestionCard, Talk
from bot.flows.question_talks import Answer, Answered
from bot.flows.questions import Asked, Form, Partnered, Receipt
from bot.letters import File, Message
from bot.rules.questions import LONGEST
from bot.words import _
from handlers.views import calendar, kit, sessions
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons; a slot's moment in seconds ends its button's id: ``questions_slot.1767866400``."""

    ASK = "questions_ask"
    WITHDRAW = "questions_withdraw"
    TAKE = "questions_take"
    LET_GO = "questions_let_go"
    SLOT = "questions_slot"
    OTHER = "questions_other"
    HELPED = "questions_helped"


class Callback(StrEnum):
    """The forms."""

    ASK = "questions_ask_form"


def ask_button(question_id: str = "", label: str = "") -> Json:
    """Return the way to the form; an earlier question fills it."""
    return kit.button(label or _("Ask a quick question"), Action.ASK, question_id)


# Asking


def opening(found: Form | Partnered) -> Json:
    """Return the form; or, for somebody who has a partner to ask, the way to them."""
    return _partner(found) if isinstance(found, Partnered) else _form(found)


def _form(form: Form) -> Json:
    return kit.modal(
        _("A quick question"),
        [
            kit.section(_("A colleague who knows takes *15 minutes* for it. What would you like to know?")),
            kit.ask(
                _("My question"),
                "question",
                kit.text_field("question", kit.shorten(form.text, LONGEST), lines=True, most=LONGEST),
                hint=_("Those whom I ask read it, with your name. At first, that is two at most."),
            ),
            *(
                [kit.ask(_("It is about"), "skill", kit.select("skill", form.skills, form.skill))]
                if form.skills
                else []
            ),
        ],
        callback=Callback.ASK,
        submit=_("Ask"),
        close=_("Cancel"),
    )


def _partner(found: Partnered) -> Json:
    words = _("You have a partner who is glad to be asked: {person}.").format(
        person=kit.person(found.partner_id)
    )
    if not found.pair_id:
        rest = _("You two are taking a break; your question keeps until you are both back.")
        return kit.modal(_("Your partner is there"), [kit.section(f"{words} {rest}")])
    following = _("Write to them any time, or find 45 minutes:")
    button = kit.button(_("Plan your next session"), sessions.Action.PLAN_OTHER, found.pair_id)
    return kit.modal(_("Your partner is there"), [kit.section(f"{words}\n{following}"), kit.actions(button)])


def receipt(receipt: Receipt) -> Json:
    """Return what became of a question, in place of its form."""
    skill = f"*{kit.escape(receipt.skill)}*"
    if receipt.asked is Asked.NOBODY_SHARES_IT:
        words = _(
            "Nobody in the program shares {skill} yet, so I asked nobody. Admins see that it is wanted, "
            "without your name."
        )
        again = ask_button(receipt.question_id, _("Try another skill"))
        return kit.modal(
            _("Not yet"), [kit.section(words.format(skill=skill)), kit.actions(again)], close=_("Done")
        )
    sent = _("I am asking colleagues who share {skill}. Whoever can take it meets you in a group DM.")
    later = _("Nobody who shares {skill} is free to be asked right now. I try again in three working days.")
    words = (sent if receipt.asked is Asked.SENT else later).format(skill=skill)
    promise = _("You hear from me within six working days, either way.")
    return kit.modal(_("On its way"), [kit.section(f"{words}\n{promise}")], close=_("Done"))


def withdrawn() -> Message:
    """Return what a mentor reads in place of a question that was taken back."""
    text = _("This question is not open any more. Thanks for being there!")
    return Message(text, (kit.section(text),))


def card(card: QuestionCard) -> list[Json]:
    """Return the pool on Home, for those without a partner."""
    if not card.question_id:
        words = _(
            "*A quick question?*\nA colleague who knows has 15 minutes for it, until you have a partner."
        )
        return [kit.section(words, ask_button())]
    words = _("*Your question about {skill} is on its way.*").format(skill=kit.escape(card.skill))
    button = kit.button(_("Withdraw it"), Action.WITHDRAW, card.question_id)
    return [kit.section(words, button), kit.quote(card.text)]


# Taking


def asked(ask: Ask) -> Message:
    """Return the DM that brings a question to a mentor."""
    headline = _("{person} has a quick question about {skill}. Could you spare 15 minutes?").format(
        person=kit.person(ask.asker_id), skill=f"*{kit.escape(ask.skill)}*"
    )
    quiet = _("A no needs no reason, and nobody hears of it.")
    first = _(
        "If you take it, I bring you one a week at most from now on; else none. Your profile changes that."
    )
    return Message(
        headline,
        (
            kit.section(headline),
            kit.quote(ask.text),
            kit.actions(
                kit.button(_("I can take it"), Action.TAKE, ask.question_id, style="primary"),
                kit.button(_("Not this time"), Action.LET_GO, ask.question_id),
            ),
            kit.context(f"{quiet} {first}" if ask.is_first else quiet),
        ),
    )


def answered(done: Answered) -> Message:
    """Return what replaces a question for a mentor once it needs no answer of theirs."""
    if done.answer is Answer.TAKEN:
        text = _("It is yours, thank you! I introduce you and {person} when you are both at work.").format(
            person=kit.person(done.asker_id)
        )
    elif done.answer is Answer.TAKEN_BY_ANOTHER:
        text = _("Somebody has taken it. Thanks!")
    elif done.answer is Answer.PASSED:
        text = _("All right, not this time. Thanks for having a look.")
    else:
        return withdrawn()
    return Message(text, (kit.section(text),))


# Talking


def taken(talk: Talk) -> Message:
    """Return the first words in the group DM of the two: the question, and times to choose from."""
    headline = _("{mentor} has 15 minutes for a question of {asker}'s about {skill} :wave:").format(
        mentor=kit.person(talk.mentor_id), asker=kit.person(talk.asker_id), skill=kit.escape(talk.skill)
    )
    return Message(headline, (kit.section(headline), kit.quote(talk.text), *_times(talk)))


def planned(talk: Talk) -> Message:
    """Return the card of a talk with its calendar file."""
    shown = card_of(talk)
    file = File("question.ics", _("15 minutes for your calendar"), partial(calendar.talk, talk))
    return Message(shown.text, shown.blocks, files=(file,))


def card_of(talk: Talk) -> Message:
    """Return when the two talk."""
    when = kit.moment(talk.starts_at, sessions.WHEN) if talk.starts_at else ""
    headline = _("Your 15 minutes are planned.")
    words = _("{asker} and {mentor}, about {skill}").format(
        asker=kit.person(talk.asker_id), mentor=kit.person(talk.mentor_id), skill=kit.escape(talk.skill)
    )
    other = kit.button(_("Another time"), Action.OTHER, talk.question_id)
    return Message(headline, (kit.section(f":calendar: *{headline}*\n{words}\n{when}"), kit.actions(other)))


def times(talk: Talk) -> Message:
    """Return other times to choose from, in place of a talk's card."""
    return Message(_("When would suit you both?"), tuple(_times(talk)))


def settled(talk: Talk) -> Message:
    """Return what replaces times to choose from once one is chosen; it names none, as that one may move."""
    text = _("The time for these 15 minutes is chosen. The newest card below shows it.")
    return Message(text, (kit.quote(talk.text), kit.section(f":calendar: {text}")))


def _times(talk: Talk) -> list[Json]:
    if not talk.slots:
        words = _("I found no time inside both people's working hours. Agree on one right here.")
        return [kit.section(words)]
    words = _("Times inside both people's working hours. The first of you to choose plans it for both:")
    value = f"{talk.question_id}:{talk.revision}"
    return [kit.section(words), *(sessions.slot(slot, Action.SLOT, value) for slot in talk.slots)]


# Afterwards


def follow_up(talk: Talk) -> Message:
    """Return the question to the asker whether it helped."""
    headline = _("Your question to {person}: did it help?").format(person=kit.person(talk.mentor_id))
    return Message(
        headline,
        (
            kit.section(headline),
            kit.quote(talk.text),
            kit.actions(
                kit.button(_("It helped"), Action.HELPED, talk.question_id, style="primary"),
                ask_button(talk.question_id, _("Ask somebody else")),
            ),
            kit.context(_("One tap brings them a private thanks. Else you need not do anything.")),
        ),
    )


def thanked(talk: Talk) -> Message:
    """Return what the asker reads after the tap."""
    text = _("Lovely. I have told {person}.").format(person=kit.person(talk.mentor_id))
    return Message(text, (kit.section(text),))


def helped(talk: Talk) -> Message:
    """Return the private thanks to the mentor."""
    text = _("{person} says that your 15 minutes about {skill} helped. Thank you :sunflower:").format(
        person=kit.person(talk.asker_id), skill=kit.escape(talk.skill)
    )
    return Message(text, (kit.section(text),))


def open_end(end: OpenEnd) -> Message:
    """Return the kind word to somebody whose question nobody could take, and another way."""
    headline = _("Nobody could make room for your question this time.")
    words = _("That says more about full weeks than about the question. Two other ways:")
    ways = [_("ask again under another skill, so that it reaches others")]
    if end.admins:
        ways.append(_("write to {admins}, who know who knows what").format(admins=_any_of(end.admins)))
    return Message(
        headline,
        (
            kit.section(f"{headline}\n{words}\n" + "\n".join(f"• {way}" for way in ways)),
            kit.quote(end.text),
            kit.actions(ask_button(end.question_id, _("Try another skill"))),
        ),
    )


def _any_of(people: Sequence[str]) -> str:
    return _(" or ").join(kit.person(person_id) for person_id in people[:3])
