from __future__ import annotations

from storage.shelf import Shelf


class CheckIns(Shelf):
    """Check-ins asked and answered."""
