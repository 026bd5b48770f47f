"""One simulated colleague: a person of the workspace with a temper and a chance of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.demo.company import Colleague
from bot.demo.workspace.person import Person
from bot.rules import quiet

Habit = Callable[["Life", str], Awaitable[None]]  # what they do, about what they were shown


@dataclass(order=True, slots=True)
class Plan:
    """Something that somebody means to do: when, and which habit."""

    at: datetime
    number: int
    habit: Habit = field(compare=False)
    about: str = field(compare=False, default="")


class Life:
    """A colleague's days. Their chance depends on nobody else, so that the same seed tells the same story."""

    def __init__(self, colleague: Colleague, person: Person, seed: int) -> None:
        self.colleague = colleague
        self.person = person
        self.chance = Random(f"{seed}:{colleague.id}")
        self.plans: list[Plan] = []
        self.has_joined = False
        self.has_left = False
        self.partners: list[str] = []
        self.acquaintances: list[str] = []  # whom a quick question has brought near
        self.started_at: datetime | None = None
        self._number = 0
        self._is_visited = False

    def means_to(
        self, habit: Habit, now: datetime, about: str = "", *, after: timedelta | None = None
    ) -> None:
        """Plan to do something: soon if eager, within days if not, in working hours."""
        if self._is_visited:
            return
        wait = after if after is not None else self.patience()
        self._number += 1
        self.plans.append(Plan(quiet.next_moment(now + wait, [self.hours]), self._number, habit, about))
        self.plans.sort()

    def leave_to_visitor(self) -> None:
        """Mean to do nothing any more: the demo's visitor acts as this person."""
        self._is_visited = True
        self.plans.clear()

    def patience(self) -> timedelta:
        """Return how long they let a message lie."""
        slow = 1.0 - self.colleague.temper.eager
        return timedelta(hours=0.2 + self.chance.expovariate(1.0) * (2 + 30 * slow))

    @property
    def hours(self) -> quiet.Hours:
        """When they work."""
        return quiet.Hours(self.colleague.tz, self.colleague.work_start, self.colleague.work_end)

    def growth(self) -> float:
        """Return how much of what a whole program adds has been added by now, from 0 to 1."""
        if self.started_at is None:
            return 0.0
        return min(1.0, (self.person.workspace.clock.now() - self.started_at) / timedelta(weeks=20))

    def ready(self, now: datetime) -> list[Plan]:
        """Take the plans whose time has come."""
        due = [plan for plan in self.plans if plan.at <= now]
        self.plans = self.plans[len(due) :]
        return due

    def happens(self, probability: float) -> bool:
        """Throw their dice."""
        return self.chance.random() < probability

    async def tries(self, *labels: str, near: str | None = None) -> bool:
        """Click the first of these labels that is still to be seen; messages change while they lie.

        A modal that has none of them, such as a refusal of yesterday, has been read and is closed first.
        """
        while (modal := self.person.modal) and not set(labels) & set(modal.labels):
            await self.person.closes()
        for label in labels:
            try:
                await self.person.clicks(label, near=near)
            except LookupError:
                continue
            return True
        return False
