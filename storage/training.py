from __future__ import annotations

from storage.shelf import Shelf


class Training(Shelf):
    """PLACEHOLDER."""
