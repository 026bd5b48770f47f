"""How what people do reaches the app: a courier takes a parcel there and brings the app's answer back."""

import json
from dataclasses import dataclass
from typing import Protocol

from bot.demo.workspace.core import Core
from bot.demo.workspace.values import Json


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something for the app; `kind` is "slash_commands", "interactive" or "events_api"."""

    kind: str
    name: str  # the payload's or event's type
    body: Json
    text: str  # the body as JSON
    retry: int = 0
    retry_reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The app's ack with its answer, or `error`: "operation_timeout" or "dispatch_failed"."""

    error: str | None = None
    answer: Json | None = None
    id: str = ""


class Courier(Protocol):
    """Socket Mode or signed HTTP."""

    async def deliver(self, parcel: Parcel) -> Receipt:
        """Take it to the app and wait for the ack, as long as Slack does."""
        ...


def parcel(kind: str, name: str, body: Json) -> Parcel:
    """Wrap a payload or an event."""
    return Parcel(kind, name, body, json.dumps(body, ensure_ascii=False, separators=(",", ":")))


class Delivery:
    """Sends parcels by the courier of the day and keeps the record."""

    def __init__(self, core: Core, courier: Courier) -> None:
        self._core = core
        self.courier = courier

    async def send(self, sent: Parcel) -> Receipt:
        """Deliver a parcel."""
        kind = "event" if sent.kind == "events_api" else "payload"
        self._core.record.delivered(kind, sent.name, sent.text.encode())
        receipt = await self.courier.deliver(sent)
        if receipt.error is not None:
            self._core.record.failed(sent.name, receipt.error)
        return receipt
