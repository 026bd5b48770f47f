"""What the page asks of a story: what happened so far, what comes next, and to let time pass."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step on offer: what it is, its button, who takes it and where that can be watched.

    `place` is "home" or "app" (the app's tabs), a conversation's id, or "#name".
    """

    text: str
    label: str
    person_id: str
    place: str


@dataclass(frozen=True, slots=True)
class StoryPanel:
    """What the panel shows: the present moment (aware), what happened when (oldest first), what is next."""

    now: datetime
    chapters: tuple[tuple[datetime, str], ...] = ()
    next_step: NextStep | None = None
    busy: bool = False  # days are being lived, or a step is being taken


class Story(Protocol):
    """A story that the page tells and moves on."""

    def told(self) -> StoryPanel:
        """Return the panel as it is now."""
        ...

    async def take_next_step(self) -> None:
        """Take the step on offer; returns when it is done."""
        ...

    async def move(self, days: int) -> None:
        """Live this many days; returns when they are over, progress is heard by those who subscribed."""
        ...

    def visited(self, person_id: str) -> None:
        """Know that the visitor has acted as somebody: from now on, they are the visitor's to play."""
        ...

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener whenever the panel changed, until the returned function is called."""
        ...
