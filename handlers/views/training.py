"""How lessons look."""

from __future__ import annotations

from enum import StrEnum

from bot.content import Lesson
from bot.flows.training import LessonCard, Reading
from bot.letters import Message
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json


class Action(StrEnum):
    """The buttons; an answer's id ends in its place: ``training_answer.0``."""

    READ = "training_read"
    READ_AGAIN = "training_read_again"
    ANSWER = "training_answer"
    WORD = "training_word"


def lesson(reading: Reading) -> Message:
    """Return the DM that brings a lesson."""
    headline = _("A lesson for this week: {title}").format(title=reading.lesson.title)
    return Message(headline, tuple(_open_lesson(reading)))


def answered(reading: Reading) -> Message:
    """Return what the DM of a lesson becomes once it is answered."""
    headline = _("Lesson done: {title}").format(title=reading.lesson.title)
    return Message(
        headline,
        (
            kit.section(f":white_check_mark: *{reading.lesson.title}*"),
            *_done(reading),
            kit.context(_("You can read it again on my Home tab.")),
        ),
    )


def word_asked(reading: Reading) -> Message:
    """Return what the DM of a lesson becomes once its reader asked for a word with an admin."""
    shown = answered(reading)
    kept = (block for block in shown.blocks if not _offers_word(block))
    return Message(shown.text, (*kept, _asked()))


def lesson_modal(reading: Reading) -> Json:
    """Return a lesson to read from Home, with its answers or the answer given."""
    if reading.answer is None:
        return kit.modal(_("Your lesson"), _open_lesson(reading))
    return kit.modal(_("Your lesson"), [*_text(reading.lesson), kit.divider(), *_done(reading)])


def word_asked_modal(reading: Reading) -> Json:
    """Return the modal of a lesson once its reader asked for a word with an admin."""
    blocks = [block for block in lesson_modal(reading)["blocks"] if not _offers_word(block)]
    return kit.modal(_("Your lesson"), [*blocks, _asked()])


def card(lessons: LessonCard) -> list[Json]:
    """Return somebody's lessons on Home."""
    waiting = lessons.waiting
    blocks = [kit.header(_("My lessons")), kit.section(_progress(lessons.done, lessons.total))]
    if waiting:
        hint = _("Read the lesson {title}").format(title=waiting.title)
        button = kit.button(_("Read"), Action.READ, waiting.id, style="primary", hint=hint)
        blocks.append(kit.section(f"*{waiting.title}* · {_minutes(waiting)}", button))
    elif lessons.done < lessons.total:
        blocks.append(kit.context(_("The next lesson comes within a week.")))
    else:
        blocks.append(kit.context(_("That was the last one. They stay here for you.")))
    if lessons.past:
        titles = [(past.id, past.title) for past in lessons.past]
        menu = kit.select(Action.READ_AGAIN, titles, placeholder=_("Choose a lesson"))
        blocks.append(kit.section(_("Read one again"), menu))
    return blocks


def _open_lesson(reading: Reading) -> list[Json]:
    answers = (
        kit.button(label, f"{Action.ANSWER}.{place}", reading.lesson.id)
        for place, label in enumerate(reading.lesson.answers)
    )
    return [
        *_text(reading.lesson),
        kit.divider(),
        kit.section(f"*{reading.lesson.question}*"),
        kit.actions(*answers),
        kit.context(_("One tap and you are done. Your answer stays between you and me.")),
    ]


def _text(lesson: Lesson) -> list[Json]:
    return [
        kit.header(lesson.title),
        kit.context(_minutes(lesson)),
        kit.section(lesson.body),
        kit.section(f":seedling: *{_('One thing to try')}*\n{lesson.try_this}"),
    ]


def _done(reading: Reading) -> list[Json]:
    thanks = _("You answered “{answer}”. Thank you.").format(answer=reading.answer)
    blocks = [kit.section(thanks), kit.section(_progress(reading.done, reading.total))]
    if reading.answer == reading.lesson.help_answer:
        button = kit.button(_("Talk to an admin"), Action.WORD, reading.lesson.id)
        blocks.append(kit.section(_("An admin can talk it through with you, in confidence."), button))
    return blocks


def _offers_word(block: Json) -> bool:
    return bool(block.get("accessory", {}).get("action_id") == Action.WORD)


def _asked() -> Json:
    return kit.section(_("A program admin will write to you. They know only that you ask for a word."))


def _minutes(lesson: Lesson) -> str:
    return counted("{n} minute", "{n} minutes", lesson.minutes)


def _progress(done: int, total: int) -> str:
    bar = "▰" * done + "▱" * (total - done)
    return bar + "  " + _("{done} of {total} lessons done").format(done=done, total=total)
