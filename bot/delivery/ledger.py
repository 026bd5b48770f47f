"""Commits many small notes together: all that came up while the last ones were being written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from storage.store import Store
from storage.work import Work

P = ParamSpec("P")
T = TypeVar("T")


class _Note(NamedTuple):
    flow: Callable[[Work], Any]
    done: asyncio.Future[Any]


class Ledger:
    """Runs flows like the store, many in a transaction; one that fails is tried alone and fails alone."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Note] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, flow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a flow and return its answer, once it is committed."""
        return await self.begin(flow, *args, **kwargs)

    def begin(
        self, flow: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Future[T]:
        """Put a flow in line, return what will have its answer; what comes later commits no sooner."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Note(lambda work: flow(work, *args, **kwargs), done))
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
            answers = await self._store.run(partial(_run_all, notes=notes))
        except Exception as failure:  # noqa: BLE001  handed to who asked
            if len(notes) > 1:
                for note in notes:
                    await self._commit([note])
            elif not notes[0].done.done():
                notes[0].done.set_exception(failure)
            return
        for note, answer in zip(notes, answers, strict=True):
            if not note.done.done():
                note.done.set_result(answer)


def _run_all(work: Work, notes: Sequence[_Note]) -> list[Any]:
    return [note.flow(work) for note in notes]
