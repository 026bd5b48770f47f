from __future__ import annotations

from storage.shelf import Shelf


class Recognition(Shelf):
    """PLACEHOLDER."""
