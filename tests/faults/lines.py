"""What a fault test found, as one line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

NAMES = ["test", "name", "database", "processes", "kills", "lost", "duplicates", "reads", "seconds", "scaled"]


@dataclass(slots=True)
class Line:
    """One test on one database. ``wrong`` says what did not hold; nothing there is a pass."""

    test: int
    name: str
    database: str
    processes: int
    kills: int = 0
    lost: int = 0
    duplicates: int = 0
    reads: int = 0
    seconds: float = 0.0
    scaled: str | None = None
    more: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def holds(self, condition: object, what: str) -> None:
        """Note what does not hold."""
        if not condition:
            self.wrong.append(what)

    def nothing_lost_nothing_twice(self) -> None:
        self.holds(self.lost == 0, f"{self.lost} lost")
        self.holds(self.duplicates == 0, f"{self.duplicates} twice")

    @property
    def passes(self) -> bool:
        return not self.wrong

    def __str__(self) -> str:
        told = {name: getattr(self, name) for name in NAMES} | self.more
        return json.dumps(told | {"pass": self.passes} | ({"wrong": self.wrong} if self.wrong else {}))
