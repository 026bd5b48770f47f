"""Why something happens: the event or click behind it, on its way from envelope to message and log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from secrets import token_hex

_cause: ContextVar[str | None] = ContextVar("cause", default=None)


@contextmanager
def because_of(cause: str | None) -> Iterator[None]:
    """Let everything in the block (its transactions and tasks too) have this cause."""
    token = _cause.set(cause)
    try:
        yield
    finally:
        _cause.reset(token)


def new() -> str:
    """Return a cause for what has no id of its own."""
    return token_hex(6)


def begin(cause: str) -> None:
    """Let everything that this task does from now on have this cause."""
    _cause.set(cause)


def current() -> str | None:
    """Return the cause of what happens now; None: the clock, or somebody at the command line."""
    return _cause.get()
