"""What people do about what they are shown. A message is known by a label on it, as people know it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot import content
from bot.demo.lives import forms
from bot.demo.lives.life import Life

SHOWN_MOMENT = re.compile(r"<!date\^(\d+)\^")
HELD_AFTER = timedelta(hours=1, minutes=15)


async def join(life: Life, _text: str) -> None:
    """Fill both steps of the form, from the button of the invitation or by the command."""
    if life.has_joined:
        return
    if not await life.tries("Join"):
        await life.person.says("/flipside join")
    if life.person.modal is None:
        return  # too late: the program has ended
    await forms.join(life)
    life.has_joined = True


async def answer_survey(life: Life, label: str) -> None:
    """Answer every statement as one feels."""
    if await life.tries(label):
        await forms.survey(life)


async def read_lesson(life: Life, text: str) -> None:
    """Tap one of the three answers."""
    lesson = next((one for one in content.lessons().values() if one.title in text), None)
    if lesson:
        await life.tries(life.chance.choice(lesson.answers))


async def check_in(life: Life, _text: str) -> None:
    """Answer three questions; once in a while something is in the way."""
    met = life.happens(0.3 + 0.6 * life.colleague.temper.reliable)
    if not await life.tries("Yes, we met" if met else "Not this time"):
        return
    mood = life.chance.choices(("Great", "Okay", "Hard"), weights=(60, 32, 8))[0]
    await life.tries(mood)
    obstacles = [tip.label for tip in content.tips().values()]
    await life.tries(life.chance.choice(obstacles) if mood == "Hard" or life.happens(0.1) else "Nothing")
    if mood == "Hard" and life.happens(0.5):
        await life.tries("Talk to an admin")


async def wish_after_silence(life: Life, _text: str) -> None:
    """Say what one would like instead of silence."""
    await life.tries(life.chance.choice(("Keep asking me", "Ask me in a month", "Stop asking")))


async def choose_slot(life: Life, _text: str) -> None:
    """Take the first time that is offered."""
    await life.tries("Choose")


async def meet(life: Life, _text: str) -> None:
    """Say that the session took place, and perhaps thank the partner."""
    if await life.tries("We met") and life.happens(life.colleague.temper.thanks):
        await thank(life, "")


async def call_off(life: Life, _text: str) -> None:
    """Cancel what was planned."""
    await life.tries("Cancel session", "Cancel")


async def thank(life: Life, _text: str) -> None:
    """Thank a partner in a sentence."""
    if life.partners:
        partner = life.chance.choice(life.partners)
        await life.person.says(f"/flipside thanks <@{partner}> {life.chance.choice(forms.THANKS)}")


async def thank_back(life: Life, _text: str) -> None:
    """Answer a thank-you."""
    if await life.tries("Thank them back"):
        await life.person.fills({"For what?": life.chance.choice(forms.THANKS)})
        await life.person.submits()


async def agree_to_shout_out(life: Life, _text: str) -> None:
    """Decide whether a shout-out may be posted."""
    await life.tries("Post it" if life.colleague.temper.public else "Only privately")


async def take_a_break(life: Life, _text: str) -> None:
    """Pause for three weeks."""
    await life.person.says("/flipside pause")
    await forms.pause(life)


async def leave(life: Life, _text: str) -> None:
    """Withdraw, without a reason."""
    await life.person.says("/flipside leave")
    await life.tries("Leave")
    life.has_left = True


async def ask_quickly(life: Life, _text: str) -> None:
    """Ask the pool for a quarter of an hour, until there is a partner."""
    skill = content.skills()[min(life.colleague.wants or life.colleague.offers)].label
    question = f"How do I begin with this: {skill}?"
    await life.person.says(f"/flipside ask {question}")
    await forms.quick_question(life, question, skill)


async def take_question(life: Life, _text: str) -> None:
    """Take somebody's quick question."""
    await life.tries("I can take it")


async def say_it_helped(life: Life, _text: str) -> None:
    """Say that the quarter of an hour was worth it."""
    await life.tries("It helped")


async def like_the_look(life: Life, _text: str) -> None:
    """Say of a proposed partner that they sound good."""
    await life.tries("Sounds good")


async def set_a_goal(life: Life, _text: str) -> None:
    """Write down what the pair would like to reach."""
    await life.person.opens_home()
    if await life.tries("Add a goal"):
        await forms.goal(life)


def moment_in(text: str) -> datetime | None:
    """Return the first moment that a message's markup shows."""
    found = SHOWN_MOMENT.search(text)
    return datetime.fromtimestamp(int(found[1]), UTC) if found else None
