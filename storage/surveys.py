from __future__ import annotations

from storage.shelf import Shelf


class Surveys(Shelf):
    """PLACEHOLDER."""
