"""What the form of the people file holds."""

from __future__ import annotations

from typing import Any

from bot.rules.refusals import Mistakes
from handlers.payloads.fields import Fields


def address(view: dict[str, Any]) -> str:
    """Return where the file that was handed in can be fetched; raises Mistakes where there is none."""
    file = Fields.of(view).file("file")
    found = (file or {}).get("url_private_download") or (file or {}).get("url_private")
    if not found:
        raise Mistakes({"file": "Choose a CSV file."})
    return str(found)
