"""How the simulated colleagues fill forms: by the labels they see, out of who they are."""

from __future__ import annotations

from datetime import timedelta

from bot import content
from bot.demo.lives.life import Life
from bot.rules.people import MOST_SKILLS

ROLES = {
    "mentor": "Mentor: I share what I know with a senior colleague",
    "mentee": "Mentee: I learn from a junior colleague",
    "both": "Both",
}
FORMATS = {"either": "Either is fine", "video": "By video", "in_person": "In person"}
PARTNERS = ("", "One", "Two", "Three")

THANKS = (
    "You took the fear out of that tool for me.",
    "Your questions made me think twice, in the best way.",
    "I used what you showed me the very next day.",
    "You listened, and then you acted on it.",
    "Thank you for the honest feedback on my talk.",
)
GOALS = (
    "Draft the monthly report with an AI assistant",
    "Post one thoughtful update a week",
    "Run a meeting without slides",
    "Build a dashboard of our own",
)


class Refused(RuntimeError):
    """A form was refused that should have been accepted."""


async def join(life: Life) -> None:
    """Fill both steps."""
    who, person = life.colleague, life.person
    skills, interests = content.skills(), content.interests()
    wanted: dict[str, object] = {
        "I would like to be a": ROLES[who.role],
        "I can share": [skills[skill].label for skill in who.offers][:MOST_SKILLS],
        "I would like to learn": [skills[skill].label for skill in who.wants][:MOST_SKILLS],
        "What I enjoy": [interests[interest].label for interest in who.interests],
    }
    await person.fills(_shown(life, wanted))
    await submit(life)
    spoken = content.languages()
    named = ["You may name me in the program's channel"] if who.temper.public else []
    wanted = {
        "Languages I am comfortable in": [spoken[code].label for code in who.languages],
        "My work starts": f"{who.work_start:%H:%M}",
        "My work ends": f"{who.work_end:%H:%M}",
        "How I like to meet": FORMATS[who.format],
        "How many people would you mentor?": PARTNERS[who.capacity],
        "In public": named,
    }
    await person.fills(_shown(life, wanted))
    await submit(life)
    await close(life)


async def survey(life: Life) -> None:
    """Answer each page of a survey until it says thank you."""
    pages = 0
    while life.person.modal and life.person.modal.inputs and pages < 3:
        pages += 1
        await life.person.fills({label: _felt(life, label, pages) for label in life.person.modal.inputs})
        await submit(life)
    await close(life)


async def pause(life: Life) -> None:
    """Choose a day three weeks from now."""
    back = life.person.workspace.clock.now() + timedelta(weeks=3)
    await life.person.fills({"I am back on": f"{back:%Y-%m-%d}"})
    await submit(life)
    await close(life)


async def quick_question(life: Life, question: str, skill: str) -> None:
    """Ask, where the form opens: somebody on a break, or with a partner by now, reads why not."""
    modal = life.person.modal
    if modal and "My question" in modal.inputs:
        await life.person.fills({"My question": question, "It is about": skill})
        await submit(life)
    await close(life)


async def goal(life: Life) -> None:
    """Write a goal."""
    modal = life.person.modal
    if modal:
        await life.person.fills({next(iter(modal.inputs)): life.chance.choice(GOALS)})
        await submit(life)
        await close(life)


async def submit(life: Life) -> None:
    """Submit what is open; raises Refused with what the form complains of."""
    if errors := await life.person.submits():
        raise Refused(f"{life.colleague.real_name}: {errors}")


async def close(life: Life) -> None:
    """Close whatever is still open."""
    while life.person.modal:
        await life.person.closes()


def _shown(life: Life, wanted: dict[str, object]) -> dict[str, object]:
    """Return of what somebody would fill in what the open form asks."""
    modal = life.person.modal
    return {label: value for label, value in wanted.items() if modal and label in modal.inputs}


def _felt(life: Life, label: str, page: int) -> str:
    """Return an answer out of confidence, growth so far and the day's chance."""
    temper, scale = life.colleague.temper, content.scale()
    if label == content.recommend().question:
        return str(min(10, max(0, round(life.chance.gauss(8, 1.5)))))
    looks_back = page > 1
    level = temper.starts_at - 0.4 if looks_back else temper.starts_at + temper.grows * life.growth()
    return scale[min(5, max(1, round(life.chance.gauss(level, 0.5))))]
