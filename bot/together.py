"""One transaction for many who ask at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from storage.store import Store
from storage.work import Work

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Runs ``flow(work, asked)``, which answers each in its order: who asks while it runs is in the next run.

    Under load, a commit is thus shared by all who wait for it.
    """

    def __init__(self, store: Store, flow: Callable[[Work, Sequence[T]], Sequence[R]]) -> None:
        self._store = store
        self._flow = flow
        self._asked: list[tuple[T, asyncio.Future[R]]] = []
        self._turn = asyncio.Lock()

    async def run(self, one: T) -> R:
        """Ask for one; raises what the common run raises."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._asked.append((one, answer))
        async with self._turn:
            if not answer.done():
                await asyncio.shield(asyncio.ensure_future(self._run()))
        return await answer

    async def _run(self) -> None:
        """Answer all who have asked; who is canceled leaves the others' run alone."""
        asked, self._asked = self._asked, []
        try:
            answers = await self._store.run(self._flow, [one for one, _ in asked])
        except Exception as failure:  # noqa: BLE001  raised where it was asked for
            for _, waiting in asked:
                _fail(waiting, failure)
            return
        for (_, waiting), answer in zip(asked, answers, strict=True):
            if not waiting.done():
                waiting.set_result(answer)


def _fail(waiting: asyncio.Future[Any], failure: Exception) -> None:
    if not waiting.done():
        waiting.set_exception(failure)
        waiting.exception()  # whoever has gone away meanwhile misses nothing
