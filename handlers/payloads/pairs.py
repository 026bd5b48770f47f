"""What the buttons of a pair carry."""

from __future__ import annotations

from handlers.payloads.fields import Json


def is_on_home(body: Json) -> bool:
    """Tell whether a button stands on Home, not in a message."""
    return bool(body.get("container", {}).get("type") == "view")
