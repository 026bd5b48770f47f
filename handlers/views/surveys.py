"""How surveys look: a line on who sees what, one short form, at the end a second one that looks back."""

from __future__ import annotations

from enum import StrEnum

from bot import content
from bot.content import Item
from bot.flows.sheets import Sheet
from bot.flows.surveys import RECOMMEND, Invitation
from bot.letters import Message
from bot.rules.surveys import RECOMMEND_SCALE, Answers
from bot.words import _
from handlers.payloads.surveys import THEN, carry
from handlers.views import kit
from handlers.views.kit import Json
from storage.models import Wave


class Action(StrEnum):
    """The buttons."""

    OPEN = "surveys_open"


class Callback(StrEnum):
    """The forms."""

    FIRST_PAGE = "surveys_first_page"
    SHEET = "surveys_sheet"


def invitation(waiting: Invitation) -> Message:
    """Return the DM that asks for an answer."""
    headline = _("A short survey: {title}").format(title=content.survey_texts()[waiting.wave].title)
    if waiting.is_reminder:
        headline = _("The survey is still open, if you like: {title}").format(
            title=content.survey_texts()[waiting.wave].title
        )
    more = _why(waiting.wave)
    return Message(
        headline, (kit.section(f"*{headline}*\n{more}"), kit.actions(_button(waiting)), who_sees())
    )


def answered() -> Message:
    """Return what that DM becomes once the survey is answered."""
    words = _("Your answers are in. Thank you :sunflower:")
    return Message(words, (kit.section(words),))


def sheet(asked: Sheet, *, on_home: bool = False) -> Json:
    """Return the form; before a look back it is the first of two pages."""
    texts = content.survey_texts()[asked.wave]
    return kit.modal(
        texts.title,
        [
            kit.section(texts.intro),
            who_sees(),
            *(_statement(item, item.id) for item in asked.items),
            *_credit(asked.items),
        ],
        callback=Callback.FIRST_PAGE if asked.looks_back else Callback.SHEET,
        submit=_("Next") if asked.looks_back else _("Send answers"),
        metadata=carry(asked.survey_id, on_home=on_home),
    )


def second_page(asked: Sheet, now: Answers, *, on_home: bool = False) -> Json:
    """Return the page that looks back and asks for the recommend score."""
    texts, recommend = content.then_test(), content.recommend()
    ends = _("0: {low}. 10: {high}.").format(low=recommend.low, high=recommend.high)
    score = kit.select(RECOMMEND, [(str(n), str(n)) for n in RECOMMEND_SCALE], placeholder=_("0 to 10"))
    return kit.modal(
        texts.title,
        [
            kit.section(texts.intro),
            *(_statement(item, f"{THEN}{item.id}") for item in asked.then_items),
            kit.ask(recommend.question, RECOMMEND, score, hint=ends),
            *_credit(asked.then_items),
        ],
        callback=Callback.SHEET,
        submit=_("Send answers"),
        metadata=carry(asked.survey_id, now, on_home=on_home),
    )


def thanks() -> Json:
    """Return the receipt."""
    return kit.modal(
        _("Thank you"),
        [
            kit.section(_("Your answers are in. Nobody can trace them to you, not even I.")),
            kit.context(_("Results are told for groups of five or more.")),
        ],
        close=_("Done"),
    )


def card(waiting: Invitation) -> list[Json]:
    """Return the survey that waits for somebody, on Home."""
    title = content.survey_texts()[waiting.wave].title
    headline = _("A survey waits for you: *{title}*").format(title=title)
    return [kit.section(headline, _button(waiting)), who_sees()]


def who_sees() -> Json:
    """Return in one line who sees what of a survey."""
    return kit.context(
        _("Anonymous: answers are kept without name or time, and only averages of five or more are told.")
    )


def _why(wave: Wave) -> str:
    return {
        Wave.BASELINE: _("Two minutes on where you start. It shows later what the program changed."),
        Wave.MIDPOINT: _("Half the way is done. Two minutes on where you are today."),
        Wave.CLOSING: _(
            "The program nears its end. Three minutes on where you are now, and on the way there."
        ),
    }[wave]


def _button(waiting: Invitation) -> Json:
    minutes = _("Answer (3 minutes)") if waiting.wave == Wave.CLOSING else _("Answer (2 minutes)")
    return kit.button(minutes, Action.OPEN, waiting.survey_id, style="primary")


def _statement(item: Item, name: str) -> Json:
    scale = [(str(value), label) for value, label in content.scale().items()]
    return kit.ask(item.statement, name, kit.select(name, scale, placeholder=_("Choose an answer")))


def _credit(items: tuple[Item, ...]) -> list[Json]:
    """Return the credit for DigComp where its areas are asked."""
    return [kit.context(content.credit())] if any(item.area != "other" for item in items) else []
