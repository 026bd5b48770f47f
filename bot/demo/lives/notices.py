"""What the bot shows people, kept until they look: in an order that does not tell who was quicker."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.demo.lives.habits import moment_in
from bot.demo.workspace import Workspace
from bot.demo.workspace.labels import labels
from bot.demo.workspace.values import Change, Json

KINDS = ("message", "message_changed")


@dataclass(frozen=True, slots=True)
class Notice:
    """A message, new or changed, that some people see (None: everybody), with the labels of its buttons."""

    kind: str
    people: frozenset[str] | None
    body: Json
    labels: tuple[str, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """What sorts notices by all that can be seen; ids and moments of arrival cannot."""
        moment = moment_in(json.dumps(self.body.get("blocks", ())))
        when = moment.isoformat() if moment else ""
        return sorted(self.people or ()), self.kind, str(self.body.get("text", "")), self.labels, when


class Notices:
    """Gathers what the bot shows, from the beginning until ``end``."""

    def __init__(self, workspace: Workspace) -> None:
        self._bot = workspace.bot_id
        self._fresh: list[Notice] = []
        self.end = workspace.subscribe(self._gather)

    def take(self) -> list[Notice]:
        """Return what has been shown since the last look."""
        fresh, self._fresh = self._fresh, []
        return sorted(fresh, key=lambda notice: notice.order)

    def _gather(self, change: Change) -> None:
        if change.kind in KINDS and change.body.get("bot_id") == self._bot:
            shown = tuple(labels(change.body.get("blocks", ())))
            self._fresh.append(Notice(change.kind, change.people, change.body, shown))
