"""Says acks by whatever connection is open, or by the next one: Slack knows an ack by its id alone."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import structlog

from bot.sockets.link import Json, Link

log = structlog.get_logger()

IN_TIME = 3.0  # seconds from an envelope to its ack


class Acks:
    """The acks of one process; ``told`` hears how many seconds each took."""

    def __init__(self, told: Callable[[float], None]) -> None:
        self._told = told
        self._waiting: list[tuple[float, Json]] = []  # each with its envelope's moment

    @property
    def are_waiting(self) -> bool:
        """Whether some found no open connection."""
        return bool(self._waiting)

    async def say(self, came_at: float, ack: Json, *links: Link) -> None:
        """Say an ack by the first of these connections that is open; without one, it waits for the next."""
        for link in links:
            if link.is_open and await link.say(ack):
                self._told(perf_counter() - came_at)
                return
        self._waiting.append((came_at, ack))

    async def catch_up(self, link: Link) -> None:
        """Say what waited for this connection, unless Slack has given it up meanwhile."""
        waiting, self._waiting = self._waiting, []
        for came_at, ack in waiting:
            if perf_counter() - came_at > IN_TIME:
                log.warning("socket.unacked")
            else:
                await self.say(came_at, ack, link)

    def give_up(self) -> None:
        """Tell that what still waits stays unsaid."""
        for _ in self._waiting:
            log.warning("socket.unacked")
        self._waiting.clear()
