"""How thanks, badges and certificates look."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from bot import content
from bot.flows.certificates import Achievement
from bot.flows.recognition import RecognitionCard, Thanked
from bot.letters import File, Message
from bot.rules.recognition import LONGEST_THANKS, MOST_THANKED
from bot.words import _, counted
from handlers.payloads.recognition import ON_HOME
from handlers.views import certificate, kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons."""

    THANK = "recognition_thank"
    COMPOSE = "recognition_compose"
    DOWNLOAD = "recognition_download"


class Callback(StrEnum):
    """The forms."""

    THANKS = "recognition_thanks"


class Shortcut(StrEnum):
    """The shortcuts, as the manifest names them."""

    THANKS = "thanks"


# Thanks


def thanks_form(recipients: Sequence[str], text: str, *, on_home: bool = False) -> Json:
    """Return the form in which somebody thanks colleagues."""
    return kit.modal(
        _("Say thanks"),
        [
            kit.ask(
                _("To whom?"), "recipients", kit.people_field("recipients", recipients, most=MOST_THANKED)
            ),
            kit.ask(
                _("For what?"),
                "text",
                kit.text_field("text", text, lines=True, most=LONGEST_THANKS),
                hint=_("Only they will see it. What did they do, and what did it change for you?"),
            ),
        ],
        callback=Callback.THANKS,
        submit=_("Send thanks"),
        metadata=ON_HOME if on_home else "",
    )


def thanks_sent(recipients: Sequence[str]) -> str:
    """Return the receipt of a thank-you."""
    return _("Your thanks are on their way to {people}.").format(people=together(recipients))


def thanks_receipt(recipients: Sequence[str]) -> Json:
    """Return the receipt as a modal."""
    return kit.modal(_("Thank you"), [kit.section(thanks_sent(recipients))], close=_("Done"))


def thanked(thanks: Thanked) -> Message:
    """Return the DM that brings a thank-you."""
    headline = _("{person} says thank you :sunflower:").format(person=kit.person(thanks.sender))
    return Message(
        text=headline,
        blocks=(
            kit.section(headline),
            kit.quote(thanks.text),
            kit.actions(kit.button(_("Thank them back"), Action.THANK, thanks.sender)),
        ),
    )


def together(people: Sequence[str]) -> str:
    """Mention people in one breath: a, b and c."""
    *first, last = [kit.person(person_id) for person_id in people]
    if not first:
        return last
    return _("{first} and {last}").format(first=", ".join(first), last=last)


# Badges


def badges(new: Sequence[content.Badge]) -> Message:
    """Return the DM that tells of new badges."""
    headline = counted("A new badge for you", "{n} new badges for you", len(new))
    sections = (kit.section(f"{badge.emoji} *{badge.label}*\n{badge.sentence}") for badge in new)
    text = f"{headline}: {', '.join(badge.label for badge in new)}"
    where = _("Your badges stand on my Home tab. Only you see them.")
    return Message(text, (kit.section(f"*{headline}*"), *sections, kit.context(where)))


# Certificates


def certified(achievement: Achievement) -> Message:
    """Return the DM that brings the certificate at the end."""
    headline = _("You have come full circle :arrows_counterclockwise: Here is your certificate.")
    words = _("Thank you for your time, your questions and your trust. You can download it again from Home.")
    return Message(headline, (kit.section(f"*{headline}*\n{words}"),), (_file(achievement),))


def certified_again(achievement: Achievement) -> Message:
    """Return the DM that brings another copy."""
    words = _("Here is your certificate once more.")
    return Message(words, (kit.section(words),), (_file(achievement),))


def copy_on_its_way() -> Json:
    """Return the receipt of somebody who asked for another copy."""
    words = _("Your certificate is on its way. You find it in your messages with me.")
    return kit.modal(_("Your certificate"), [kit.section(words)], close=_("Done"))


def _file(achievement: Achievement) -> File:
    title = _("Certificate for {name}").format(name=achievement.name)
    return File("flipside-certificate.pdf", title, partial(certificate.pdf, achievement))


# Home


def card(mine: RecognitionCard) -> list[Json]:
    """Return what came somebody's way, on Home."""
    buttons = [kit.button(_("Say thanks"), Action.THANK)]
    if mine.certificate_id:
        buttons.append(kit.button(_("Download certificate"), Action.DOWNLOAD, mine.certificate_id))
    return [
        kit.header(_("Recognition")),
        kit.section(_badge_words(mine)),
        *_thanks(mine),
        kit.actions(*buttons),
    ]


def _badge_words(mine: RecognitionCard) -> str:
    if not mine.badges:
        return _("Your badges will stand here. Only you see them.")
    return "   ".join(f"{badge.emoji} {badge.label}" for badge in mine.badges)


def _thanks(mine: RecognitionCard) -> list[Json]:
    if mine.newest is None:
        return []
    words = counted("Somebody thanked you once.", "You were thanked {n} times.", mine.thanks)
    latest = _("The latest, from {person}:").format(person=kit.person(mine.newest.sender))
    return [kit.section(f"{words} {latest}"), kit.quote(mine.newest.text)]
