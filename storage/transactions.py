"""One transaction as often as it takes.

On PostgreSQL flows run at once, each as if it were alone: isolation is SERIALIZABLE, and a flow that met
another one is run anew (PostgreSQL's manual, 13.2.3 and 13.5). Whoever runs anew stands in line, one at a
time, and at last has the house to itself, so every flow comes to its end. The line is the table of the
revision: LOCK TABLE waits before a transaction sees anything. Migrations and restores take the same lock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import sessionmaker
from sqlmodel import Session

from storage import faults
from storage.faults import OutOfReach, Unsure

T = TypeVar("T")
Task = Callable[[Session], Any]

ALONE = "LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE"
AMONG_OTHERS = "LOCK TABLE alembic_version IN ACCESS SHARE MODE"
IN_LINE = "LOCK TABLE alembic_version IN SHARE UPDATE EXCLUSIVE MODE"
TRIES = (AMONG_OTHERS, IN_LINE, IN_LINE, ALONE)
# Serialization failure, deadlock, and a key that another transaction took in the same moment.
MET_ANOTHER = frozenset({"40001", "40P01", "23505"})
PAUSE = 0.5  # seconds in which nobody tries again what has just failed for everybody

log = structlog.get_logger()


class Transactions:
    """Runs what needs a session, until it is committed or cannot be."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._away: OutOfReach | None = None
        self._away_until = 0.0

    def run(self, once: Callable[[Session], T]) -> T:
        """Return what ``once`` returns after its transaction is committed.

        Raises OutOfReach, or Unsure where the database went away in the very moment of the commit.
        """
        if self._away and self._is_away():
            raise type(self._away)(self._away.problem)  # who waited in line waited long enough
        for lock in TRIES:
            try:
                return self._once(once, lock)
            except (DBAPIError, PoolTimeout) as error:
                if not _is_worth_another_try(error, lock):
                    raise self._translated(error) from error
        raise AssertionError  # the last try returns or raises

    def outcome(self, once: Callable[[Session], T]) -> T | Exception:
        """Return what ``run`` returns or raises."""
        try:
            return self.run(once)
        except Exception as failure:  # noqa: BLE001  raised where it was asked for
            return failure

    def run_together(self, first: Task, others: Iterable[Task]) -> list[Any]:
        """Run tasks in one transaction; return what each returns or raises.

        Where one of them raises, nothing is committed, and each is run by itself: that is rare, and a
        savepoint for each would cost more.
        """
        began: list[Task] = []
        if self._is_away():
            return [self.outcome(first)]
        try:
            with self._sessions.kw["bind"].connect() as connection, connection.begin() as transaction:
                _stand(connection, AMONG_OTHERS)
                answers = [self._within(connection, task, began) for task in chain([first], others)]
                _commit(transaction)
                return answers
        except Unsure as unsure:
            return [unsure for _ in began]
        except Exception as error:  # noqa: BLE001  raised where it was asked for
            if began or _is_worth_another_try(error, AMONG_OTHERS):
                return [self.outcome(task) for task in began or [first]]
            return [self._translated(error)]

    def _within(self, connection: Connection, task: Task, began: list[Task]) -> Any:
        began.append(task)
        joined = self._sessions(bind=connection, join_transaction_mode="rollback_only")
        with joined as session, session.begin():
            return task(session)

    def _once(self, once: Callable[[Session], T], lock: str) -> T:
        with self._sessions() as session, session.begin():
            _stand(session.connection(), lock)
            answer = once(session)
            session.flush()
            _commit(session)
        if self._away:
            self._away = None
            log.info("database.back")
        return answer

    def _is_away(self) -> bool:
        return self._away is not None and time.monotonic() < self._away_until

    def _translated(self, error: Exception) -> Exception:
        """Return what to raise: whatever ails the database itself becomes OutOfReach, and is logged once."""
        if faults.fault(error) is None:
            return error
        problem = OutOfReach(faults.tell(error))
        if self._away is None or self._away.problem != problem.problem:
            log.error("database.out_of_reach", problem=problem.problem)
        self._away, self._away_until = problem, time.monotonic() + PAUSE
        return problem


def _stand(connection: Connection, lock: str) -> None:
    """Begin where others are at work, too; SQLite's writer is alone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(lock)


def _commit(begun: Session | RootTransaction) -> None:
    try:
        begun.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unsure(faults.tell(error)) from error
        raise


def _is_worth_another_try(error: Exception, lock: str) -> bool:
    """Tell whether a transaction that changed nothing may succeed when it is run anew."""
    if lock == ALONE or not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return lock == AMONG_OTHERS  # it was dead before: the server was started anew
    return faults.state(error) in MET_ANOTHER
