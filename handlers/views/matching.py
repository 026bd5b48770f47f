"""How a round looks to the admin who makes it, and what those outside the new pairs read."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.flows.estimate import Expected
from bot.flows.publishing import Published
from bot.flows.round_letters import Announcement, Left, RoundCard
from bot.letters import Message
from bot.words import _, counted
from handlers.payloads.matching import Place
from handlers.views import advice, chances, estimate, kit, pairing, questions, reasons
from handlers.views.kit import Json
from storage.models import Role

NAMES_A_BLOCK, NAME_BLOCKS = 40, 20


class Action(StrEnum):
    """The buttons and menus."""

    PROPOSE = "matching_propose"
    OPEN = "matching_open"
    AGAIN = "matching_again"
    SHOW = "matching_show"
    DEPARTMENT = "matching_department"
    BACK = "matching_back"
    ON = "matching_on"
    PAIR = "matching_pair"
    ALLOW = "matching_allow"
    HAND = "matching_hand"
    SURE = "matching_sure"
    PUBLISH = "matching_publish"
    DISCARD = "matching_discard"
    UNDO = "matching_undo"


class Callback(StrEnum):
    """The forms."""

    HAND = "matching_hand"
    ANYWAY = "matching_anyway"


# Home


def card(card: RoundCard) -> list[Json]:
    """Return the admin's next step of pairing."""
    waits = _("Without a partner: {mentors}, {mentees}.").format(
        mentors=counted("{n} mentor", "{n} mentors", card.mentors),
        mentees=counted("{n} mentee", "{n} mentees", card.mentees),
    )
    buttons = [_start(card), pairing.open_button()]
    if card.undoable_id:
        buttons.append(undo_button(card.undoable_id))
    buttons.append(chances.button())
    return [kit.header(_("Pairing")), kit.section(waits), kit.actions(*buttons), kit.divider()]


def _start(card: RoundCard) -> Json:
    if card.draft_id:
        return kit.button(_("Open the draft"), Action.OPEN, card.draft_id, style="primary")
    return kit.button(_("Propose pairs"), Action.PROPOSE)


def undo_button(round_id: str) -> Json:
    """Return the button that takes a round back while nobody was told."""
    return kit.button(
        _("Undo publishing"),
        Action.UNDO,
        round_id,
        confirm=kit.confirm(
            _("Take the round back?"),
            _("It becomes a draft again. Nobody has been told yet."),
            _("Undo"),
            _("Keep it"),
        ),
    )


# A large round, before it is published


def sure(found: Expected, place: Place) -> Json:
    """Return what publishing sends and how long that takes, with the way on and the way back."""
    words = counted(
        "*{n} pair* will be introduced in a group DM.",
        "*{n} pairs* will be introduced in group DMs.",
        found.pairs,
    )
    words += " " + _("For ten minutes, nobody is told and you can undo it.")
    return kit.modal(
        _("Publish these pairs?"),
        [
            kit.section(words),
            *estimate.note(found),
            kit.actions(
                kit.button(_("Publish"), Action.PUBLISH, found.round_id, style="primary"),
                kit.button(_("Back to the draft"), Action.BACK, str(place.page)),
            ),
        ],
        metadata=place.text(),
    )


# Afterwards


def publishing() -> Json:
    """Return what an admin sees while pairs are made."""
    words = _("Working… I make all pairs at once, or none. With thousands of them, this takes a few seconds.")
    return kit.modal(_("Publishing"), [kit.section(f":hourglass_flowing_sand: {words}")])


def published(done: Published) -> Json:
    """Return the receipt of a publication, with the way back."""
    words = counted("*{n} pair is published.*", "*{n} pairs are published.*", done.pairs)
    words += "\n" + _("The first introductions leave at {time}. Until then you can undo this.").format(
        time=kit.moment(done.tells_from, "{time}")
    )
    blocks = [kit.section(f":tada: {words}")]
    if done.left_out:
        blocks.append(kit.section(_left_out(done.left_out)))
    return kit.modal(_("Published"), [*blocks, kit.actions(undo_button(done.round_id))], close=_("Done"))


def _left_out(n: int) -> str:
    return counted(
        "{n} pair was left out, because somebody's situation has changed since the draft was made.",
        "{n} pairs were left out, because somebody's situation has changed since the draft was made.",
        n,
    )


def discarded() -> Json:
    """Return the receipt of a discarded draft."""
    return kit.modal(_("Discarded"), [kit.section(_("The draft is gone. Nobody was told."))], close=_("Done"))


# Letters


def left(left: Left) -> Message:
    """Return the DM to somebody who has no partner after a round."""
    wants_mentor = left.role != Role.MENTOR
    why = reasons.why_alone(left.why, wants_mentor=wants_mentor, is_reader=True)
    helps = advice.what_helps(left.advice, wants_mentor=wants_mentor, is_reader=True)
    headline = _("The new pairs are out, and you are still on the waiting list.")
    text = _("The reason: {why}.").format(why=why)
    following = _("You need not do anything: the next round looks for a partner for you again.")
    words = "\n".join(line for line in (headline, text, helps) if line)
    return Message(
        text=headline,
        blocks=(
            kit.section(words),
            kit.context(following),
            kit.actions(advice.button(left.advice), questions.ask_button()),
        ),
    )


def announcement(news: Announcement) -> Message:
    """Return the news for the program's channel: the names of those who agreed, and how many others begin."""
    headline = _("{pairs} in {program}").format(
        pairs=counted("{n} new pair", "{n} new pairs", len(news.named) + news.others),
        program=kit.escape(news.program),
    )
    more = [kit.section(_others(news))] if news.others else []
    welcome = kit.context(_("Wish them a good start. To join the program, type `/flipside join`."))
    return Message(
        text=headline, blocks=(kit.section(f":seedling: *{headline}*"), *_named(news.named), *more, welcome)
    )


def _named(pairs: Sequence[tuple[str, str]]) -> list[Json]:
    words = [
        _("{one} and {other}").format(one=kit.escape(one), other=kit.escape(other)) for one, other in pairs
    ]
    parts = [words[start : start + NAMES_A_BLOCK] for start in range(0, len(words), NAMES_A_BLOCK)]
    return [kit.section(reasons.bullets(part)) for part in parts[:NAME_BLOCKS]]


def _others(news: Announcement) -> str:
    if news.named:
        return counted("And {n} more pair.", "And {n} more pairs.", news.others)
    return _("Both teach, both learn, half of each session in each direction.")
