"""Where transactions run: in threads, as many as there are writers, in memory in none."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from time import monotonic
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Engine, StaticPool
from sqlmodel import Session

from storage.database import CONNECTIONS
from storage.transactions import Transactions

T = TypeVar("T")

MOMENT = 0.01  # seconds after which nobody else joins a commit


class Writers(Protocol):
    """Runs what needs a session, and has it committed before its future has the answer."""

    def submit(self, once: Callable[[Session], T]) -> Future[T]:
        """Let it run in its turn; what it owes and logs has the cause of whoever asks."""

    def close(self) -> None:
        """Wait for what is under way; what is still in line does not begin."""


def writers(engine: Engine, transactions: Transactions) -> Writers:
    """Return what suits a database."""
    if isinstance(engine.pool, StaticPool):
        return AtOnce(transactions)
    return Threads(transactions, 1 if engine.dialect.name == "sqlite" else CONNECTIONS)


class AtOnce:
    """No thread, for SQLite in memory: threads cost more than a commit there. Ask it from one only."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def submit(self, once: Callable[[Session], T]) -> Future[T]:
        """Run it."""
        done = Future[T]()
        try:
            done.set_result(self._transactions.run(once))
        except Exception as failure:  # noqa: BLE001  raised where it was asked for
            done.set_exception(failure)
        return done

    def close(self) -> None:
        """Nothing is under way."""


class _Waiting(NamedTuple):
    once: Callable[[Session], Any]
    context: Context
    done: Future[Any]

    def run(self, session: Session) -> Any:
        return self.context.run(self.once, session)


class Threads:
    """One thread for SQLite, one a connection for a server database.

    Where more wait than there are threads, some share a commit, which is the dearest part.
    """

    def __init__(self, transactions: Transactions, count: int) -> None:
        self._transactions = transactions
        self._line: deque[_Waiting] = deque()
        self._count = count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="store")

    def submit(self, once: Callable[[Session], T]) -> Future[T]:
        """Let it run after those who wait already."""
        waiting = _Waiting(once, copy_context(), Future())
        self._line.append(waiting)
        self._threads.submit(self._serve)
        return waiting.done

    def close(self) -> None:
        """Wait for what is under way; what is still in line does not begin."""
        while waiting := self._first():
            waiting.done.cancel()
        self._threads.shutdown(wait=True)

    def _serve(self) -> None:
        """Serve the first in line, and others who wait with it; perhaps nobody is left."""
        served: list[_Waiting] = []
        group = (waiting.run for waiting in self._next(served))
        first = next(group, None)
        if first is None:
            return
        if len(self._line) >= self._count:
            answers = self._transactions.run_together(first, group)
        else:
            answers = [self._transactions.outcome(first)]
        for waiting, answer in zip(served, answers, strict=True):
            if isinstance(answer, Exception):
                waiting.done.set_exception(answer)
            else:
                waiting.done.set_result(answer)

    def _next(self, served: list[_Waiting]) -> Iterator[_Waiting]:
        """Yield who is in line, for a moment, and note who was served; who has gone away is passed over."""
        end = monotonic() + MOMENT
        while (not served or monotonic() < end) and (waiting := self._first()):
            if waiting.done.set_running_or_notify_cancel():
                served.append(waiting)
                yield waiting

    def _first(self) -> _Waiting | None:
        try:
            return self._line.popleft()
        except IndexError:  # another thread was there
            return None
