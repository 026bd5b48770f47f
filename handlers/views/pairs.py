"""How a pair looks, from the first letter to the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from bot import content
from bot.flows.pair_letters import Ending, Half, Introduction, MyPair, PairCard, Pause, Start
from bot.letters import Message
from bot.words import _
from handlers.views import advice, kit, onboarding, reasons, sessions
from handlers.views.kit import Json
from handlers.views.reasons import Eyes, Reader
from storage.models import Role


class Action(StrEnum):
    """The buttons."""

    PART = "pairs_part"
    FINISH = "pairs_finish"
    WAIT = "pairs_wait"


# Letters


def introduction(pair: Introduction) -> Message:
    """Return the first words in a pair's group DM: who is who, why you two, and how to begin."""
    mentor, mentee = kit.person(pair.mentor.person_id), kit.person(pair.mentee.person_id)
    headline = _("{mentor} and {mentee}, meet each other :wave:").format(mentor=mentor, mentee=mentee)
    why = reasons.why_you_two(pair.reasons, Reader(Eyes.PAIR, mentor, mentee))
    return Message(
        text=headline,
        blocks=(
            kit.section(f"*{headline}*\n{_('You are a pair in our reverse-mentoring program.')}"),
            kit.section(_half(pair.mentor, Role.MENTOR)),
            kit.section(_half(pair.mentee, Role.MENTEE)),
            *([kit.section(f"*{_('Why you two?')}*\n{reasons.bullets(why)}")] if why else []),
            kit.section(f"*{_('A short agreement')}*"),
            kit.listing(*content.agreement()),
            kit.section(_first_session(pair)),
            *_slots(pair.pair_id, pair.slots),
            kit.context(_("To break the ice: {question}").format(question=pair.icebreaker)),
        ),
    )


def _half(half: Half, role: Role) -> str:
    about = " · ".join(kit.escape(word) for word in (half.title, half.department) if word)
    name = kit.person(half.person_id)
    does = _("Shares: {skills}") if role == Role.MENTOR else _("Wants to learn: {skills}")
    lines = [f"*{name}*" + (f" · {about}" if about else "")]
    if half.skills:
        lines.append(does.format(skills=", ".join(kit.escape(skill) for skill in half.skills)))
    return "\n".join([*lines, content.intros()[role.value].pair])


def _first_session(pair: Introduction) -> str:
    return _("*Your first session: {title}* ({minutes} minutes)\nOpen with: “{question}”").format(
        title=pair.agenda.title, minutes=pair.agenda.minutes, question=pair.agenda.opening
    )


def _slots(pair_id: str, slots: Sequence[datetime]) -> list[Json]:
    words = (
        _("Times inside both people's working hours. The first of you to choose plans it for both:")
        if slots
        else _("I found no time inside both people's working hours. Choose one that suits you both:")
    )
    return [sessions.asking(words), *sessions.slot_buttons(pair_id, slots)]


def quiet_start(start: Start) -> Message:
    """Return the one nudge to a pair that has not planned a first session."""
    headline = _("{mentor} and {mentee}, the first date is the hardest part.").format(
        mentor=kit.person(start.mentor_id), mentee=kit.person(start.mentee_id)
    )
    return _invitation(headline, start)


def resumed(start: Start) -> Message:
    """Return what a pair reads when both are there again."""
    headline = _("{mentor} and {mentee}, you are both back :sunny:").format(
        mentor=kit.person(start.mentor_id), mentee=kit.person(start.mentee_id)
    )
    return _invitation(headline, start)


def _invitation(headline: str, start: Start) -> Message:
    following = _("Next: *{title}*, {minutes} minutes.").format(
        title=start.agenda.title, minutes=start.agenda.minutes
    )
    blocks = (kit.section(f"{headline}\n{following}"), *_slots(start.pair_id, start.slots))
    return Message(text=headline, blocks=blocks)


def ended(ending: Ending) -> Message:
    """Return the neutral words for a pair that is over, and the next step."""
    if ending.is_completed and not ending.waits_again:
        return _completed(ending)
    headline = _("Your pair with {person} has come to an end.").format(person=kit.person(ending.partner_id))
    words = _("Pairs end for many reasons, and none is asked for. Thank you for what you put into it.")
    if ending.is_completed:
        words += " " + _("You have met, so it counts as completed.")
    following = _("You are on the waiting list for a new match. You need not do anything.")
    return Message(
        text=headline,
        blocks=(
            kit.section(f"{headline}\n{words}"),
            kit.section(following),
            kit.actions(
                kit.button(_("Find me a new match"), Action.WAIT, style="primary"),
                kit.button(_("Take a break"), onboarding.Action.PAUSE),
            ),
        ),
    )


def _completed(ending: Ending) -> Message:
    headline = _("You and {person} have completed your pair :tada:").format(
        person=kit.person(ending.partner_id)
    )
    words = _("Finishing early counts in full. Thank you both for what you taught each other.")
    return Message(text=headline, blocks=(kit.section(f"{headline}\n{words}"),))


def waits() -> Message:
    """Return what replaces the ending's buttons once somebody wants a new match."""
    text = _("You are on the waiting list. I will write to you both as soon as there is a match.")
    return Message(text=text, blocks=(kit.section(f":white_check_mark: {text}"),))


def paused(pause: Pause) -> Message:
    """Return the neutral words for a pair whose other half is away."""
    headline = _("{person} is taking a break until {day}.").format(
        person=kit.person(pause.partner_id), day=kit.day(pause.until)
    )
    words = _("Your pair rests until then: no reminders, nothing to do. I will write when you can go on.")
    return Message(
        text=headline,
        blocks=(kit.section(f"{headline}\n{words}"), kit.actions(_part(pause.pair_id))),
    )


# Home


def card(card: PairCard) -> list[Json]:
    """Return somebody's pairs on Home, or the true reason why they wait."""
    if card.pairs:
        title = _("My pair") if len(card.pairs) == 1 else _("My pairs")
        return [kit.header(title), *(block for pair in card.pairs for block in _my_pair(pair))]
    return [kit.header(_("My pair")), kit.section(_waiting(card)), *_what_helps(card)]


def _my_pair(pair: MyPair) -> list[Json]:
    reader = Reader(
        Eyes.MENTOR if pair.is_mentor else Eyes.MENTEE, kit.person(pair.mentor_id), kit.person(pair.mentee_id)
    )
    partner = kit.person(pair.partner_id)
    words = _("You mentor {person}") if pair.is_mentor else _("{person} mentors you")
    since = _("since {day}").format(day=kit.moment(pair.since, "{date_short}"))
    lines = [f"*{words.format(person=partner)}*, {since}."]
    if pair.rests_until:
        lines.append(_("Your pair rests until {day}.").format(day=kit.day(pair.rests_until)))
    if pair.closes_at:
        when = kit.moment(pair.closes_at, "{date_long}")
        lines.append(_("Your pair comes to a good close by {day}.").format(day=when))
    lines.append(reasons.bullets(reasons.why_you_two(pair.reasons, reader)))
    buttons = [_finish(pair)] if pair.may_finish else []
    return [
        kit.section("\n".join(line for line in lines if line)),
        kit.actions(*buttons, _part(pair.pair_id)),
    ]


def _finish(pair: MyPair) -> Json:
    return kit.button(
        _("Finish"),
        Action.FINISH,
        pair.pair_id,
        confirm=kit.confirm(
            _("Finish this pair?"),
            _("It counts as completed for both of you, and both are thanked."),
            _("Finish"),
            _("Go on"),
        ),
        hint=_("Finish this pair as completed"),
    )


def _part(pair_id: str) -> Json:
    return kit.button(
        _("Ask for a new match"),
        Action.PART,
        pair_id,
        confirm=kit.confirm(
            _("Ask for a new match?"),
            _("This pair ends. Your partner reads one neutral sentence, no reason. You both wait again."),
            _("Yes, please"),
            _("Stay"),
        ),
    )


def _waiting(card: PairCard) -> str:
    if not card.had_round:
        return _("Pairs are not out yet. I will introduce you to your partner in a group DM.")
    if not card.waits:
        return _("You are on the waiting list. The next round looks for a partner for you.")
    whys = [
        reasons.why_alone(left.why, wants_mentor=left.role == Role.MENTEE, is_reader=True)
        for left in card.waits
    ]
    words = _("You are on the waiting list: {why}.").format(why="; ".join(dict.fromkeys(whys)))
    return words + " " + _("The next round looks again.")


def _what_helps(card: PairCard) -> list[Json]:
    helps = {
        advice.what_helps(left.advice, wants_mentor=left.role == Role.MENTEE, is_reader=True): left.advice
        for left in card.waits
    }
    return [kit.section(words, advice.button(told)) for words, told in helps.items() if words]


def parted() -> Message:
    """Return what replaces a letter's buttons once somebody asked for a new match."""
    text = _("Done. You are both on the waiting list for a new match.")
    return Message(text=text, blocks=(kit.section(f":white_check_mark: {text}"),))
