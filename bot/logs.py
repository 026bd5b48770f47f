"""Log lines: one an event, as key=value on a terminal, else JSON; never what people wrote, never a token.

A failure is told as its type and where it happened. Its words may be somebody's answer, so they are told only
where they are Slack's, the system's or the database's own.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from typing import TextIO

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError
from structlog.typing import EventDict, Processor

from bot import causes

FRAMES = 4  # of a failure: the innermost
LONGEST_CHAIN = 6  # failures behind a failure


def configure(
    level: str, on_error: Callable[[str], None] | None = None, stream: TextIO | None = None
) -> None:
    """Send log lines of this level and above to standard error; ``on_error`` hears what errors are called."""

    def tell(_logger: object, method: str, event: EventDict) -> EventDict:
        if on_error and method == "error":
            on_error(str(event["event"]))
        return event

    to = stream or sys.stderr
    number = logging.getLevelNamesMapping().get(level, logging.INFO)
    renderer = structlog.dev.ConsoleRenderer() if to.isatty() else structlog.processors.JSONRenderer()
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_cause,
        _with_failure,
    ]
    structlog.configure(
        processors=[tell, *shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(to),
    )
    _take_in(to, max(number, logging.WARNING), [_of_library, *shared], renderer)


def _take_in(to: TextIO, level: int, chain: list[Processor], renderer: Processor) -> None:
    """Let what libraries log come out in the same way."""
    handler = logging.StreamHandler(to)
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=chain))
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _of_library(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Name the library; of its words the first line is told: what follows may hold values."""
    record: logging.LogRecord = event["_record"]
    lines = str(event["event"]).splitlines()
    event.update(event="library", library=record.name, words=lines[0] if lines else "")
    return event


def _with_cause(_logger: object, _method: str, event: EventDict) -> EventDict:
    cause = causes.current()
    if cause:
        event["cause"] = cause
    return event


def _with_failure(_logger: object, _method: str, event: EventDict) -> EventDict:
    info = event.pop("exc_info", None)
    event.pop("stack_info", None)
    failure = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(failure, BaseException):
        event["failure"] = " < ".join(_told(one) for one in _chain(failure))
    return event


def _chain(failure: BaseException) -> list[BaseException]:
    """Return a failure, what it is made of, and what is behind it, each once."""
    found: list[BaseException] = []
    ahead: list[BaseException | None] = [failure]
    while ahead and len(found) < LONGEST_CHAIN:
        if (one := ahead.pop(0)) is None or any(one is known for known in found):
            continue
        found.append(one)
        ahead += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
        ahead.append(one.__cause__ or one.__context__)
    return found


def _told(failure: BaseException) -> str:
    frames = traceback.extract_tb(failure.__traceback__)[-FRAMES:]
    places = " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
    return " ".join(part for part in (type(failure).__name__, _harmless(failure), f"[{places}]") if part)


def _harmless(failure: BaseException) -> str:
    """Return a failure's own words, where they cannot be what people wrote."""
    if isinstance(failure, SlackApiError):
        return str(failure.response.get("error") or failure.response.status_code)
    if isinstance(failure, DBAPIError):
        return str(failure.orig).partition("\n")[0]
    return failure.strerror or "" if isinstance(failure, OSError) else ""


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:])
