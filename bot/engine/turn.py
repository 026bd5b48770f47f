"""Whose turn it is to send.

The lock is one of the server's own, held by a connection: when a process dies in whatever way, its connection
ends and the next one has the lock within milliseconds. A job's lock would wait until the process is missed.
Who sends is woken by the server when any process has committed something that it owes.
"""

from __future__ import annotations

import asyncio

import psycopg
import structlog

from bot.engine.ticks import Job
from storage.store import OWED

log = structlog.get_logger()

LOCK = 727_374_723  # beside the one of storage.migrations


class Turn:
    """A place in the line of those who would send."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def take(self, delivery: Job, owed: asyncio.Event) -> None:
        """Wait for the turn and deliver; returns when the connection that holds the turn is lost."""
        try:
            async with await self._line() as connection:
                await connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
                log.info("engine.sends")
                await connection.execute(f"LISTEN {OWED}")
                await _while_listening(connection, delivery, owed)
        except psycopg.Error as lost:
            log.warning("engine.lost_turn", problem=str(lost))

    async def _line(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        return await psycopg.AsyncConnection.connect(
            self._address,
            autocommit=True,
            application_name="flipside sender",
            connect_timeout=2,
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
        )


async def _while_listening(
    connection: psycopg.AsyncConnection[tuple[object, ...]], delivery: Job, owed: asyncio.Event
) -> None:
    """Deliver as long as the connection lives; raises what breaks the delivery down."""
    listening = asyncio.create_task(_listen(connection, owed), name="turn")
    delivering = asyncio.ensure_future(delivery())
    try:
        await asyncio.wait({listening, delivering}, return_when=asyncio.FIRST_COMPLETED)
        if delivering.done():
            delivering.result()
        listening.result()
    finally:
        listening.cancel()
        delivering.cancel()
        await asyncio.gather(listening, delivering, return_exceptions=True)


async def _listen(connection: psycopg.AsyncConnection[tuple[object, ...]], owed: asyncio.Event) -> None:
    async for _ in connection.notifies():
        owed.set()
