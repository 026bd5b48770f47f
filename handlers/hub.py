"""``/flipside`` alone: what one can do here, as buttons."""

from __future__ import annotations

from handlers.payloads.commands import Typed
from handlers.views import hub as views


async def show(typed: Typed) -> None:
    """Answer with the hub."""
    await typed.ack(text=views.TEXT, blocks=views.hub())
