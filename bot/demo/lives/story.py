"""The story of a program, chapter by chapter; demo and rehearsal tell the same one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot import content
from bot.demo.company import Company
from bot.demo.lives.crowd import Crowd
from bot.demo.lives.host import Host
from bot.demo.stage import Stage

LEAD = timedelta(days=14)  # from the first day of the story to the first day of the program
SHORTEST = 10  # weeks

REASONS = (
    "{people} took the time to explain, twice, without a sigh.",
    "{people} tried something new in front of the whole team.",
    "{people} turned a hard question into a good conversation.",
    "{people} kept every date this season.",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that the admin does on a day of the story, counted from its first."""

    day: int
    title: str
    label: str
    act: Callable[[], Awaitable[None]]


class Story:
    """A program in a company, from the people file to the last certificate."""

    def __init__(self, stage: Stage, company: Company, *, weeks: int, seed: int) -> None:
        self.stage, self.company, self.weeks = stage, company, weeks
        self.crowd = Crowd(stage, company, weeks=weeks, seed=seed)
        self.host = Host(stage, company)
        self.start = stage.clock.now()
        self._chance = Random(f"story:{seed}")
        self._praised: list[str] = []

    def chapters(self) -> list[Chapter]:
        """Return all chapters in their order."""
        opening = [
            Chapter(0, "The people file tells who works with whom", "Import people", self.host.import_people),
            Chapter(0, "The program has a purpose and objectives", "Set up the program", self._set_up),
            Chapter(
                0, "Everybody is invited, nobody is enrolled", "Invite everybody", self.host.open_and_invite
            ),
            Chapter(10, "A draft of the best pairs", "Propose pairs", self.host.propose),
            Chapter(10, "The pairs are introduced", "Publish the pairs", self.host.publish),
        ]
        changes = [
            Chapter(17, "Somebody who waits has a quick question", "Let them ask", self._ask),
            Chapter(38, "One pair comes into one line of managers", "Import people again", self._reorganize),
        ]
        middle = [
            Chapter(day, "Somebody is praised, if they like", "Give a shout-out", self._praise)
            for day in self._praise_days()
        ]
        second = [
            Chapter(70, "A second round for those who wait", "Propose pairs again", self.host.propose),
            Chapter(70, "Both may look first, in silence", "Let both look first", self.host.let_them_look),
        ]
        return sorted(
            [*opening, *changes, *middle, *(second if self.weeks > 14 else [])], key=lambda one: one.day
        )

    async def live(self, span: timedelta) -> None:
        """Let everybody do what they mean to do by now, and then let time pass."""
        while await self.crowd.act():
            await self.stage.settle()
        await self.stage.live(span, span)

    def _praise_days(self) -> list[int]:
        last = (self.weeks - 3) * 7
        return [day for day in (45 + 28 * number for number in range(100)) if day < last]

    async def _set_up(self) -> None:
        await self.host.set_up((self.start + LEAD).date(), self.weeks - 3)

    async def _ask(self) -> None:
        self.crowd.let_somebody_ask()

    async def _reorganize(self) -> None:
        if pair := self.crowd.pair_to_part():
            await self.host.reorganize(*pair)

    async def _praise(self) -> None:
        paired = [life for life in self.crowd.lives.values() if life.partners and not life.has_left]
        fresh = [life for life in paired if life.person.id not in self._praised]
        if fresh:
            chosen = self._chance.choice(sorted(fresh, key=lambda life: life.person.id))
            self._praised.append(chosen.person.id)
            value = self._chance.choice(
                [f"{value.emoji} {value.label}" for value in content.values().values()]
            )
            await self.host.praise(chosen.person.id, self._chance.choice(REASONS), value)


def numbered(chapters: list[Chapter]) -> dict[int, list[Chapter]]:
    """Return the chapters by day."""
    by_day: dict[int, list[Chapter]] = {}
    for chapter in chapters:
        by_day.setdefault(chapter.day, []).append(chapter)
    return by_day
