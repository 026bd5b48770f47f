"""Queries on thanks, shout-outs, badges and certificates."""

from __future__ import annotations

from storage.models import Thanks
from storage.shelf import Shelf


class Recognition(Shelf):
    """Thanks, shout-outs, badges and certificates."""

    def thanks(self, thanks_id: str) -> Thanks | None:
        """Return a thank-you by id."""
        return self.session.get(Thanks, thanks_id)
