"""The story as the page tells it: the visitor takes the next step, or lets days pass."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from bot.demo.company import Company
from bot.demo.lives.story import Chapter, Story
from bot.demo.page import NextStep, StoryPanel
from bot.demo.tally import Numbers, tally

log = structlog.get_logger()

STEP = timedelta(hours=2)
DAY = timedelta(days=1)

# What days may bring: a number of the tally, and its name for one and for many.
NEWS = (
    ("joined", "person joined", "people joined"),
    ("sessions_held", "session held", "sessions held"),
    ("check_ins_answered", "check-in answered", "check-ins answered"),
    ("thanks", "thank-you", "thank-yous"),
    ("certificates", "certificate", "certificates"),
)


class Tale:
    """A story that waits for its visitor. Time stands still until the visitor moves it."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._waiting = deque(story.chapters())
        self._told = [(self._now(), _opening(story.company))]
        self._listeners: list[Callable[[], None]] = []
        self._is_busy = False

    def told(self) -> StoryPanel:
        """Return what happened so far, and the step on offer."""
        return StoryPanel(self._now(), tuple(self._told), self._next(), self._is_busy)

    async def take_next_step(self) -> None:
        """Let days pass until the next chapter is due, and let the admin do their part of it."""
        if not self._waiting:
            return
        async with self._at_work():
            chapter = self._waiting.popleft()
            await self._wait(self._due(chapter) - self._now())
            await self._perform(chapter)
            await self._live(STEP)

    async def move(self, days: int) -> None:
        """Live some days."""
        async with self._at_work():
            await self._wait(days * DAY)

    def visited(self, person_id: str) -> None:
        """Leave somebody's life to the visitor, who has acted as them."""
        if life := self._story.crowd.lives.get(person_id):
            life.leave_to_visitor()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener whenever the panel changes, until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def _perform(self, chapter: Chapter) -> None:
        """Do the admin's part; the visitor may have been quicker."""
        try:
            await chapter.act()
        except (LookupError, RuntimeError) as problem:
            log.info("demo.not_as_planned", chapter=chapter.title, problem=str(problem))
        self._told.append((self._now(), chapter.title))

    async def _wait(self, span: timedelta) -> None:
        """Live some days, and tell what they brought."""
        before = await self._count()
        await self._live(span)
        if news := _news(before, await self._count()):
            self._told.append((self._now(), news))

    async def _count(self) -> Numbers:
        return await self._story.stage.flipside.store.run(tally)

    async def _live(self, span: timedelta) -> None:
        end = self._now() + span
        while self._now() < end:
            await self._story.live(min(STEP, end - self._now()))
            self._tell()

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[None]:
        self._is_busy = True
        self._tell()
        try:
            yield
        finally:
            self._is_busy = False
            self._tell()

    def _next(self) -> NextStep | None:
        if not self._waiting:
            return None
        chapter = self._waiting[0]
        wait = max(0, -((self._now() - self._due(chapter)) // DAY))
        when = "" if not wait else " (tomorrow)" if wait == 1 else f" (in {wait} days)"
        return NextStep(chapter.title + when, chapter.label, self._story.host.person.id, "home")

    def _due(self, chapter: Chapter) -> datetime:
        return self._story.start + chapter.day * DAY

    def _now(self) -> datetime:
        return self._story.stage.clock.now()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _news(before: Numbers, now: Numbers) -> str:
    """Return what is new since, such as "6 sessions held, 1 thank-you"."""
    fresh = [(now[name] - before[name], one, many) for name, one, many in NEWS]
    return ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in fresh if n > 0)


def _opening(company: Company) -> str:
    admin = company.admin
    return f"{admin.real_name}, {admin.title}, would like to start a reverse-mentoring program"
