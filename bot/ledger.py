"""Commits many small notes together: all that came up while the last ones were being written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from storage.faults import OutOfReach
from storage.store import Store
from storage.work import Work

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class _Note(NamedTuple):
    flow: Callable[[Work, Sequence[Any]], Sequence[Any] | None]
    one: Any
    done: asyncio.Future[Any]


class Ledger:
    """Runs flows like the store, many in a transaction; one that fails is tried alone and fails alone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Note] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, flow: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a flow and return its answer, once it is committed."""
        return await self.share(_each, lambda work: flow(work, *args, **kwargs))

    def share(self, flow: Callable[[Work, Sequence[T]], Sequence[R] | None], one: T) -> asyncio.Future[R]:
        """Put one in line for a flow that answers many at once; return what will have its answer.

        What comes later commits no sooner. The answer is there once it is committed.
        """
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Note(flow, one, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write(), name="ledger")
        return done

    async def _write(self) -> None:
        try:
            while self._waiting:
                notes, self._waiting = self._waiting, []
                await self._commit(notes)
        finally:
            self._writing = None

    async def _commit(self, notes: Sequence[_Note]) -> None:
        try:
            answers = await self._store.run(_run_all, notes)
        except asyncio.CancelledError:  # the store is closed
            for note in (*notes, *self._waiting):
                note.done.cancel()
            raise
        except Exception as failure:  # noqa: BLE001  handed to who asked
            await self._failed(notes, failure)
        else:
            for note, answer in zip(notes, answers, strict=True):
                if not note.done.done():
                    note.done.set_result(answer)

    async def _failed(self, notes: Sequence[_Note], failure: Exception) -> None:
        if len(notes) > 1 and not isinstance(failure, OutOfReach):
            for note in notes:
                await self._commit([note])
            return
        for note in notes:
            if not note.done.done():
                note.done.set_exception(failure)


def _run_all(work: Work, notes: Sequence[_Note]) -> list[Any]:
    """Run each flow once, for all who want it; return the answers as the notes stand."""
    places: dict[Any, list[int]] = {}
    for place, note in enumerate(notes):
        places.setdefault(note.flow, []).append(place)
    answers: list[Any] = [None] * len(notes)
    for flow, some in places.items():
        told = flow(work, [notes[place].one for place in some]) or repeat(None)
        for place, answer in zip(some, told, strict=False):
            answers[place] = answer
    return answers


def _each(work: Work, calls: Sequence[Callable[[Work], R]]) -> list[R]:
    return [call(work) for call in calls]
