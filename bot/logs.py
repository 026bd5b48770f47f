"""Log lines: one an event, as key=value on a terminal and JSON elsewhere; never what people wrote."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import structlog
from structlog.typing import EventDict


def configure(level: str, on_error: Callable[[str], None] | None = None) -> None:
    """Send log lines of this level and above to standard error; ``on_error`` hears what errors are called."""

    def tell(_logger: object, method: str, event: EventDict) -> EventDict:
        if on_error and method == "error":
            on_error(str(event["event"]))
        return event

    number = logging.getLevelNamesMapping().get(level, logging.INFO)
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(name)s %(message)s")
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            tell,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
