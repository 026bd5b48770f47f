"""When a pair is asked how it is, what counts as trouble, and when to stop asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.rules.refusals import Mistakes, Refusal

SETTLING_IN = timedelta(days=10)  # a new pair is left alone
SILENCES = 2  # check-ins without an answer, one after the other
BREAK = timedelta(days=30)  # what "ask me later" means
LONGEST_NOTE = 1000  # characters
NOTHING = "nothing"  # the obstacle that is none


class Mood(StrEnum):
    """How it is going."""

    GREAT = "great"
    OKAY = "okay"
    HARD = "hard"


class Wish(StrEnum):
    """What somebody silent would like: to be asked as before, later, or no more."""

    STAY = "stay"
    LATER = "later"
    STOP = "stop"


class NobodyToAsk(Refusal):
    """No other program admin is there to ask. Somebody you trust may help; a new match or a pause can too."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a pair is asked (in days), since when it exists, and when it was asked last."""

    pair: str
    days: int
    started_on: date
    asked_on: date | None = None

    @property
    def due_on(self) -> date:
        """The day from which on the pair is to be asked."""
        rhythm = timedelta(days=self.days)
        return self.asked_on + rhythm if self.asked_on else self.started_on + max(rhythm, SETTLING_IN)


def due(rhythms: Iterable[Rhythm], today: date) -> list[str]:
    """Return the ids of the pairs to ask today, longest waiting first."""
    ready = (rhythm for rhythm in rhythms if rhythm.due_on <= today)
    return [rhythm.pair for rhythm in sorted(ready, key=lambda rhythm: (rhythm.due_on, rhythm.pair))]


def is_silent(answers: Sequence[bool]) -> bool:
    """Tell whether the newest two check-ins that somebody heard went without an answer; oldest first."""
    return len(answers) >= SILENCES and not any(answers[-SILENCES:])


def is_trouble(mood: str | None, obstacle: str | None) -> bool:
    """Tell whether to offer help."""
    return mood == Mood.HARD or obstacle not in (None, NOTHING)


def check_note(text: str, *, shared: bool) -> None:
    """Refuse a note that is too long, or that is to be shared and empty; raises Mistakes."""
    if len(text) > LONGEST_NOTE:
        raise Mistakes({"note": f"Keep it under {LONGEST_NOTE} characters; you wrote {len(text)}."})
    if shared and not text:
        raise Mistakes({"note": "Write what the admins should know, or leave the box below unticked."})
