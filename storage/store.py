"""Runs flows in transactions. Everything that changes the program's state enters here."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Engine, event
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session, SQLModel

from storage.transactions import Transactions
from storage.work import Work
from storage.writers import writers

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

    A flow may have to run again (see `Transactions`): it must not change anything but its work.
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
        self._writers = writers(engine, Transactions(self._sessions))

    async def run(self, flow: Flow[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``flow(work, ...)`` in one transaction and return its answer; any exception rolls back.

        Raises OutOfReach within three seconds where the database cannot be used.
        """
        waiting = self._writers.submit(lambda session: self._once(session, flow, *args, **kwargs))
        answer, owes = await asyncio.wrap_future(waiting)
        if owes:
            self.owed.set()
        return answer

    def run_now(self, flow: Flow[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a flow from synchronous code, such as the command line."""
        return self._writers.submit(lambda session: self._once(session, flow, *args, **kwargs)).result()[0]

    def close(self) -> None:
        """Wait for the running flow and let go of the database; what is still in line does not begin."""
        self._writers.close()
        self.engine.dispose()

    def _once(self, session: Session, flow: Flow[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[T, bool]:
        work = Work(session, self.clock.now(), self._new_id)
        answer = flow(work, *args, **kwargs)
        if work.owes and self.engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql(f"NOTIFY {OWED}")  # heard once this is committed
        return answer, work.owes


def _keep(session: Session, row: SQLModel) -> None:
    """Hold on to a row for as long as its transaction lasts, so that getting it again costs no query."""
    session.info.setdefault("kept", []).append(row)
