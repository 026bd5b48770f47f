"""How shout-outs look: the composer, the question, the post, and the word to its author."""

from __future__ import annotations

from enum import StrEnum

from bot import content
from bot.flows.shoutout_letters import Outcome, Question, Words
from bot.flows.shoutouts import Answered, Preview
from bot.letters import Message
from bot.rules.shoutouts import LONGEST_SHOUT_OUT, MOST_HONORED, Answer, Draft, Lean, Leaning, fill
from bot.words import _
from handlers.views import kit
from handlers.views.kit import Json
from handlers.views.recognition import together


class Action(StrEnum):
    """The buttons; an answer's id ends in its word: ``shoutouts_answer.post``."""

    TEMPLATE = "shoutouts_template"
    BACK = "shoutouts_back"
    ANSWER = "shoutouts_answer"


class Callback(StrEnum):
    """The steps of the composer."""

    WRITE = "shoutouts_write"
    ASK = "shoutouts_ask"


# The composer


def form(draft: Draft, template: str = "") -> Json:
    """Return the form in which an admin composes; a template's words fill a fresh field."""
    templates = [(one.id, one.label) for one in content.shoutouts().values()]
    values = [(one.id, f"{one.emoji} {one.label}") for one in content.values().values()]
    words = kit.text_field(f"text.{template}", draft.text, lines=True, most=LONGEST_SHOUT_OUT)
    hint = _("{people} becomes the names of those who agree. Say what they did and what it changed.")
    return kit.modal(
        _("Shout-out"),
        [
            kit.section(_("Each person is asked first. Nothing is posted without their yes.")),
            kit.ask(_("Who?"), "people", kit.people_field("people", draft.people, most=MOST_HONORED)),
            kit.section(
                _("Words to start from"),
                kit.select(Action.TEMPLATE, templates, placeholder=_("Choose a template")),
            ),
            kit.ask(_("What for?"), "text", words, hint=hint),
            kit.ask(_("Which value does it show?"), "value", kit.select("value", values, draft.value)),
            kit.ask(_("Where?"), "channel", kit.channel_field("channel", draft.channel)),
        ],
        callback=Callback.WRITE,
        submit=_("Preview"),
        close=_("Cancel"),
    )


def preview(shown: Preview, metadata: str) -> Json:
    """Return the shout-out as it will be read, and what happens next."""
    draft = shown.draft
    value, channel = content.values()[str(draft.value)], str(draft.channel)
    words = Words(shown.admin_id, draft.people, draft.text, value, channel)
    return kit.modal(
        _("Preview"),
        [
            kit.context(_("In {channel}, if everybody agrees:").format(channel=kit.channel(channel))),
            kit.divider(),
            *post(words).blocks,
            kit.divider(),
            *([kit.section(f":scales: {_lean(shown.lean)}")] if shown.lean else []),
            kit.section(_next_step(draft)),
            kit.actions(kit.button(_("Change it"), Action.BACK)),
        ],
        callback=Callback.ASK,
        submit=_("Ask first"),
        close=_("Cancel"),
        metadata=metadata,
    )


def asked(draft: Draft) -> Json:
    """Return the receipt of a shout-out on its way."""
    words = _("I am asking {people} now. You will hear from me once it is decided.")
    return kit.modal(_("Asked"), [kit.section(words.format(people=together(draft.people)))], close=_("Done"))


def _lean(lean: Lean) -> str:
    if lean.way == Leaning.DEPARTMENT:
        words = _("With this one, the last five shout-outs all go to {department}.")
        common = words.format(department=kit.escape(lean.to))
    elif lean.to == "mentor":
        common = _("With this one, the last five shout-outs all go to mentors.")
    else:
        common = _("With this one, the last five shout-outs all go to mentees.")
    return f"{common} " + _("Has somebody elsewhere earned one, too? It is yours to decide.")


def _next_step(draft: Draft) -> str:
    people = together(draft.people)
    if len(draft.people) == 1:
        words = _("*Next:* I ask {people} in a DM. It is posted as soon as they say yes.")
    else:
        words = _(
            "*Next:* I ask {people}, each in a DM. Once all have answered it is posted, and names those who "
            "said yes."
        )
    return words.format(people=people)


# The question


def question(asked: Question) -> Message:
    """Return the DM that asks somebody whether praise may be public."""
    admin, channel = kit.person(asked.words.admin_id), kit.channel(asked.words.channel_id)
    headline = _("{admin} would like to give you a shout-out in {channel} :tada:").format(
        admin=admin, channel=channel
    )
    choices = (
        kit.button(_("Post it"), f"{Action.ANSWER}.{Answer.POST}", asked.shout_out_id, style="primary"),
        kit.button(_("Only privately"), f"{Action.ANSWER}.{Answer.PRIVATE}", asked.shout_out_id),
        kit.button(_("No, thank you"), f"{Action.ANSWER}.{Answer.DECLINE}", asked.shout_out_id),
    )
    return Message(
        text=headline,
        blocks=(
            kit.section(headline),
            kit.divider(),
            *post(asked.words).blocks,
            kit.divider(),
            kit.section(_("May it be posted? The choice is all yours.")),
            kit.actions(*choices),
            kit.context(_fine_print(asked)),
        ),
    )


def answered(decision: Answered) -> Message:
    """Return what the question becomes once it is answered."""
    words = decision.question.words
    channel = kit.channel(words.channel_id)
    if decision.answer == Answer.DECLINE:
        text = _("All right, nothing is posted. Thank you for telling me.")
        return Message(text, (kit.section(f":white_check_mark: {text}"),))
    if decision.answer == Answer.PRIVATE:
        text = _("These words stay between you and their author. They are yours to keep.")
        praise = fill(kit.escape(words.text), together(words.people), words.value.label)
        return Message(text, (kit.section(f":white_check_mark: {text}"), kit.section(praise)))
    if decision.waits_for_others:
        text = _("Thank you! It goes to {channel} once the others have answered, too.").format(
            channel=channel
        )
    else:
        text = _("Thank you! It goes to {channel} now.").format(channel=channel)
    return Message(text, (kit.section(f":white_check_mark: {text}"), *post(words).blocks))


def _fine_print(asked: Question) -> str:
    words = _(
        "The author hears only whether it is posted or stays private. Without your answer, nothing is posted."
    )
    if not asked.has_others:
        return words
    return _("Others are asked as well, and named beside you if they agree.") + f" {words}"


# The post


def post(words: Words) -> Message:
    """Return the shout-out as it stands in the channel."""
    people = together(words.people)
    headline = _("{emoji} A shout-out to {people}").format(emoji=words.value.emoji, people=people)
    text = fill(kit.escape(words.text), people, words.value.label)
    value = _("For: {value} · From {admin}, posted with their consent")
    return Message(
        text=headline,
        blocks=(
            kit.section(f"*{headline}*"),
            kit.section(text),
            kit.context(value.format(value=words.value.label, admin=kit.person(words.admin_id))),
        ),
    )


# The word to its author


def outcome(told: Outcome) -> Message:
    """Return what the author of a shout-out hears: posted, or stays private."""
    lines = [*_posted(told), *_private(told)]
    return Message(lines[0], (kit.section("\n".join(lines)),))


def _posted(told: Outcome) -> list[str]:
    if not told.posted:
        return []
    people, channel = together(told.posted), kit.channel(told.channel_id)
    words = (
        _("Your shout-out to {people} could not be posted: I am not let into {channel}. Invite me there.")
        if told.is_stuck
        else _("Your shout-out to {people} is in {channel} :tada:")
    )
    return [words.format(people=people, channel=channel)]


def _private(told: Outcome) -> list[str]:
    if not told.private:
        return []
    words = _("Your words to {people} will stay private.")
    return [words.format(people=together(told.private))]
