"""Counts that tell operators how the bot is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from storage.models import OutboxMessage, OutboxState
from storage.shelf import Shelf


class Counts(Shelf):
    """How much waits, and how it ended."""

    def messages(self) -> dict[str, int]:
        """Return how many owed messages there are in each state."""
        counted = select(OutboxMessage.state, func.count()).group_by(col(OutboxMessage.state))
        return {str(state): count for state, count in self.session.exec(counted)}

    def oldest_due(self, now: datetime) -> datetime | None:
        """Return since when the message that should have left first is due; None where none is."""
        first = select(func.min(OutboxMessage.not_before)).where(
            OutboxMessage.state == OutboxState.DUE, col(OutboxMessage.not_before) <= now
        )
        return self.session.exec(first).one()
