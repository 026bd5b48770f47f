from __future__ import annotations

from storage.shelf import Shelf


class Sessions(Shelf):
    """PLACEHOLDER."""
