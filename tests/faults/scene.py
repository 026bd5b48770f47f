"""A scene: the workspace, a database, and bots on it, each a process of its own."""

from __future__ import annotations

import asyncio
import inspect
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, create_engine, text

from bot.clock import SystemClock
from storage import migrations
from storage.database import connect
from storage.store import Store
from tests.databases import PostgreSQL
from tests.faults import company
from tests.faults.processes import Bot, Slack, environment

RUN = ("bot", "run")
PATIENCE = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of database: its name, how many bots it carries, and its server if it has one."""

    database: str
    processes: int
    server: PostgreSQL | None = None
    shared: Scene | None = None  # where tests share one

    @property
    def alone(self) -> Place:
        """The same without a shared scene."""
        return replace(self, shared=None)

    def new(self, folder: Path) -> str:
        """Return the address of a database with nothing in it."""
        return self.server.empty() if self.server else f"sqlite:///{folder}/flipside.db"


@dataclass(slots=True)
class Scene:
    """What a fault test plays with."""

    place: Place
    slack: Slack
    url: str
    store: Store
    reader: Engine  # takes no lock, unlike the store's
    bots: list[Bot]
    folder: Path
    chance: Random
    cast: int = 0  # so many people have a part already

    async def people(self, count: int) -> list[str]:
        """Let so many more people become members of the program; return their ids."""
        ids = [f"U{number:06}" for number in range(self.cast, self.cast + count)]
        self.cast += count
        await self.store.run(company.enroll, ids)
        return ids

    async def start(self, count: int | None = None) -> None:
        """Start so many of the bots (all), where they are not yet, and wait until they serve."""
        bots = self.bots[:count]
        await asyncio.gather(*(bot.start() for bot in bots if not bot.is_alive))
        await self.until(lambda: all(bot.has_started for bot in bots), "bots that started")

    async def connections(self) -> int:
        """Return how many connections of the bots are open."""
        return int((await self.slack("record"))["connections"])

    async def start_quietly(self, bot: Bot) -> None:
        """Start a bot that logs no everyday business, and wait for its first connection."""
        before = await self.connections()
        await bot.start()
        await self.until(lambda: self._has_more(before), "another connection")

    async def _has_more(self, connections: int) -> bool:
        return await self.connections() > connections

    async def owe(self, people: list[str], wave: int) -> None:
        """Owe a welcome to each; whoever runs alone on SQLite looks up at what its own people do."""
        await self.store.run(company.owe, people, wave)
        if self.place.server is None and self.bots[0].has_started:
            await self.slack("thank", user=people[0], to=people[1], text=f"For wave {wave}.")

    async def until(self, holds: Callable[[], Any], what: str, patience: float = PATIENCE) -> float:
        """Wait for something; return how many seconds that took. TimeoutError in vain."""
        began = time.monotonic()
        while True:
            answer = holds()
            if await answer if inspect.isawaitable(answer) else answer:
                return time.monotonic() - began
            if time.monotonic() > began + patience:
                raise TimeoutError(f"waited in vain for {what}\n{self.last_words()}")
            await asyncio.sleep(0.1)

    async def read(self, query: str, **values: Any) -> list[Any]:
        """Read beside the store, in nobody's way."""

        def fetch() -> list[Any]:
            with self.reader.connect() as connection:
                return list(connection.execute(text(query), values))

        return await asyncio.to_thread(fetch)

    def last_words(self) -> str:
        """Return what the bots have logged lately that is not everyday business."""
        return "".join(
            line
            for bot in self.bots
            for line in [one for one in bot.lines if '"level": "info"' not in one][-8:]
        )

    def sender(self) -> Bot:
        """Return who sends, as far as can be told; anybody alive where it cannot."""
        alive = [bot for bot in self.bots if bot.is_alive]
        return next((bot for bot in alive if bot.sends), self.chance.choice(alive))

    @property
    def log(self) -> str:
        return "".join(line for bot in self.bots for line in bot.lines)


@asynccontextmanager
async def scene(
    place: Place,
    people: int,
    *,
    processes: int | None = None,
    per_minute: int = 12_000,
    entry: tuple[str, ...] = RUN,
    level: str = "INFO",
    seed: int = 1,
) -> AsyncIterator[Scene]:
    """Set a scene with so many people; nothing is started but the workspace. A shared one is as it is."""
    if place.shared:
        yield place.shared
        return
    with tempfile.TemporaryDirectory(prefix="flipside-faults-") as name:
        folder = Path(name)
        async with Slack(people) as slack:
            url = place.new(folder)
            store = Store(connect(url), SystemClock())
            migrations.upgrade(store.engine)
            reader = _reader(url)
            settings = environment(slack, url, per_minute, level)
            count = place.processes if processes is None else processes
            bots = [Bot(settings, folder, entry) for _ in range(count)]
            try:
                yield Scene(place, slack, url, store, reader, bots, folder, Random(seed))
            finally:
                await asyncio.gather(*(bot.kill() for bot in bots if bot.is_alive))
                reader.dispose()
                store.close()


def _reader(url: str) -> Engine:
    known = connect(url).url
    is_file = known.get_backend_name() == "sqlite"
    return create_engine(known, **({} if is_file else {"isolation_level": "AUTOCOMMIT"}))
