"""The embedded workspace with the bot in it, on a clock that moves: for tests, demo and rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from bot.app import Flipside
from bot.clock import MovingClock
from bot.demo.workspace import User, Workspace
from bot.demo.workspace.person import Person
from bot.settings import Settings

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
MONDAY_MORNING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Stage:
    """A workspace, a bot connected to it over Socket Mode, and the clock of both.

    Nothing moves by itself: ``settle`` lets the bot finish and send what may leave now, ``live`` moves time.
    """

    def __init__(
        self,
        users: Iterable[User],
        *,
        start: datetime = MONDAY_MORNING,
        admins: Iterable[str] = (),
        seed: int = 1,
        database_url: str = "sqlite://",
        port: int = 0,
        messages_per_minute: int = 0,
    ) -> None:
        self.clock = MovingClock(start)
        self.workspace = Workspace(list(users), manifest=MANIFEST, clock=self.clock, seed=seed)
        self._admins, self._database_url, self._port = tuple(admins), database_url, port
        self._messages_per_minute = messages_per_minute
        self._new_id = _ids(seed)  # one for all its starts, so that no id comes twice

    async def __aenter__(self) -> Self:
        await self.workspace.start(port=self._port)
        self.workspace.after_each = self._after
        await self._begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.flipside.stop()
        await self.workspace.stop()

    def person(self, user_id: str) -> Person:
        """Return somebody who can speak, click and look."""
        return self.workspace.person(user_id)

    async def settle(self) -> None:
        """Let the bot finish what it is at, and send what may leave now."""
        await self.flipside.settle()

    async def restart(self) -> None:
        """Stop the bot and start it anew on the same database, as an operator does."""
        await self.flipside.stop()
        await self._begin()

    async def live(self, span: timedelta, step: timedelta = timedelta(hours=1)) -> None:
        """Let time pass, ticking and sending on the way."""
        end = self.clock.now() + span
        while self.clock.now() < end:
            before = self.clock.now()
            self.clock.move_to(min(end, before + step))
            await self.flipside.engine.tick()
            if self.clock.now().date() > before.date():
                await self.flipside.inbox.sweep()
            await self.flipside.delivery.catch_up()

    async def _begin(self) -> None:
        self.flipside = Flipside(self._settings(), self.clock, self._new_id)
        await self.flipside.prepare()
        await self.flipside.connect()
        await self.flipside.inbox.sweep(everybodys=True)

    async def _after(self, interaction: str) -> None:
        await self.flipside.running.idle(interaction)
        await self.flipside.delivery.catch_up()

    def _settings(self) -> Settings:
        return Settings(
            bot_token=self.workspace.bot_token,
            app_token=self.workspace.app_token,
            signing_secret=self.workspace.signing_secret,
            api_url=self.workspace.url,
            database_url=self._database_url,
            admins=self._admins,
            messages_per_minute=self._messages_per_minute,
        )


def _ids(seed: int) -> Callable[[], str]:
    chance = Random(seed)
    return lambda: f"{chance.getrandbits(64):016x}"
