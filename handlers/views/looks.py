"""The look before a round is published, as those who look see it, and as its admin does."""

from __future__ import annotations

import json
from enum import StrEnum

from bot.flows.estimate import Expected
from bot.flows.look_letters import Card, Cards, LookOver
from bot.letters import Message
from bot.rules import looks as rules
from bot.rules.estimate import LARGE
from bot.words import _, counted
from handlers.views import chances, estimate, kit, matching, reasons
from handlers.views.kit import Json
from handlers.views.reasons import Eyes, Reader

WHEN = "{date_short_pretty} at {time}"


class Action(StrEnum):
    """The buttons."""

    OPEN = "looks_open"
    FINE = "looks_fine"
    RATHER_NOT = "looks_rather_not"
    CHANGE = "looks_change"


class Callback(StrEnum):
    """The forms."""

    BEGIN = "looks_begin"


# Those who look


def letter(cards: Cards) -> Message:
    """Return the cards of the partners who are proposed to somebody, with what they may say."""
    headline = counted(
        "A first look: I found a partner for you :eyes:",
        "A first look: I found {n} partners for you :eyes:",
        len(cards.cards),
    )
    how = _(
        "You need not answer: I take silence for a yes. Nobody sees what you say. Until the pairs are out,"
        " proposals may still change, as people join, leave or change their profiles."
    )
    until = _("You have until {time}.").format(time=kit.moment(cards.ends_at, WHEN))
    blocks = [kit.section(f"*{headline}*\n{until}")]
    for card in cards.cards:
        blocks += [kit.divider(), kit.section(_about(card)), *_say(cards, card)]
    return Message(text=headline, blocks=(*blocks, kit.context(how)))


def _about(card: Card) -> str:
    half = card.half
    about = " · ".join(kit.escape(word) for word in (half.title, half.department) if word)
    role = _("would be your mentor") if card.is_mentor else _("would be your mentee")
    does = _("Shares: {skills}") if card.is_mentor else _("Wants to learn: {skills}")
    eyes = Eyes.MENTEE if card.is_mentor else Eyes.MENTOR
    reader = Reader(eyes, kit.person(card.mentor_id), kit.person(card.mentee_id))
    lines = [f"*{kit.person(half.person_id)}* {role}" + (f" · {about}" if about else "")]
    if half.skills:
        lines.append(does.format(skills=", ".join(kit.escape(skill) for skill in half.skills)))
    lines.append(reasons.bullets(reasons.why_you_two(card.reasons, reader)))
    if card.minutes and all(reason.kind != "hours" for reason in card.reasons):
        lines.append(_hours(card.minutes))
    return "\n".join(line for line in lines if line)


def _hours(minutes: int) -> str:
    return counted(
        "About {n} hour a day in which you both work.",
        "About {n} hours a day in which you both work.",
        max(1, round(minutes / 60)),
    )


def _say(cards: Cards, card: Card) -> list[Json]:
    value, name = json.dumps([cards.round_id, card.half.person_id]), kit.person(card.half.person_id)
    change = kit.button(_("Change my answer"), Action.CHANGE, value)
    if card.is_vetoed:
        words = _("Noted, and nobody learns of it. I look for somebody else for you.")
        return [kit.section(f":white_check_mark: {words}", change)]
    if card.is_fine:
        words = _("Lovely. If all stays as it is, I introduce you to {person} soon.").format(person=name)
        return [kit.section(f":white_check_mark: {words}", change)]
    fine = kit.button(_("Sounds good"), Action.FINE, value, style="primary")
    return [kit.actions(fine, _rather_not(value)) if cards.may_veto else kit.actions(fine)]


def _rather_not(value: str) -> Json:
    return kit.button(
        _("I'd rather not"),
        Action.RATHER_NOT,
        value,
        confirm=kit.confirm(
            _("Rather somebody else?"),
            _("I ask no reason, and nobody learns of it. You can say this once a round."),
            _("Rather not"),
            _("Back"),
        ),
    )


# The admin


def form(hours: int, found: Expected) -> Json:
    """Return the form in which an admin lets people look."""
    choices = [(str(each), chances.duration(each)) for each in rules.HOURS]
    by_itself = [("publishes", _("Publish by itself afterwards"))]
    return kit.modal(
        _("Let both look first"),
        [
            kit.section(
                _(
                    "Both people of each pair see a card of the other, and may each say once, silently, that"
                    " they would rather not. Then I look for the best pairs once more, whatever was said."
                )
            ),
            *(estimate.note(found) if found.pairs >= LARGE else ()),
            kit.ask(
                _("For how long?"),
                "hours",
                kit.select("hours", choices, str(hours)),
                hint=_("Weekends do not count. Nobody is reminded: silence is a yes."),
            ),
            kit.ask(_("And then?"), "then", kit.checkboxes("then", by_itself), optional=True),
            kit.context(_("Until then the draft stays as it is. You can still discard it.")),
        ],
        callback=Callback.BEGIN,
        submit=_("Let them look"),
        close=_("Back"),
        metadata=found.round_id,
    )


def preparing() -> Json:
    """Return what an admin sees until everybody's card is prepared."""
    words = _("I prepare a card for everybody. With thousands of people, this takes a few seconds.")
    more = _("The look has begun: you can close this.")
    return kit.modal(_("Draft of the pairs"), [kit.section(f":hourglass_flowing_sand: {words}\n{more}")])


def over(over: LookOver) -> Message:
    """Return what an admin reads once everybody has had a look."""
    if over.is_published:
        headline = counted("{n} pair is published.", "{n} pairs are published.", over.pairs)
        words = _("Everybody has had a look, so I published the round, as you wished.")
        undo = [kit.actions(matching.undo_button(over.round_id))] if over.is_undoable else []
        return Message(headline, (kit.section(f":tada: *{headline}* {words}"), *undo))
    headline = _("Everybody has had a look.")
    words = _("The draft is ready to publish: {pairs}, {left} without a partner.").format(
        pairs=counted("{n} pair", "{n} pairs", over.pairs), left=over.left
    )
    if not over.pairs:
        words = _("As things stand now, nobody in it can be paired. Have a look at the reasons.")
    button = kit.button(_("Open the draft"), matching.Action.OPEN, over.round_id, style="primary")
    return Message(f"{headline} {words}", (kit.section(f"*{headline}* {words}"), kit.actions(button)))
