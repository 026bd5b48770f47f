"""Runs flows in transactions. Everything that changes the program's state enters here."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel

from storage.database import CONNECTIONS
from storage.transactions import Transactions
from storage.work import Work

P = ParamSpec("P")
T = TypeVar("T")
Flow = Callable[Concatenate[Work, P], T]
OWED = "flipside_owed"  # the channel on which PostgreSQL tells the other processes


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime: ...  # noqa: D102  the class says it


def random_id() -> str:
    """Return 16 random hex digits."""
    return secrets.token_hex(8)


class Store:
    """Runs a flow in one transaction.

    SQLite has one writer, so one thread runs all flows in turn; a server database gets a thread a connection,
    and a flow that met another one there runs again: it must not change anything but its work.
    ``owed`` is set after a commit that left something in the outbox; other processes are told so, too.
    """

    def __init__(self, engine: Engine, clock: Clock, new_id: Callable[[], str] = random_id) -> None:
        self.engine = engine
        self.clock = clock
        self.owed = asyncio.Event()
        self._new_id = new_id
        self._sessions = sessionmaker(engine, class_=Session, expire_on_commit=False)
        for change in ("loaded_as_persistent", "pending_to_persistent"):
            event.listen(self._sessions, change, _keep)
        self._transactions = Transactions(self._sessions)
        threads = 1 if engine.dialect.name == "sqlite" else CONNECTIONS
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="store")

    async def run(self, flow: Flow[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``flow(work, ...)`` in one transaction and return its answer; any exception rolls back.

        Raises OutOfReach within three seconds where the database cannot be used.
        """
        loop = asyncio.get_running_loop()
        context = copy_context()  # what the flow owes and logs has the same cause
        work = partial(self._run, flow, *args, **kwargs)
        answer, owes = await loop.run_in_executor(self._threads, context.run, work)
        if owes:
            self.owed.set()
        return answer

    def run_now(self, flow: Flow[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a flow from synchronous code, such as the command line."""
        return self._threads.submit(partial(self._run, flow, *args, **kwargs)).result()[0]

    def close(self) -> None:
        """Wait for the running flow and let go of the database; what is still in line does not begin."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()

    def _run(self, flow: Flow[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, bool]:
        def once(session: Session) -> tuple[T, bool]:
            work = Work(session, self.clock.now(), self._new_id)
            answer = flow(work, *args, **kwargs)
            if work.owes and self.engine.dialect.name == "postgresql":
                session.connection().exec_driver_sql(f"NOTIFY {OWED}")  # heard once this is committed
            return answer, work.owes

        return self._transactions.run(once)


def _keep(session: Session, row: SQLModel) -> None:
    """Hold on to a row for as long as its transaction lasts, so that getting it again costs no query."""
    session.info.setdefault("kept", []).append(row)
