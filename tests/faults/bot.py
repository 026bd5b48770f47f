"""The bot as ``python -m bot run`` starts it, with less patience, a pace for posts only, and a clock to move.

``python -m tests.faults.bot SECONDS PER_MINUTE [FILE]``: how long a call may be under way (10 in real life),
how many messages may leave (0: any number), and the file that holds by how many seconds the clock is ahead.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import uvloop

from bot import logs
from bot.app import Flipside
from bot.clock import Clock, SystemClock
from bot.delivery.pace import rates
from bot.memory import collect_seldom
from bot.service import serve
from bot.settings import read
from storage.models import Step


class JumpingClock:
    """The machine's time and what a file adds to it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read_at = -1.0
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        changed_at = self._file.stat().st_mtime_ns
        if changed_at != self._read_at:
            self._read_at, self._ahead = changed_at, timedelta(seconds=float(self._file.read_text() or 0))
        return datetime.now(UTC) + self._ahead


def main(seconds: str, per_minute: str, *files: str) -> None:
    settings, allowed = read(os.environ), rates(0) | {Step.POST: float(per_minute)}
    logs.configure(settings.log_level)
    clock: Clock = JumpingClock(Path(files[0])) if files else SystemClock()
    collect_seldom()
    uvloop.run(serve(settings, partial(Flipside, clock=clock, message_timeout=int(seconds), allowed=allowed)))


if __name__ == "__main__":
    main(*sys.argv[1:])
