"""How the hub looks."""

from __future__ import annotations

from handlers.views import kit, recognition
from handlers.views.kit import Json

TEXT = "Flipside: reverse mentoring"


def hub() -> list[Json]:
    """Return the hub."""
    return [
        kit.section("What would you like to do?"),
        kit.actions(kit.button("Say thanks", recognition.Action.THANK)),
    ]
