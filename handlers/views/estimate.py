"""How long a large send takes, in words."""

from __future__ import annotations

from datetime import timedelta

from bot.flows.estimate import Expected
from bot.words import _, counted
from handlers.views import kit
from handlers.views.kit import Json

HOUR, DAY = 60, 24 * 60  # minutes
SOONER = 0.75  # of the time, for it to be worth a word


def note(found: Expected) -> list[Json]:
    """Return how long it takes until everybody has it."""
    blocks = [kit.section(f":hourglass_flowing_sand: {_until_the_last(found)}")]
    return [*blocks, kit.context(_later(found.later))] if found.later else blocks


def about(span: timedelta) -> str:
    """Return a time as people say it, rather too long than too short."""
    minutes = -(-span // timedelta(minutes=1))
    if minutes < HOUR:
        return _("{n} min").format(n=max(5, _up(minutes, 5)))
    if minutes < DAY:
        hours, rest = divmod(_up(minutes, 10), HOUR)
        return (_("{n} h {rest} min") if rest else _("{n} h")).format(n=hours, rest=rest)
    days, rest = divmod(_up(minutes, HOUR), DAY)
    words = counted("{n} day", "{n} days", days)
    return words + (" " + _("{n} h").format(n=rest // HOUR) if rest else "")


def _until_the_last(found: Expected) -> str:
    if found.takes.last is None:
        return _("Until the last one has it: more than four weeks, as fast as Slack lets me.")
    words = _("Until the last one has it: about {time}; each person inside their own working hours.").format(
        time=about(found.takes.last)
    )
    if found.takes.most and found.takes.most < SOONER * found.takes.last:
        words += " " + _("Nine of ten have it after about {time}.").format(time=about(found.takes.most))
    return words


def _later(n: int) -> str:
    return counted(
        "{n} message comes later: somebody is away, or has heard from me often enough this week.",
        "{n} messages come later: people are away, or have heard from me often enough this week.",
        n,
    )


def _up(minutes: int, step: int) -> int:
    return -(-minutes // step) * step
